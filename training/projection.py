"""A training of the projection alone, on features of views that the tower has seen once.

Where there is little time, this is what can be done with new pictures: each view costs one pass forwards, and
is learned from again and again at next to no cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.checkpoint import read_checkpoint, write_checkpoint
from training.crops import crop, normalize
from training.losses import LossWeights, Scales, Targets, picture_losses
from training.pool import PHOTO, Facts, Part, sampling_weights
from training.towers import ImageTower

VIEWS_A_FILE = 512
BATCH = 512
PULL = 2.0
"""How strongly the projection is held where it was: mean squared change of the vectors, times this.

Validation, default labels and everyday folders: 85.0 % before; 87.3 % with 20, 89.6 % with 5, 91.8 % with 2.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What a tower pools of n views, (n, width), and what is known of them."""

    values: Tensor
    facts: Facts


def write_features(
    tower: ImageTower,
    parts: Sequence[Part],
    facts: Sequence[Facts],
    *,
    folder: Path,
    views: int,
    seed: int,
    on_progress: Callable[[int], None],
) -> Features:
    """The features of so many views, kept in a folder; files that are there are not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = sampling_weights(parts)
    tower.train(False)
    found = []
    for number in range(-(-views // VIEWS_A_FILE)):
        path = folder / f"{number:04}.pt"
        if not path.is_file():
            rng = torch.Generator().manual_seed(seed * 100_000 + number)
            values, known = _see(tower, parts, facts, weights=weights, rng=rng)
            write_checkpoint(
                path, {"values": values} | {f.name: getattr(known, f.name) for f in fields(Facts)}
            )
        state = cast("dict[str, Tensor]", read_checkpoint(path))
        found.append(Features(state.pop("values"), Facts(**state)))
        on_progress((number + 1) * VIEWS_A_FILE)
    joined = {f.name: torch.cat([getattr(one.facts, f.name) for one in found]) for f in fields(Facts)}
    return Features(torch.cat([one.values for one in found]), Facts(**joined))


def train_projection(
    tower: ImageTower, features: Features, targets: Targets, *, steps: int, rate: float, seed: int
) -> dict[str, float]:
    """Train the tower's projection in place; the mean of each loss over the last tenth of the steps."""
    scales, before = Scales(), tower.projection.weight.detach().clone()
    trained = nn.ModuleList([tower.projection, scales])
    optimizer = torch.optim.AdamW(trained.parameters(), lr=rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    rng = torch.Generator().manual_seed(seed)
    weights, late = LossWeights(), dict[str, float]()
    for step in range(steps):
        places = torch.randint(len(features.values), (BATCH,), generator=rng)
        own = F.normalize(features.values[places], dim=1)
        vectors = tower.projection(own)
        change = (vectors - own @ before.T).square().sum(1).mean()
        vectors = F.normalize(vectors, dim=1)
        known = features.facts.take(places)
        losses = picture_losses(vectors, known, targets, scales=scales(), rng=rng)
        total = sum((getattr(weights, name) * loss for name, loss in losses.items()), PULL * change)
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        optimizer.step()
        schedule.step()
        if step >= 0.9 * steps:
            for name, loss in losses.items():
                late[name] = late.get(name, 0.0) + float(loss.detach()) / (0.1 * steps)
    return late


@torch.inference_mode()
def _see(
    tower: ImageTower,
    parts: Sequence[Part],
    facts: Sequence[Facts],
    *,
    weights: Sequence[Tensor],
    rng: torch.Generator,
) -> tuple[Tensor, Facts]:
    values, known = [], []
    for part, own, weight in zip(parts, facts, weights, strict=True):
        count = round(VIEWS_A_FILE * float(weight.sum()))
        drawn = torch.multinomial(weight, count, replacement=True, generator=rng)
        for begin in range(0, count, 64):
            places = drawn[begin : begin + 64]
            taken = own.take(places)
            pixels = crop(part.pixels[places], taken.form == PHOTO, tower.px, rng)
            values.append(tower.pool(normalize(pixels)))
            known.append(taken)
    joined = {f.name: torch.cat([getattr(one, f.name) for one in known]) for f in fields(Facts)}
    return torch.cat(values), Facts(**joined)
