"""What a build by profile practises on: all jobs, over the texts of the cases, one by one and as longer documents.

    MATURIN_PGO=1 pip install .

builds the module three times over: with counters, which this script fills (`pgo-command` in pyproject.toml), and then with
what they say of which branches are taken. That needs Python 3.11 and the tools of the compiler (`rustup component add
llvm-tools`).
"""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import textmend as tm

CASES = Path(__file__).parents[1] / "cases"
# As often as it takes for what is done once, as reading tables is, not to look frequent.
ROUNDS = 5


def texts() -> list[str]:
    return [case["text"] for file in sorted(CASES.glob("*.toml")) for case in tomllib.loads(file.read_text("utf-8"))["case"]]


def documents(parts: list[str], rng: random.Random) -> list[str]:
    """The texts put together, some 20 each: most in paragraphs, a few in lines."""
    mixed = rng.sample(parts, len(parts))
    groups = [mixed[at : at + 20] for at in range(0, len(mixed), 20)]
    return [rng.choice(["\n\n", "\n\n", " ", "\n"]).join(group) for group in groups]


def main() -> None:
    rng, parts = random.Random(1), texts()
    analyzer = tm.Analyzer(tasks=["languages", "edits", "sentences", "entities", "signals"])
    for _ in range(ROUNDS):
        for text in documents(parts, rng):
            analyzer.analyze(text)
    for document in analyzer.analyze_batch(parts, threads=1):
        document.to_json()


if __name__ == "__main__":
    main()
