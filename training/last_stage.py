"""A short training of a tower's last stage, on what the stages before it make of pictures, kept on disk.

Where there is little time this is the most that can be done: the earlier stages see each view once, and the last
one, a sixth of the work, learns from the kept views again and again.
"""

from __future__ import annotations

from collections.abc import Callable
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

VIEWS_A_FILE = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """What the earlier stages make of n views, (n, c, h, w) in half precision, and what is known of them."""

    values: Tensor
    facts: Facts


def write_maps(
    tower: ImageTower,
    parts: list[Part],
    facts: list[Facts],
    folder: Path,
    *,
    views: int,
    seed: int,
    on_progress: Callable[[int], None],
) -> None:
    """Fill a folder with the maps of so many views; files that are there are kept, so a killed run goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = sampling_weights(parts)
    freeze = tower.train(False)
    for number in range(-(-views // VIEWS_A_FILE)):
        path = folder / f"{number:04}.pt"
        if not path.is_file():
            rng = torch.Generator().manual_seed(seed * 100_000 + number)
            maps = _make_maps(freeze, parts, facts, weights, rng)
            write_checkpoint(path, {"values": maps.values} | _named(maps.facts))
        on_progress((number + 1) * VIEWS_A_FILE)


def read_maps(folder: Path) -> Maps:
    """All maps of a folder."""
    states = [read_checkpoint(path) for path in sorted(folder.glob("*.pt"))]
    joined = {name: torch.cat([cast("Tensor", state[name]) for state in states]) for name in states[0]}
    values = joined.pop("values")
    return Maps(values, Facts(**joined))


def last_stage(tower: ImageTower) -> nn.Module:
    """The part of a ResNet that is trained."""
    return cast("nn.ModuleList", tower.vision.get_submodule("encoder.stages"))[-1]


def train_last_stage(
    tower: ImageTower,
    maps: Maps,
    targets: Targets,
    *,
    steps: int,
    batch: int,
    rate: float,
    seed: int,
    on_step: Callable[[int, dict[str, float]], None],
) -> None:
    """Train the last stage and the projection; batch norms keep their statistics."""
    stage, scales = last_stage(tower), Scales()
    tower.train(False)
    trained = nn.ModuleList([stage, tower.projection, scales])
    optimizer = torch.optim.AdamW(trained.parameters(), lr=rate, weight_decay=0.05, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.1)
    rng = torch.Generator().manual_seed(seed)
    weights = LossWeights()
    for step in range(steps):
        places = torch.randint(len(maps.values), (batch,), generator=rng)
        values = _flip(maps.values[places].float(), rng).contiguous(memory_format=torch.channels_last)
        vectors = F.normalize(tower.projection(stage(values).mean((2, 3))), dim=1)
        losses = picture_losses(vectors, maps.facts.take(places), targets, scales=scales(), rng=rng)
        total = sum((getattr(weights, name) * loss for name, loss in losses.items()), vectors.sum() * 0)
        optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it without annotations
        nn.utils.clip_grad_norm_(trained.parameters(), 2.0)
        optimizer.step()
        schedule.step()
        on_step(step + 1, {name: float(loss) for name, loss in losses.items()})


def blend(start: ImageTower, trained: ImageTower, share: float) -> ImageTower:
    """A tower between the two: weights averaged, `share` of the trained one (Wortsman et al. 2022, WiSE-FT)."""
    mixed = ImageTower(start.name, start.px)
    before, after = start.state_dict(), trained.state_dict()
    mixed.load_state_dict(
        {
            name: torch.lerp(value, after[name], share) if value.dtype.is_floating_point else value
            for name, value in before.items()
        }
    )
    return mixed.train(False)


@torch.inference_mode()
def _make_maps(
    tower: ImageTower, parts: list[Part], facts: list[Facts], weights: list[Tensor], rng: torch.Generator
) -> Maps:
    counts = [round(VIEWS_A_FILE * float(own.sum())) for own in weights]
    values, known = [], []
    for part, own, weight, count in zip(parts, facts, weights, counts, strict=True):
        places = torch.multinomial(weight, count, replacement=True, generator=rng)
        for some in places.split(64):
            taken = own.take(some)
            pixels = crop(part.pixels[some], taken.form == PHOTO, tower.px, rng)
            values.append(_early(tower, normalize(pixels)).half())
            known.append(taken)
    joined = {field.name: torch.cat([getattr(one, field.name) for one in known]) for field in fields(Facts)}
    return Maps(torch.cat(values), Facts(**joined))


def _early(tower: ImageTower, pixels: Tensor) -> Tensor:
    maps = tower.vision.get_submodule("embedder")(pixels)
    for stage in list(cast("nn.ModuleList", tower.vision.get_submodule("encoder.stages")))[:-1]:
        maps = stage(maps)
    return cast("Tensor", maps)


def _flip(values: Tensor, rng: torch.Generator) -> Tensor:
    """Half of the maps mirrored: a view more for nothing."""
    mirrored = torch.rand(len(values), generator=rng) < 0.5
    return torch.where(mirrored[:, None, None, None], values.flip(3), values)


def _named(facts: Facts) -> dict[str, object]:
    return {field.name: getattr(facts, field.name) for field in fields(Facts)}
