"""Dates, sums and percentages beside the libraries for them: exact spans and speed on the same texts in the same run.

    pip install -r tests/bench/requirements.txt
    python tests/bench/values.py FILE.jsonl [--every N] [--only NAME,…] [--kinds dates,money,percent]

FILE: one object a line: {"src": str, "lang": str, "text": str, "entities": [[start, end, type, …], …]}, spans in code
points. What a text is annotated for, the last part of `src` says: DateTimeModel (dates, times, lengths of time),
CurrencyModel or price-parser (sums of money), PercentModel. Peers that have to be told the language of a text are told
it; textmend is not.

F1: spans found exactly, of all that were found or should have been. speed: kB of UTF-8 per CPU second, one text a call,
after a first call that loads what a library needs.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

Spans = set[tuple[int, int]]
System = Callable[[str, str], Spans]

KINDS = {
    "DateTimeModel": "dates",
    "CurrencyModel": "money",
    "price-parser": "money",
    "PercentModel": "percent",
}
LABELS = {"dates": {"DATE", "TIME", "DURATION"}, "money": {"MONEY"}, "percent": {"PERCENT"}}


def textmend(kind: str) -> System:
    import textmend as tm

    analyzer = tm.Analyzer(tasks=["entities"])
    labels = LABELS[kind]
    return lambda text, _: {(e.start, e.end) for e in analyzer.analyze(text).entities if e.label in labels}


def recognizers(kind: str) -> System:
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_percentage
    from recognizers_number_with_unit import recognize_currency

    cultures = {
        "de": "de-de", "en": "en-us", "es": "es-es", "fr": "fr-fr", "it": "it-it", "nl": "nl-nl", "pt": "pt-br",
        "tr": "tr-tr", "und": "en-us",
    }  # fmt: skip
    find = {"dates": recognize_datetime, "money": recognize_currency, "percent": recognize_percentage}[kind]

    def spans(text: str, language: str) -> Spans:
        try:
            return {(found.start, found.end + 1) for found in find(text, cultures.get(language, "en-us"))}
        except Exception:  # it raises on texts that it finds no way through
            return set()

    return spans


def dateparser(kind: str) -> System | None:
    if kind != "dates":
        return None
    from dateparser.search import search_dates

    def spans(text: str, language: str) -> Spans:
        found, after = set(), 0
        for part, _ in search_dates(text, languages=[language]) or []:
            start = text.find(part, after)
            if start >= 0:
                after = start + len(part)
                found.add((start, after))
        return found

    return spans


def price_parser(kind: str) -> System | None:
    if kind != "money":
        return None
    from price_parser import Price

    def spans(text: str, _: str) -> Spans:
        price = Price.fromstring(text)
        if not price.amount_text or not price.currency:
            return set()
        amount, currency = text.find(price.amount_text), text.find(price.currency)
        ends = (amount + len(price.amount_text), currency + len(price.currency))
        return {(min(amount, currency), max(ends))} if min(amount, currency) >= 0 else set()

    return spans


SYSTEMS: dict[str, Callable[[str], System | None]] = {
    "textmend": textmend,
    "Recognizers-Text": recognizers,
    "dateparser": dateparser,
    "price-parser": price_parser,
}


def measure(system: System, rows: list[dict[str, Any]]) -> tuple[float, float]:
    system(rows[0]["text"], rows[0]["lang"])
    start = time.process_time()
    answers = [system(row["text"], row["lang"]) for row in rows]
    seconds = time.process_time() - start
    hits = asked = given = 0
    for row, found in zip(rows, answers, strict=True):
        gold = {(entity[0], entity[1]) for entity in row["entities"]}
        hits, asked, given = hits + len(gold & found), asked + len(gold), given + len(found)
    size = sum(len(row["text"].encode()) for row in rows) / 1e3
    return 2 * hits / max(1, asked + given), size / max(seconds, 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--every", type=int, default=1, help="use every N-th text only")
    parser.add_argument("--only", help="systems to run, by the beginning of their names")
    parser.add_argument("--kinds", default="dates,money,percent")
    options = parser.parse_args()
    groups: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in options.file.open(encoding="utf-8"):
        row = json.loads(line)
        kind = KINDS.get(row["src"].split("/")[-1])
        if kind in options.kinds.split(",") and ("recognizers" in row["src"] or row["src"] in KINDS):
            groups[kind, row["lang"]].append(row)
    names = [n for n in SYSTEMS if not options.only or any(n.startswith(o) for o in options.only.split(","))]
    table = Table("texts", "", *names, box=box.MARKDOWN)
    for (kind, language), rows in sorted(groups.items()):
        rows, cells = rows[:: options.every], []
        for name in names:
            system = SYSTEMS[name](kind)
            if system is None:
                cells.append("")
                continue
            score, speed = measure(system, rows)
            cells.append(f"{100 * score:.1f} ({speed:,.0f} kB/s)")
        table.add_row(f"{kind} {language}", str(len(rows)), *cells)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
