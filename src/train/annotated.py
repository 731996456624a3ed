"""Reads annotated texts as `conll.rs` and `name_scores.rs` do, for the scripts that learn from them."""
import gzip
import re
import sys
import unicodedata

TYPES = ["PER", "ORG", "LOC", "MISC"]
# The vowel signs of Hindi and its like, and the joiners between letters, are no part of `\\w`.
MARKS = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c)[0] == "M") + "\u200c\u200d"
WORD = re.compile(rf"[\w{MARKS}]+|[^\w\s]")


def read(path):
    """The texts of a file, each with its names: begin, end, type."""
    sentences, rows, raw = [], [], None
    for line in [*gzip.open(path, "rt", encoding="utf-8", newline="\n"), "\n"]:
        line = line.rstrip("\n")
        if line.startswith("# text = "):
            raw = line.removeprefix("# text = ")
        elif not line.strip():
            sentences += [marked(rows, raw)] if rows else []
            rows, raw = [], None
        elif not line.startswith("# ") and "\t" in line:
            rows.append(line.split("\t", 1))
    return sentences


def marked(rows, raw):
    tokens = [token for token, _ in rows]
    places = aligned(tokens, raw) if raw is not None else None
    text, places = (raw, places) if places else joined(tokens)
    names, before = [], None
    for (_, tag), (start, end) in zip(rows, places):
        kind = tag[2:] if tag[2:] in TYPES else None
        if kind and kind == before and not tag.startswith("B-"):
            names[-1] = (names[-1][0], end, kind)
        elif kind:
            names.append((start, end, kind))
        before = kind
    return text, names


def aligned(tokens, text):
    """The places of the tokens in the raw text; None where they are not the same letters."""
    solid = [i for i, c in enumerate(text) if not c.isspace()]
    letters = ["".join(token.split()) for token in tokens]
    if not "".join(text[i] for i in solid).startswith("".join(letters)) or not all(letters):
        return None
    places, at = [], 0
    for token in letters:
        places.append((solid[at], solid[at + len(token) - 1] + 1))
        at += len(token)
    return places


def joined(tokens):
    """The tokens joined as they would be written, in any language."""
    text, places, before, quoted, low = "", [], "", False, False
    for token in tokens:
        opened = len(before) == 1 and before in "([{«„‘¿¡"
        elided = 1 < len(before) <= 5 and before[-1] in "'’" or before == "’"
        tail = len(token) == 1 and token in ".,;:!?)]}%…»”’" or token in ("'s", "’s", "n't", "''")
        quote = token == '"' and quoted or token == "“" and low or before == '"' and quoted
        text += "" if not text or opened or elided or tail or quote else " "
        quoted ^= token == '"'
        low = (low or token == "„") and token != "“"
        places.append((len(text), len(text) + len(token)))
        text += token
        before = token
    return text, places


def learned(sentences):
    """Those of a development set that are not held out: of fifties behind each other every second, and the rest."""
    out, held = [], 0
    for i in range(0, len(sentences), 50):
        part = sentences[i : i + 50]
        if i % 100 == 0 and held < 1000:
            held += len(part)
        else:
            out += part
    return out


def annotated(sentences):
    """The sentences without the parts that nobody annotated, 25 or more behind each other without a name."""
    out, bare = [], []
    for sentence in sentences:
        bare.append(sentence)
        if sentence[1]:
            out += bare if len(bare) <= 25 else bare[-1:]
            bare = []
    return out + (bare if len(bare) < 25 else [])
