"""Edits on files that need none: programs, data and markup, by kind of file and kind of edit.

    python tests/bench/untouched.py [FOLDER …] [--examples 3]

The files below the folders, those of Python's own library by default. What is wrapped by hand (comments, licences) counts
as well: a file of a program is either left as it is or changed.
"""

from __future__ import annotations

import argparse
import sysconfig
from collections import Counter, defaultdict
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

import textmend as tm

ENDINGS = "c cc cfg cpp css csv go h html java js json pl pm py rs sh sql tex toml ts xml yaml yml".split()
LARGEST = 200_000  # characters; larger files are mostly generated tables


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="*", default=[sysconfig.get_paths()["stdlib"]])
    arguments.add_argument("--examples", type=int, default=0, help="edits to show of each kind of file")
    given = arguments.parse_args()
    analyzer = tm.Analyzer(tasks={"edits"})
    files, changed, characters = Counter[str](), Counter[str](), Counter[str]()
    edits: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for folder in given.folders:
        for path in sorted(Path(folder).rglob("*")):
            ending = path.suffix.lstrip(".")
            if ending not in ENDINGS or not path.is_file():
                continue
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            if not text or len(text) > LARGEST:
                continue
            document = analyzer.analyze(text)
            files[ending] += 1
            characters[ending] += len(text)
            changed[ending] += bool(document.edits)
            for edit in document.edits:
                around = text[max(0, edit.start - 40) : edit.start], text[edit.end : edit.end + 30]
                shown = f"{around[0]}[-{text[edit.start : edit.end]}-]{{+{edit.replacement}+}}{around[1]}"
                edits[ending].append((edit.kind, f"{path}: {shown!r}"))
    table = Table("files", "number", "changed", "characters", "edits per million", "most of them", box=box.MARKDOWN)
    for ending, number in sorted(files.items()):
        kinds = Counter(kind for kind, _ in edits[ending])
        rate = f"{1e6 * len(edits[ending]) / characters[ending]:.0f}"
        most = kinds.most_common(1)[0][0] if kinds else "–"
        table.add_row(ending, str(number), str(changed[ending]), f"{characters[ending]:,}", rate, most)
    console = Console(highlight=False, markup=False)
    console.print(table)
    for ending in edits:
        for kind, shown in edits[ending][: given.examples]:
            console.print(ending, kind, shown, soft_wrap=True)


if __name__ == "__main__":
    main()
