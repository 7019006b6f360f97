"""Trains the learned reader's network.

    python train/tagger/train.py --data ../shared/data/attribution --base BASE --out OUT

BASE is a folder with `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2. In OUT stand, after each
epoch, `epoch-N.pt` (weights averaged over the last steps) and, every so many steps, `state.pt`, from which a run
that was broken off goes on. `export.py` makes the shipped files of a checkpoint. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from data import Article, Example, is_held_out, load, make_examples, noised
from net import Net
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that everybody knows

from onrecord.encode import Pieces
from onrecord.tagger.network import AROUND, BEFORE


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side, and their cues."""

    ids: Tensor
    cases: Tensor
    quotes: Tensor
    mask: Tensor
    firsts: Tensor
    heads: Tensor
    around: Tensor
    paragraphs: Tensor
    labels: Tensor
    starts: list[int]


def collate(examples: list[Example]) -> Batch:
    """Put windows side by side."""
    longest = max(len(example.window.ids) for example in examples)
    rows: dict[str, list[list[int]]] = {"ids": [], "cases": [], "quotes": []}
    firsts: list[int] = []
    heads, around, paragraphs, labels, starts = [], [], [], [], [0]
    for number, example in enumerate(examples):
        window = example.window
        for name, row in rows.items():
            values = getattr(window, name)
            row.append([*values, *[0] * (longest - len(values))])
        offset = len(firsts)
        firsts.extend(first + number * longest for first in window.firsts)
        starts.append(len(firsts))
        for cue in example.cues:
            heads.append(offset + cue.head)
            near, apart = surroundings(window.paragraphs, cue.head)
            around.append([offset + at if at >= 0 else -1 for at in near])
            paragraphs.append(apart)
            labels.append(cue.labels)
    ids = torch.tensor(rows["ids"])
    mask = torch.where(ids == 0, -1e4, 0.0)[:, None, None, :]
    return Batch(
        ids,
        torch.tensor(rows["cases"]),
        torch.tensor(rows["quotes"]),
        mask,
        torch.tensor(firsts),
        torch.tensor(heads, dtype=torch.long),
        torch.tensor(around, dtype=torch.long).view(-1, AROUND),
        torch.tensor(paragraphs, dtype=torch.long).view(-1, AROUND),
        torch.tensor(labels, dtype=torch.long).view(-1, AROUND),
        starts,
    )


def surroundings(paragraphs: list[int], head: int) -> tuple[list[int], list[int]]:
    """Return which words stand around a head, -1 for none, and how many paragraphs off (0 to 4 for -2 to 2)."""
    near, apart = [], []
    for at in range(head - BEFORE, head - BEFORE + AROUND):
        there = 0 <= at < len(paragraphs)
        near.append(at if there else -1)
        apart.append(min(max(paragraphs[at] - paragraphs[head], -2), 2) + 2 if there else 2)
    return near, apart


def loss_of(net: Net, batch: Batch, examples: list[Example]) -> dict[str, Tensor]:
    """Return the parts of the loss, each in nats for a cue."""
    states = net.encoder(batch.ids, batch.cases, batch.quotes, batch.mask)
    words = states.reshape(-1, states.shape[-1])[batch.firsts]
    logits = net.cues(words)
    truth = torch.zeros_like(logits)
    truth[batch.heads] = 1.0
    count = max(len(batch.heads), 1)
    cue = F.binary_cross_entropy_with_logits(logits, truth, reduction="sum") / count
    heads, around, paragraphs, labels = with_false(batch, examples, logits.detach().masked_fill(truth > 0, -99))
    if not len(heads):
        return {"cue": cue}
    out, real = net.linker(words, heads, around, paragraphs)
    link = F.cross_entropy(out.flatten(0, 1), labels.flatten(), ignore_index=-100, reduction="sum") / count
    is_real = torch.zeros_like(real)
    is_real[: len(batch.heads)] = 1.0
    real_loss = F.binary_cross_entropy_with_logits(real, is_real, reduction="sum") / count
    return {"cue": cue, "link": link, "real": real_loss}


