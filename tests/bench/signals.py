"""Text-quality signals beside datatrove's own, value by value, on the same documents.

    python tests/bench/signals.py corpus.jsonl [--documents 1000] [--language en] [--datatrove PYTHON]

datatrove's filters only say yes or no, so each of their thresholds is replaced by one that notes what it is compared
with: what is compared here are the numbers that datatrove decides by. They come twice, once with the words of its own
tokenizer (spaCy's), once with words as textmend counts them (between white space, in lower case, without punctuation),
which tells a difference of words from a difference of formulas. PYTHON: an interpreter with datatrove[processing] and spacy; without,
one is made in target/bench.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import unicodedata
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

# Our signal → what datatrove compares, by filter and place.
PAIRS = {
    "gopher_doc_words": "quality.min_doc_words",
    "gopher_avg_word_length": "quality.min_avg_word_length",
    "gopher_bullet_lines_ratio": "quality.max_bullet_lines_ratio",
    "gopher_ellipsis_lines_ratio": "quality.max_ellipsis_lines_ratio",
    "gopher_alpha_words_ratio": "quality.max_non_alpha_words_ratio",
    "gopher_stop_words": "quality.min_stop_words",
    "gopher_dup_line_frac": "repetition.dup_line_frac",
    "gopher_dup_para_frac": "repetition.dup_para_frac",
    "gopher_dup_line_char_frac": "repetition.dup_line_char_frac",
    "gopher_dup_para_char_frac": "repetition.dup_para_char_frac",
    **{f"gopher_top_{n}_gram": f"repetition.top_{n}" for n in (2, 3, 4)},
    **{f"gopher_duplicated_{n}_n_grams": f"repetition.dup_{n}" for n in range(5, 11)},
    "fineweb_line_punct_ratio": "fineweb.line_punct_thr",
    "fineweb_short_line_ratio": "fineweb.short_line_thr",
    "fineweb_char_dup_ratio": "fineweb.char_duplicates_ratio",
    "fineweb_list_ratio": "fineweb.new_line_ratio",
    "c4_num_sentences": "c4.min_num_sentences",
}


def documents(file: Path, number: int, language: str) -> list[str]:
    with file.open(encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [row["text"] for row in islice((row for row in rows if row["made_of"] == language), number)]


def ours(texts: list[str]) -> list[dict[str, float]]:
    import textmend as tm

    return [document.signals for document in tm.Analyzer(tasks=["signals"]).analyze_batch(texts)]


def theirs(texts: list[str], language: str, plain_words: bool) -> list[dict[str, float]]:
    """Runs in datatrove's environment."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import (
        C4QualityFilter,
        FineWebQualityFilter,
        GopherQualityFilter,
        GopherRepetitionFilter,
        fineweb_quality_filter,
        gopher_quality_filter,
        gopher_repetition_filter,
    )

    noted: dict[str, float] = {}

    class Limit:
        """Lets everything pass and notes what it is compared with."""

        __array_ufunc__ = None

        def __init__(self, name: str) -> None:
            self.name = name

        def __lt__(self, value: float) -> bool:
            noted[self.name] = float(value)
            return False

        __gt__ = __lt__

    if plain_words:
        for module in (gopher_quality_filter, gopher_repetition_filter, fineweb_quality_filter):
            module.split_into_words = words
    tag = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld"}[language]
    named = {pair.split(".")[0]: {} for pair in PAIRS.values()}
    for pair in PAIRS.values():
        part, place = pair.split(".")
        named[part][place] = Limit(pair)
    grams = {kind: tuple((n, named["repetition"].pop(f"{kind}_{n}")) for n in found) for kind, found in (("top", (2, 3, 4)), ("dup", range(5, 11)))}
    open_ends = {"max_doc_words": None, "max_avg_word_length": None, "max_symbol_word_ratio": None}
    filters = [
        GopherQualityFilter(**named["quality"], **open_ends, language=tag),
        GopherRepetitionFilter(**named["repetition"], top_n_grams=grams["top"], dup_n_grams=grams["dup"], language=tag),
        FineWebQualityFilter(**named["fineweb"], language=tag),
        C4QualityFilter(**named["c4"], language=tag),
    ]
    found = []
    for number, text in enumerate(texts):
        noted.clear()
        for each in filters:
            try:
                each.filter(Document(text=text, id=str(number)))
            except LookupError:  # C4's sentences need a model of NLTK's, which is not on PyPI
                pass
        found.append(dict(noted))
    return found


def words(text: str, language: str = "") -> list[str]:
    """Words as textmend counts them: letters and digits between white space, in lower case."""
    found = ("".join(c for c in word if unicodedata.category(c)[0] in "LNM").lower() for word in text.split())
    return [word for word in found if word]


def correlation(a: list[float], b: list[float]) -> float:
    """Spearman's, by ranks."""

    def ranks(values: list[float]) -> list[float]:
        order = sorted(range(len(values)), key=values.__getitem__)
        out, i = [0.0] * len(values), 0
        while i < len(order):
            j = i
            while j < len(order) and values[order[j]] == values[order[i]]:
                j += 1
            for k in order[i:j]:
                out[k] = (i + j - 1) / 2
            i = j
        return out

    x, y = ranks(a), ranks(b)
    mean = (len(x) - 1) / 2
    top = sum((p - mean) * (q - mean) for p, q in zip(x, y, strict=True))
    below = (sum((p - mean) ** 2 for p in x) * sum((q - mean) ** 2 for q in y)) ** 0.5
    return top / below if below else 1.0


def datatrove_python(given: str | None) -> str:
    if given:
        return given
    home = ROOT / "target" / "bench" / "datatrove"
    if not home.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "-q", "datatrove[processing]", "spacy", "ftfy"], check=True)
    return str(home / "bin" / "python")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--language", default="en")
    parser.add_argument("--datatrove", metavar="PYTHON")
    parser.add_argument("--theirs", choices=["own", "plain"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    texts = documents(options.corpus, options.documents, options.language)
    if options.theirs:
        print(json.dumps(theirs(texts, options.language, options.theirs == "plain")))
        return

    def run(how: str) -> list[dict[str, Any]]:
        arguments = [str(options.corpus), "--documents", str(options.documents), "--language", options.language, "--theirs", how]
        command = [datatrove_python(options.datatrove), __file__, *arguments]
        return list(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]))

    mine, own, plain = ours(texts), run("own"), run("plain")
    print(f"{len(texts)} documents\n")
    print("| signal | equal, own words | rank correlation | equal, same words | rank correlation |")
    print("|---|---|---|---|---|")
    for name, pair in PAIRS.items():
        cells = []
        for found in (own, plain):
            both = [(a[name], b[pair]) for a, b in zip(mine, found, strict=True) if pair in b]
            if "_top_" in name:  # datatrove's is the first sequence of a text in which none is repeated; ours is 0
                both = [(a, b) for a, b in both if a]
            if both:
                a, b = [x for x, _ in both], [y for _, y in both]
                equal = sum(abs(x - y) < 1e-9 for x, y in both) / len(both)
                cells += [f"{100 * equal:.1f} %", f"{correlation(a, b):.3f}"]
            else:
                cells += ["–", "–"]
        print(f"| `{name}` | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
