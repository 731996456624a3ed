"""Writes what the trainer takes from the Python package natasha (MIT), which holds word vectors and a tagger of names
learned from Russian news: for Russian there is little annotated text under an open licence, and no list of classes.

    pip install natasha==1.6.0 navec==0.10.0 slovnet==0.6.0 numpy
    python src/train/extract_russian.py DIR    # after extract_gazetteer.py; DIR with lang-train and ner

gazetteer/russian.tsv           ru, word, natural logarithm of its share of all words, class as word_classes.py makes
                                them
ner/ru.natasha.train.conll.gz   the sentences of ner/ru.bsnlp21-tilde, NTREX, XQuAD, Common Voice and Tatoeba, with the
                                persons, organisations and places that the tagger finds
"""
import gzip
import lzma
import os
import random
import re
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the same sums on every machine

import natasha
import numpy as np
from navec import Navec
from slovnet import NER
from word_classes import classes

folder = Path(sys.argv[1])
packed = Path(natasha.__file__).parent / "data"
navec = Navec.load(packed / "emb/navec_news_v1_1B_250K_300d_100q.tar")
words, counts = navec.vocab.words[:-2], np.array(navec.vocab.counts[:-2], dtype=float)  # the last two are no words


vectors = navec.pq.unpack()[: len(words)]
common = np.argsort(-counts, kind="stable")[:60_000]
number = classes(vectors, common)
shares = np.log(np.maximum(counts, 1) / counts.sum())
rows = sorted((word, share, n) for word, share, n in zip(words, shares, number) if word.isalpha())
with open(folder / "gazetteer/russian.tsv", "w", encoding="utf-8") as file:
    file.writelines(f"ru\t{word}\t{share:.2f}\t{n}\n" for word, share, n in rows)


def annotated():
    """The texts of the silver news of BSNLP, rebuilt."""
    with gzip.open(folder / "ner/ru.bsnlp21-tilde.train.conll.gz", "rt", encoding="utf-8") as file:
        for sentence in file.read().split("\n\n"):
            lines = [line.split("\t") for line in sentence.split("\n") if "\t" in line]
            text = " ".join(line[0] for line in lines)
            yield re.sub(r"([(\[«„]) ", r"\1", re.sub(r" ([.,;:!?)\]%…»”])", r"\1", text))


def pack(name, most):
    with lzma.open(folder / f"lang-train/text-{name}.tsv.xz", "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t")[1] for line in file if line.startswith("ru\t")]
    random.Random(1).shuffle(lines)
    return lines[:most]


tagger = NER.load(packed / "model/slovnet_ner_news_v1.tar")
tagger.navec(navec)
texts = [*annotated(), *(text for name in ("ntrex", "xquad", "commonvoice") for text in pack(name, 9999)), *pack("tatoeba", 3000)]
with open(folder / "ner/ru.natasha.train.conll.gz", "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
    for markup in tagger.map(text for text in dict.fromkeys(texts) if text):
        file.write(f"# text = {markup.text}\n".encode())
        for token in re.finditer(r"\w+|[^\w\s]", markup.text):
            span = next((s for s in markup.spans if s.start <= token.start() < s.stop), None)
            tag = "O" if span is None else f"{'B' if span.start == token.start() else 'I'}-{span.type}"
            file.write(f"{token.group()}\t{tag}\n".encode())
        file.write(b"\n")
