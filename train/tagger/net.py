"""The network: a small BERT, a head that tells cues, and a layer that reads the words around one for its sake."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that everybody knows

from onrecord.tagger.network import AROUND, BEFORE, LABELS
from onrecord.tagger.words import CASES, QUOTES


class Attention(nn.Module):
    """Attention and what follows it, the one kind of layer here."""

    def __init__(self, size: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
        self.out = nn.Linear(size, size)
        self.norm1, self.norm2 = nn.LayerNorm(size, eps=1e-12), nn.LayerNorm(size, eps=1e-12)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Read a batch of sequences; `mask` is added to the scores."""
        batch, length, size = x.shape
        q, k, v = (
            layer(x).view(batch, length, self.heads, size // self.heads).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        if torch.onnx.is_in_onnx_export():
            scores = q @ k.transpose(2, 3) * (size // self.heads) ** -0.5
            y = (scores if mask is None else scores + mask).softmax(-1) @ v
        else:
            y = F.scaled_dot_product_attention(q, k, v, mask)
        y = self.out(y.transpose(1, 2).reshape(batch, length, size))
        x = self.norm1(x + F.dropout(y, self.dropout, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(y, self.dropout, self.training))


class Encoder(nn.Module):
    """BERT, with the case of words and their place in quotations added to what they are read as."""

    def __init__(self, layers: int = 6, size: int = 384, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, size)
        self.positions = nn.Embedding(512, size)
        self.kind = nn.Parameter(torch.zeros(size))
        self.cases, self.quotes = nn.Embedding(CASES, size), nn.Embedding(QUOTES, size)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.quotes.weight)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(Attention(size, 12, 4 * size, dropout) for _ in range(layers))
        self.dropout = dropout
        self.words.weight.requires_grad_(requires_grad=False)

    def forward(self, ids: Tensor, cases: Tensor, quotes: Tensor, mask: Tensor | None) -> Tensor:
        """Return what each piece is in its window."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.kind
        x = F.dropout(self.norm(x + self.cases(cases) + self.quotes(quotes)), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def take(self, base: Path) -> None:
        """Take the weights of a BERT as its makers name them."""
        given = load_file(base / "model.safetensors")
        given = {name.removeprefix("bert."): value for name, value in given.items()}
        mine = {
            "words.weight": given["embeddings.word_embeddings.weight"],
            "positions.weight": given["embeddings.position_embeddings.weight"],
            "kind": given["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        theirs = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for number in range(len(self.layers)):
            for name, their in theirs.items():
                for kind in ("weight", "bias"):
                    mine[f"layers.{number}.{name}.{kind}"] = given[f"encoder.layer.{number}.{their}.{kind}"]
        missing = self.load_state_dict(mine, strict=False)
        if set(missing.missing_keys) != {"cases.weight", "quotes.weight"} or missing.unexpected_keys:
            raise ValueError(f"These are not the weights of such a BERT: {missing}")


class CueHead(nn.Module):
    """How likely each word is the head of a cue."""

    def __init__(self, size: int = 384) -> None:
        super().__init__()
        self.inner, self.out = nn.Linear(size, 128), nn.Linear(128, 1)
        nn.init.constant_(self.out.bias, -3.5)

    def forward(self, words: Tensor) -> Tensor:
        """Return a logit for each word."""
        return self.out(F.gelu(self.inner(words))).squeeze(-1)


class Linker(nn.Module):
    """What the words around a cue are to it, and whether it is one."""

    def __init__(self, size: int = 384, own: int = 192, layers: int = 1, dropout: float = 0.1) -> None:
        super().__init__()
        self.word, self.cue, self.both = nn.Linear(size, own), nn.Linear(size, own), nn.Linear(size, own)
        self.places = nn.Embedding(AROUND, own)
        self.paragraphs = nn.Embedding(5, own)
        nn.init.normal_(self.places.weight, std=0.05)
        nn.init.normal_(self.paragraphs.weight, std=0.05)
        self.norm = nn.LayerNorm(own)
        self.layers = nn.ModuleList(Attention(own, 6, 2 * own, dropout) for _ in range(layers))
        self.labels = nn.Linear(own, len(LABELS))
        self.real = nn.Linear(own, 1)
        self.conditioned = True

    def forward(self, words: Tensor, heads: Tensor, around: Tensor, paragraphs: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits of the labels [cues, AROUND, labels] and of being a cue [cues].

        Args:
            words: What each word of a batch is [words, size].
            heads: Which words are heads of cues [cues].
            around: For each cue which words stand around it, -1 for none [cues, AROUND].
            paragraphs: How many paragraphs after the cue's each of them stands, 0 to 4 for -2 to 2.
        """
        there = around >= 0
        index = around.clamp(min=0)
        x = self.word(words)[index] + self.places.weight + self.paragraphs(paragraphs)
        if self.conditioned:
            both = self.both(words)
            x = x + self.cue(words[heads]).unsqueeze(1) + both[index] * both[heads].unsqueeze(1)
        x = self.norm(x)
        mask = torch.where(there, 0.0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.labels(x), self.real(x[:, BEFORE]).squeeze(-1)


class Net(nn.Module):
    """All of it."""

    def __init__(self, layers: int = 6, linker_layers: int = 1) -> None:
        super().__init__()
        self.encoder, self.cues = Encoder(layers), CueHead()
        self.linker = Linker(layers=linker_layers)
