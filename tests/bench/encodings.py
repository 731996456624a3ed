"""Texts read in a wrong encoding, and how many of them come back: textmend beside ftfy.

    python tests/bench/encodings.py PACK [--documents 12] [--seed 1]

PACK: a file of lines `code TAB sentence`, plain or xz. Eight sentences of a language that follow each other make a text.
Its UTF-8 is read in each encoding below, bytes that an encoding lacks as control characters of the same number, as
browsers do; what comes out has to be the document as it was, which each system mends beforehand.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections import defaultdict
from pathlib import Path

import ftfy
from rich import box
from rich.console import Console
from rich.table import Table

import textmend as tm

ENCODINGS = {
    "windows-1252": ["cp1252"],
    "Latin-1": ["latin-1"],
    "windows-1250": ["cp1250"],
    "windows-1251": ["cp1251"],
    "Macintosh": ["mac_roman"],
    "windows-1252, twice": ["cp1252", "cp1252"],
}
SYSTEMS = {"textmend": tm.mend, "ftfy": ftfy.fix_encoding}
SENTENCES = 8  # of a document


def documents(pack: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with lzma.open(pack, "rt", encoding="utf-8") if pack.suffix == ".xz" else open(pack, encoding="utf-8") as lines:
        for line in lines:
            code, _, sentence = line.rstrip("\n").rpartition("\t")
            found[code.split("\t")[0]].append(sentence)
    whole = {c: [" ".join(s[i : i + SENTENCES]) for i in range(0, len(s), SENTENCES)] for c, s in found.items()}
    return {code: [text for text in texts if not text.isascii()] for code, texts in sorted(whole.items())}


def misread(text: str, encoding: str) -> str:
    def character(byte: int) -> str:
        try:
            return bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            return chr(byte)

    return "".join(map(character, text.encode()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pack", type=Path)
    arguments.add_argument("--documents", type=int, default=12, help="of each language")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)
    texts = [t for own in documents(given.pack).values() for t in chance.sample(own, min(given.documents, len(own)))]
    table = Table("read in", *SYSTEMS, title=f"{len(texts):,} documents: come back as they were", box=box.MARKDOWN)
    for name, encodings in ENCODINGS.items():
        row = []
        for mend in SYSTEMS.values():
            right = 0
            for text in texts:
                text = damaged = mend(text)
                for encoding in encodings:
                    damaged = misread(damaged, encoding)
                right += mend(damaged) == text
            row.append(f"{right / len(texts):.1%}")
        table.add_row(name, *row)
    Console().print(table)


if __name__ == "__main__":
    main()
