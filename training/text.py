"""Training of the text tower: phrases to the goals that a sentence encoder gives them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor
from torch.nn import functional as F

from training.checkpoint import read_checkpoint, write_checkpoint
from training.corpus import Corpus
from training.phrases import TEMPLATES
from training.space import Goals
from training.text_tower import Reader

NAMED_SHARE, NOUN_SHARE = 0.1, 0.6
"""Of a batch: phrases for forms and kinds, and nouns in templates; the rest are other phrases."""
PROFILE_SCALE = 15.0
WARM_UP_STEPS = 300


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How to train: on so many phrases, so many a step, at a highest learning rate; on cuda in bfloat16."""

    phrases: int
    batch: int = 512
    rate: float = 1e-3
    device: str = "cpu"
    checkpoint_s: float = 120.0
    seed: int = 0


def train_text(
    reader: Reader,
    corpus: Corpus,
    goals: Goals,
    *,
    options: TextOptions,
    checkpoint: Path,
    on_progress: Callable[[int, float], None],
) -> None:
    """Train the reader's tower in place; a checkpoint that is there is gone on from.

    `on_progress` hears how many phrases have been read, and the newest loss.
    """
    tower = reader.tower.to(options.device).train()
    tables = [name for name, _ in tower.named_parameters() if "embeddings" in name]
    optimizer = torch.optim.AdamW(
        [
            {
                "params": [p for n, p in tower.named_parameters() if n in tables],
                "scale": 3.0,
                "weight_decay": 0.0,
            },
            {"params": [p for n, p in tower.named_parameters() if n not in tables], "scale": 1.0},
        ],
        lr=options.rate,
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    rng = torch.Generator().manual_seed(options.seed)
    steps, done = options.phrases // options.batch, 0
    if checkpoint.is_file():
        state = read_checkpoint(checkpoint, device=options.device)
        tower.load_state_dict(cast("dict[str, Tensor]", state["tower"]))
        optimizer.load_state_dict(cast("dict[str, Tensor]", state["optimizer"]))
        rng.set_state(cast("Tensor", state["rng"]).cpu())
        done = cast("int", state["done"])
    written = time.monotonic()
    while done < steps:
        for group in optimizer.param_groups:
            group["lr"] = group["scale"] * options.rate * _schedule(done, steps)
        loss = _loss(reader, *_draw(corpus, goals, options.batch, rng), device=options.device)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
        optimizer.step()
        done += 1
        if time.monotonic() - written > options.checkpoint_s or done == steps:
            state = {"tower": tower.state_dict(), "optimizer": optimizer.state_dict()}
            write_checkpoint(checkpoint, state | {"rng": rng.get_state(), "done": done})
            written = time.monotonic()
        on_progress(done * options.batch, float(loss.detach()))


def _schedule(done: int, steps: int) -> float:
    rising = min(1.0, (done + 1) / min(WARM_UP_STEPS, max(1, steps // 5)))
    return rising * (0.5 * (1 + math.cos(math.pi * done / steps)) * 0.98 + 0.02)


def _draw(corpus: Corpus, goals: Goals, size: int, rng: torch.Generator) -> tuple[list[str], Tensor]:
    """Phrases and their goals, at random."""
    named, nouns = round(NAMED_SHARE * size), round(NOUN_SHARE * size)
    nouns += 0 if corpus.phrases else size - named - nouns

    def pick(below: int, count: int) -> list[int]:
        return torch.randint(below, (count,), generator=rng).tolist()

    chosen = pick(len(goals.named), named), pick(len(corpus.nouns), nouns)
    others = pick(max(1, len(corpus.phrases)), size - named - nouns)
    templates = pick(len(TEMPLATES), nouns)
    phrases = [
        *(goals.named[place] for place in chosen[0]),
        *(TEMPLATES[way].format(corpus.nouns[at]) for way, at in zip(templates, chosen[1], strict=True)),
        *(corpus.phrases[place] for place in others),
    ]
    return phrases, torch.cat((goals.named_goals[chosen[0]], goals.nouns[chosen[1]], goals.phrases[others]))


def _loss(reader: Reader, phrases: list[str], goals: Tensor, *, device: str) -> Tensor:
    """Cosine to the goals, and the likeness to all other goals of the batch as it should be."""
    ids, mask = reader.tokenize(phrases)
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        vectors = reader.tower(ids.to(device), mask.to(device))
    vectors, goals = F.normalize(vectors.float(), dim=1), goals.to(device)
    wanted, found = goals @ goals.T, vectors @ goals.T
    profile = F.kl_div(
        F.log_softmax(PROFILE_SCALE * found, dim=1),
        F.softmax(PROFILE_SCALE * wanted, dim=1),
        reduction="batchmean",
    )
    return 4 * (1 - (vectors * goals).sum(1)).mean() + 30 * F.mse_loss(found, wanted) + 0.5 * profile
