"""Close relatives: how well languages that are taken for each other are told apart, group by group.

    python tests/bench/relatives.py FILE.jsonl [--named]

FILE: one object a line: {"text": str, "spans": [[start, end, code], …], "kind": str}, spans in code points, codes ISO 639-1;
texts in one language each, `kind` (optional) parts the table. The language of a text is that of most of its letters; all
languages are considered. --named considers those of the group only.

right: mean over the languages of a group of the part of their texts that are told right. taken for: of all texts of a
language, the part that gets another one, the three most frequent.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

import textmend as tm

GROUPS = (
    "id ms", "bs hr sr sl", "nb nn da sv", "gl pt es ca", "cs sk", "af nl", "be ru uk", "bg mk", "hi mr ne", "zh ja", "xh zu",
    "st tn nso", "az tr", "de lb", "ga gd", "fo is",
)  # fmt: skip


def told(analyzer: tm.Analyzer, text: str) -> str:
    letters: Counter[str] = Counter()
    for span in analyzer.analyze(text).languages:
        letters[span.language] += sum(c.isalpha() for c in text[span.start : span.end])
    return letters.most_common(1)[0][0] if letters else "und"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--named", action="store_true", help="name the languages of the group")
    options = parser.parse_args()
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in options.file.open(encoding="utf-8"):
        row = json.loads(line)
        codes = {code for _, _, code in row["spans"]}
        if len(codes) == 1:
            texts[row.get("kind", ""), codes.pop()].append(row["text"])
    table = Table("kind", "group", "texts", "right", "taken for", box=box.MARKDOWN)
    for kind in sorted({kind for kind, _ in texts}):
        for group in GROUPS:
            known = [code for code in group.split() if (kind, code) in texts]
            if len(known) < 2:
                continue
            analyzer = tm.Analyzer(languages=known if options.named else None, tasks=["languages"])
            counts = {code: Counter(told(analyzer, text) for text in texts[kind, code]) for code in known}
            rates = [counts[code][code] / counts[code].total() for code in known]
            wrong = {(a, b): n / counts[a].total() for a in known for b, n in counts[a].items() if a != b}
            most = sorted(wrong.items(), key=lambda item: -item[1])[:3]
            shown = ", ".join(f"{a}→{b} {100 * part:.1f} %" for (a, b), part in most)
            number = sum(count.total() for count in counts.values())
            table.add_row(kind, " ".join(known), str(number), f"{sum(rates) / len(rates):.3f}", shown)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