def with_false(batch: Batch, examples: list[Example], logits: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Add the words likeliest taken for cues that are none, one for every three cues: nothing is theirs."""
    most = min(max(len(batch.heads) // 3, 2), len(logits))
    false = sorted(logits.topk(most).indices.tolist())
    around, paragraphs = [], []
    for place in false:
        which = next(n for n, start in enumerate(batch.starts[1:]) if place < start)
        offset = batch.starts[which]
        near, apart = surroundings(examples[which].window.paragraphs, place - offset)
        around.append([offset + at if at >= 0 else -1 for at in near])
        paragraphs.append(apart)
    near = torch.tensor(around)
    return (
        torch.cat((batch.heads, torch.tensor(false))),
        torch.cat((batch.around, near)),
        torch.cat((batch.paragraphs, torch.tensor(paragraphs))),
        torch.cat((batch.labels, torch.where(near >= 0, 0, -100))),
    )


def batches(articles: list[Article], pieces: Pieces, given: argparse.Namespace, epoch: int) -> list[list[Example]]:
    """Return an epoch's windows in batches of like length, in an order of its own."""
    rng = random.Random(f"{given.seed} {epoch}")  # noqa: S311 - noise, no secret
    examples: list[Example] = []
    for article in articles:
        text = noised(article, rng) if rng.random() < given.noise else article
        examples.extend(make_examples(text, pieces, rng))
    examples = [example for example in examples if example.window.words]
    rng.shuffle(examples)
    made = []
    for chunk in range(0, len(examples), 50 * given.batch):
        part = sorted(examples[chunk : chunk + 50 * given.batch], key=lambda e: len(e.window.ids))
        made.extend(part[at : at + given.batch] for at in range(0, len(part), given.batch))
    rng.shuffle(made)
    return made


class Average:
    """A running mean of the trained weights: steadier than the last ones."""

    def __init__(self, net: nn.Module, keep: float) -> None:
        self.keep = keep
        self.values = {
            name: value.detach().clone() for name, value in net.named_parameters() if value.requires_grad
        }

    @torch.no_grad()
    def update(self, net: nn.Module, step: int) -> None:
        """Take a step's weights in."""
        keep = min(self.keep, (1 + step) / (10 + step))
        for name, value in net.named_parameters():
            if value.requires_grad:
                self.values[name].lerp_(value, 1 - keep)


def optimiser_of(net: Net, given: argparse.Namespace) -> torch.optim.AdamW:
    """Return an optimiser: deeper layers learn more slowly, what is new learns faster."""
    groups: list[dict[str, Any]] = []
    deepest = len(net.encoder.layers)
    for name, value in net.named_parameters():
        if not value.requires_grad:
            continue
        rate = given.rate
        if name.startswith("encoder.layers."):
            rate *= given.layer_decay ** (deepest - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder.") and not name.startswith(("encoder.cases", "encoder.quotes")):
            rate *= given.layer_decay**deepest
        else:
            rate = given.head_rate
        groups.append({"params": [value], "lr": rate, "rate": rate, "weight_decay": 0.01 * (value.dim() > 1)})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98))


def schedule(step: int, total: int) -> float:
    """Warm up over a twentieth of the steps, then fall to nothing."""
    warm = max(total // 20, 1)
    return step / warm if step < warm else max(0.0, (total - step) / (total - warm))


def steps(
    articles: list[Article], pieces: Pieces, given: argparse.Namespace, start: int
) -> Iterator[tuple[int, int, bool, list[Example]]]:
    """Yield (step, epoch, last of its epoch, windows) from a step on."""
    step = 0
    for epoch in range(1, given.epochs + 1):
        made = batches(articles, pieces, given, epoch)
        for number, examples in enumerate(made):
            step += 1
            if step > start:
                yield step, epoch, number == len(made) - 1, examples


def train(given: argparse.Namespace) -> None:
    """Train, with a line of the log every fifty steps."""
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    articles = load(given.data / "polnear-train.jsonl")
    articles = [article for article in articles if not is_held_out(article)][: given.articles]
    pieces = Pieces((given.base / "vocab.txt").read_bytes())
    net = Net(given.layers, given.linker_layers)
    net.encoder.take(given.base)
    net.linker.conditioned = not given.unconditioned
    optimiser, average = optimiser_of(net, given), Average(net, 0.99)
    total = given.epochs * len(batches(articles, pieces, given, 1))
    start = 0
    state = given.out / "state.pt"
    if state.exists():
        saved = torch.load(state, weights_only=True)
        net.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        average.values, start = saved["average"], saved["step"]
    net.train()
    began, seen = time.time(), {"cue": 0.0, "link": 0.0, "real": 0.0}
    for step, epoch, last, examples in steps(articles, pieces, given, start):
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * schedule(step, total)
        losses = loss_of(net, collate(examples), examples)
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        norm = nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], given.clip)
        optimiser.step()
        average.update(net, step)
        for name, value in losses.items():
            seen[name] += value.item()
        if step % 50 == 0 or last:
            rate = (time.time() - began) / (step - start)
            parts = " ".join(f"{name} {value / 50:.3f}" for name, value in seen.items())
            print(f"epoch {epoch} step {step}/{total} {parts} norm {norm:.1f} {rate:.2f} s a step", flush=True)
            seen = dict.fromkeys(seen, 0.0)
        if step % 200 == 0 or last:
            values = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "average": average.values}
            torch.save({**values, "step": step}, state.with_suffix(".new"))
            state.with_suffix(".new").replace(state)
        if last:
            torch.save({**net.state_dict(), **average.values}, given.out / f"epoch-{epoch}.pt")
    if not math.isfinite(sum(seen.values())):
        raise SystemExit("The loss is no number any more; lower --rate.")


def main() -> None:
    """Read the options and train."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with polnear-train.jsonl")
    options.add_argument("--base", type=Path, required=True, help="the folder of the base model")
    options.add_argument("--out", type=Path, required=True, help="where checkpoints go")
    options.add_argument("--epochs", type=int, default=4)
    options.add_argument("--batch", type=int, default=8, help="windows a step")
    options.add_argument("--rate", type=float, default=2e-4, help="learning rate of the encoder's last layer")
    options.add_argument("--head-rate", type=float, default=1e-3, help="learning rate of what is new")
    options.add_argument("--layer-decay", type=float, default=0.9, help="the rate of a layer below, to that above")
    options.add_argument("--clip", type=float, default=20.0, help="the longest gradient")
    options.add_argument("--noise", type=float, default=0.35, help="share of articles that are noised")
    options.add_argument("--layers", type=int, default=6, help="layers of the encoder")
    options.add_argument("--linker-layers", type=int, default=1, help="layers of the linker")
    options.add_argument("--unconditioned", action="store_true", help="ablation: the linker does not see its cue")
    options.add_argument("--articles", type=int, default=None, help="train on so many articles only")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "options.json").write_text(json.dumps(vars(given), default=str, indent=1), encoding="utf-8")
    train(given)


if __name__ == "__main__":
    main()
