"""Makes a corpus to measure on: realistic lengths, 12 languages, a third of the documents damaged and mixed.

    python tests/bench/make_corpus.py --data DIR --out corpus.jsonl [--documents 20000] [--seed 1]

DIR: a folder with packs of sentences, text-*.tsv.xz, lines of `code TAB sentence`. A document is 3 to 60 sentences that
stand together in a pack (lengths are log-normal, about 3 kB in the mean), in paragraphs of 2 to 6. A third is damaged:
some of its sentences are of another language, and it has glued sentences, doubled spaces, spaces before commas and
hyphens, and sometimes broken characters. The same seed makes the same bytes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from pathlib import Path

LANGUAGES = ["de", "en", "fr", "es", "it", "nl", "pl", "pt", "ru", "tr", "ar", "zh"]
PACKS = ["text-ntrex.tsv.xz", "text-commonvoice.tsv.xz", "text-xquad.tsv.xz", "text-tico19.tsv.xz"]


def sentences(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {code: [] for code in LANGUAGES}
    for pack in PACKS:
        with lzma.open(folder / pack, "rt", encoding="utf-8") as lines:
            for line in lines:
                code, _, sentence = line.rstrip("\n").partition("\t")
                if code in found and len(sentence) > 20:
                    found[code].append(sentence)
    return found


def document(pool: dict[str, list[str]], code: str, rng: random.Random) -> list[str]:
    length = max(3, min(60, round(rng.lognormvariate(3.0, 0.8))))
    start = rng.randrange(len(pool[code]) - length)
    return pool[code][start : start + length]


def paragraphs(parts: list[str], rng: random.Random) -> str:
    out, left = [], rng.randint(2, 6)
    for i, part in enumerate(parts):
        left -= 1
        out.append(part)
        if i + 1 < len(parts):
            out.append("\n\n" if left == 0 else " ")
        left = left or rng.randint(2, 6)
    return "".join(out)


def damaged(text: str, rng: random.Random) -> str:
    text = re.sub(r"(?<=[a-zа-я][.!?]) (?=\w)", lambda m: "" if rng.random() < 0.1 else " ", text)
    text = re.sub(r"(?<=\w),(?= )", lambda m: " ," if rng.random() < 0.05 else ",", text)
    text = re.sub(r"(?<=\w)-(?=\w)", lambda m: " -" if rng.random() < 0.3 else "-", text)
    text = re.sub(r"(?<=\w) (?=\w)", lambda m: "  " if rng.random() < 0.01 else " ", text)
    if rng.random() < 0.1:
        half = len(text) // 2
        text = text[:half] + text[half:].encode().decode("cp1252", errors="ignore")
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, pool = random.Random(options.seed), sentences(options.data)
    with options.out.open("w", encoding="utf-8", newline="\n") as out:
        for number in range(options.documents):
            code = rng.choice(LANGUAGES)
            parts = document(pool, code, rng)
            if number % 3 == 0:
                other = document(pool, rng.choice([c for c in LANGUAGES if c != code]), rng)
                for i in range(len(parts)):
                    if rng.random() < 0.3:
                        parts[i] = other[i % len(other)]
            text = paragraphs(parts, rng)
            row = {"id": f"doc-{number}", "text": damaged(text, rng) if number % 3 == 0 else text, "made_of": code}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
