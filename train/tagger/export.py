"""Makes the shipped files of a checkpoint: two ONNX graphs with whole numbers in their layers, and the vocabulary.

    python train/tagger/export.py --checkpoint OUT/epoch-5.pt --base BASE --to onrecord/models/tagger-1

The word embeddings are kept as whole numbers with a scale for each word, the layers as whole numbers with a scale
for each channel; activations are scaled while it runs.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from net import Linker, Net
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from onrecord.tagger.network import AROUND, BEFORE

OPSET = 17


class SmallEmbedding(nn.Module):
    """An embedding as whole numbers, a scale for each row."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the rows of some words."""
        return self.rows[ids].float() * self.scale[ids]


class Reading(nn.Module):
    """The first graph: a window to its words and how likely each is a cue's head."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.encoder, self.cues = net.encoder, net.cues

    def forward(self, ids: Tensor, cases: Tensor, quotes: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor]:
        """Read one window."""
        words = self.encoder(ids, cases, quotes, None)[0][firsts]
        return words, self.cues(words)


def load(checkpoint: Path) -> Net:
    """Return the network of a checkpoint, of as many layers as it has."""
    state = torch.load(checkpoint, weights_only=True)
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
    linker_layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("linker.layers."))
    net = Net(layers, linker_layers)
    net.load_state_dict(state)
    return net.eval()


def export(net: Net, to: Path, *, small: bool = True) -> None:
    """Write both graphs of a network."""
    embedding = net.encoder.words
    net.encoder.words = SmallEmbedding(embedding.weight.detach())
    row = torch.randint(1000, 2000, (1, 40))
    kinds = torch.zeros_like(row)
    axes = {"ids": {1: "pieces"}, "cases": {1: "pieces"}, "quotes": {1: "pieces"}}
    graph(
        Reading(net).eval(),
        (row, kinds, kinds, torch.arange(0, 40, 2)),
        (["ids", "cases", "quotes", "firsts"], ["words", "cues"]),
        {**axes, "firsts": {0: "words"}, "words": {0: "words"}, "cues": {0: "words"}},
        to / "encoder.onnx",
        small=small,
    )
    net.encoder.words = embedding
    heads = torch.tensor([3, 7])
    around = heads[:, None] + torch.arange(AROUND) - BEFORE
    around = torch.where((around >= 0) & (around < 30), around, -1)
    linker: Linker = net.linker.eval()
    graph(
        linker,
        (torch.randn(30, 384), heads, around, torch.full_like(around, 2)),
        (["words", "heads", "around", "paragraphs"], ["labels", "real"]),
        {
            "words": {0: "words"},
            **{name: {0: "cues"} for name in ("heads", "around", "paragraphs", "labels", "real")},
        },
        to / "linker.onnx",
        small=small,
    )


def graph(
    module: nn.Module,
    example: tuple[Tensor, ...],
    names: tuple[list[str], list[str]],
    axes: dict[str, dict[int, str]],
    to: Path,
    *,
    small: bool,
) -> None:
    """Write one graph, its layers as whole numbers where `small`."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own successor
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module,
            example,
            str(whole),
            input_names=names[0],
            output_names=names[1],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        if small:
            quantize_dynamic(
                whole,
                to,
                per_channel=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gemm"],
                reduce_range=True,  # seven bits for weights: processors without VNNI overflow on eight
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )
        else:
            shutil.copy(whole, to)


def main() -> None:
    """Read the options and write the files."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--checkpoint", type=Path, required=True)
    options.add_argument("--base", type=Path, required=True, help="the folder with vocab.txt")
    options.add_argument("--to", type=Path, required=True)
    options.add_argument("--exact", action="store_true", help="keep the layers as they are, to compare with")
    given = options.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    export(load(given.checkpoint), given.to, small=not given.exact)
    shutil.copy(given.base / "vocab.txt", given.to / "vocab.txt")


if __name__ == "__main__":
    main()
