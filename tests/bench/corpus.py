"""Cleaning a corpus beside its peers: MB of text per CPU second, one thread, the same documents in the same run.

    python tests/bench/corpus.py corpus.jsonl [--documents 3000] [--only NAME,…] [--peers DIR]

textmend is measured end to end with everything on: JSON Lines in, mended text, annotations, policy and report out. Of the
peers only the work on texts in memory is measured, without files: ftfy.fix_text; dolma's taggers gopher, c4, pii and cld2;
datatrove's quality filters Gopher, Gopher repetition, C4 and FineWeb. Time to import and to load models is left out for
all. The peers are installed in environments of their own, in DIR (default: target/bench).

    python tests/bench/corpus.py corpus.jsonl --threads 1,2

measures textmend alone, on the whole file, at those numbers of threads: CPU seconds, wall seconds, peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# What each peer is installed from; pycld2 is what dolma's cld2 tagger asks for.
PACKAGES = {
    "ftfy": ["ftfy"],
    "dolma": ["dolma", "pycld2"],
    "datatrove": ["datatrove[processing]", "spacy", "ftfy"],
}
TAGGERS = ["gopher_v2", "c4_v2", "pii_regex_with_counts_v2", "cld2_en_paragraph_with_doc_score_v2"]
POLICY = {
    "max_mix_score": 0.6,
    "max_edits_per_1000": 50,
    "signals": {"gopher_doc_words": [20, 100_000], "gopher_dup_line_frac": [None, 0.3], "c4_lorem_ipsum": [None, 0]},
}


def ftfy() -> Callable[[str], Any]:
    import ftfy

    return ftfy.fix_text


def dolma() -> Callable[[str], Any]:
    import dolma.taggers  # noqa: F401  registers them
    from dolma.core.data_types import Document
    from dolma.core.registry import TaggerRegistry

    taggers = [TaggerRegistry.get(name)() for name in TAGGERS]

    def work(text: str) -> None:
        for tagger in taggers:
            tagger.predict(Document(source="bench", id="0", text=text))

    return work


def datatrove() -> Callable[[str], Any]:
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter

    filters = [GopherRepetitionFilter(), GopherQualityFilter(), C4QualityFilter(), FineWebQualityFilter()]

    def work(text: str) -> None:
        for each in filters:
            each.filter(Document(text=text, id="0"))

    return work


PEERS = {"ftfy": ftfy, "dolma": dolma, "datatrove": datatrove}


def peer(name: str, file: Path) -> None:
    """Runs in the peer's environment; prints CPU seconds."""
    with file.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    work = PEERS[name]()
    work(texts[0])
    begin = time.process_time()
    for text in texts:
        work(text)
    print(json.dumps({"cpu": time.process_time() - begin}))


def clean(file: Path, threads: int) -> None:
    """Runs in an own process, so that its peak memory is its own; prints CPU and wall seconds and the peak in MB."""
    import textmend as tm

    tm.analyze("Warm.")
    out = Path(tempfile.mkdtemp(dir=os.environ.get("BENCH_TMP")))
    begin, wall = time.process_time(), time.monotonic()
    report = tm.clean_corpus(file, out / "out", policy=POLICY, threads=threads, progress=False)
    used = {"cpu": time.process_time() - begin, "wall": time.monotonic() - wall}
    shutil.rmtree(out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(used | {"bytes": report.counts["bytes"], "peak": peak}))


def environment(folder: Path, name: str) -> str:
    home = folder / name
    if not (home / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "-q", *PACKAGES[name]], check=True)
    return str(home / "bin" / "python")


def run(python: str, *arguments: str) -> dict[str, float]:
    shown = subprocess.run([python, __file__, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(shown.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--only", default="textmend,ftfy,dolma,datatrove")
    parser.add_argument("--peers", type=Path, default=ROOT / "target" / "bench")
    parser.add_argument("--threads", help="numbers of threads, such as 1,2")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        return clean(options.corpus, int(options.threads)) if options.run == "textmend" else peer(options.run, options.corpus)
    if options.threads:
        print("| threads | CPU s | wall s | MB per CPU s | peak MB |\n|---|---|---|---|---|")
        for threads in options.threads.split(","):
            used = run(sys.executable, str(options.corpus), "--run", "textmend", "--threads", threads)
            speed = used["bytes"] / 1e6 / used["cpu"]
            print(f"| {threads} | {used['cpu']:.1f} | {used['wall']:.1f} | {speed:.2f} | {used['peak']:.0f} |", flush=True)
        return None
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl"
        with options.corpus.open(encoding="utf-8") as lines:
            rows = list(islice(lines, options.documents))
        sample.write_text("".join(rows), encoding="utf-8")
        size = sum(len(json.loads(row)["text"].encode()) for row in rows) / 1e6
        print(f"{len(rows)} documents, {size:.1f} MB of text\n\n| system | MB per CPU s | textmend is |\n|---|---|---|")
        own = 0.0
        for name in options.only.split(","):
            if name == "textmend":
                used = run(sys.executable, str(sample), "--run", name, "--threads", "1")
                own = size / used["cpu"]
            else:
                used = run(environment(options.peers, name), str(sample), "--run", name)
            speed = size / used["cpu"]
            print(f"| {name} | {speed:.2f} | {own / speed:.1f} times as fast |", flush=True)
    return None


if __name__ == "__main__":
    main()
