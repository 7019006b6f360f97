"""Makes the sentence encoder that ships: all-MiniLM-L6-v2 as an ONNX graph whose weights are whole numbers.

    python train/sentences/export.py --model FOLDER --out onrecord/models/sentences-1

FOLDER holds `model.safetensors`, `config.json` and `vocab.txt` as their authors published them (Apache-2.0). The
graph takes the numbers of one sentence's word pieces and gives its vector: the mean over pieces, of length 1.
Linear layers and the embeddings are rounded to seven bits, each row by its own scale: sums of eight overflow on
processors without VNNI. What flows between layers is rounded as it comes, so a sentence must be alone in its call.
Needs torch, safetensors, onnx and onnxruntime.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the published weights, as four places have them."""


class Layer(nn.Module):
    """One layer of a BERT."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the sizes from the model's own configuration."""
        super().__init__()
        size, inner = config["hidden_size"], config["intermediate_size"]
        self.heads = config["num_attention_heads"]
        self.query, self.key, self.value, self.joined = (nn.Linear(size, size) for _ in range(4))
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)
        self.norm_attention = nn.LayerNorm(size, eps=config["layer_norm_eps"])
        self.norm = nn.LayerNorm(size, eps=config["layer_norm_eps"])

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the hidden states of one sentence after this layer."""
        batch, length, size = hidden.shape

        def split(states: torch.Tensor) -> torch.Tensor:
            return states.view(batch, length, self.heads, size // self.heads).transpose(1, 2)

        query, key, value = split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden))
        weights = torch.softmax(query @ key.transpose(-1, -2) / (size // self.heads) ** 0.5, dim=-1)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, length, size)
        hidden = self.norm_attention(hidden + self.joined(mixed))
        return self.norm(hidden + self.down(nn.functional.gelu(self.up(hidden))))


class Encoder(nn.Module):
    """A sentence's word pieces to its vector."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the sizes from the model's own configuration."""
        super().__init__()
        size = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.places = nn.Embedding(config["max_position_embeddings"], size)
        self.kinds = nn.Embedding(config["type_vocab_size"], size)
        self.norm = nn.LayerNorm(size, eps=config["layer_norm_eps"])
        self.layers = nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return a vector of length 1 for each sentence."""
        places = torch.arange(ids.shape[1]).unsqueeze(0)
        hidden = self.norm(self.words(ids) + self.places(places) + self.kinds(torch.zeros_like(ids)))
        for layer in self.layers:
            hidden = layer(hidden)
        return nn.functional.normalize(hidden.mean(dim=1), dim=1)


NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "joined",
    "attention.output.LayerNorm": "norm_attention",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm",
}


def renamed(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the published weights under the names of `Encoder`."""
    out = {}
    for name, tensor in weights.items():
        bare = name.removeprefix("bert.")
        if bare.startswith("embeddings."):
            part = bare.removeprefix("embeddings.")
            kinds = {"word_embeddings": "words", "position_embeddings": "places", "token_type_embeddings": "kinds"}
            head, _, tail = part.partition(".")
            if head in kinds or head == "LayerNorm":
                out[f"{kinds.get(head, 'norm')}.{tail}"] = tensor
        elif bare.startswith("encoder.layer."):
            number, _, rest = bare.removeprefix("encoder.layer.").partition(".")
            part, _, tail = rest.rpartition(".")
            out[f"layers.{number}.{NAMES[part]}.{tail}"] = tensor
    return out


def load(folder: Path) -> Encoder:
    """Return the published model, once its weights are those we know."""
    file = folder / "model.safetensors"
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{file} hashes to {found}, not to {SHA256}.")
    encoder = Encoder(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    encoder.load_state_dict(renamed(load_file(file)))
    return encoder.eval()


def main() -> None:
    """Write encoder.onnx and vocab.txt, and print their sha256."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    encoder = load(options.model)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            encoder,
            (torch.tensor([[101, 2023, 2003, 102]]),),
            full,
            input_names=["ids"],
            output_names=["vector"],
            dynamic_axes={"ids": {1: "pieces"}},
            opset_version=17,
            dynamo=False,
        )
        small = Path(folder) / "small.onnx"
        quantize_dynamic(full, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        model = onnx.load(small)
        model.producer_name, model.doc_string = "onrecord", ""
        onnx.save(model, options.out / "encoder.onnx")
    shutil.copyfile(options.model / "vocab.txt", options.out / "vocab.txt")
    for file in ("encoder.onnx", "vocab.txt"):
        data = (options.out / file).read_bytes()
        print(f"{hashlib.sha256(data).hexdigest()}  {options.out.name}/{file}  ({len(data):,} bytes)")


if __name__ == "__main__":
    main()
