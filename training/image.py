"""Training of the image tower: pictures to the vectors of the words for them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.checkpoint import read_checkpoint, write_checkpoint
from training.crops import crop, normalize
from training.losses import LossWeights, Scales, Targets, picture_losses
from training.pool import PHOTO, Facts, Part, sampling_weights
from training.teachers import Teachers, teacher_losses
from training.towers import ImageTower

WARM_UP_STEPS = 100
AVERAGING = 0.998


@dataclass(frozen=True, slots=True)
class ImageOptions:
    """How to train.

    Attributes:
        crops: how many views to learn from; the learning rate falls to nothing until then.
        minutes: the same in time: what is reached first ends the training, over all resumed runs.
        pause_minutes: stop after so much time, to be gone on with.
        batch: views a step.
        rate: highest learning rate.
        device: cpu or cuda; on cuda bfloat16 autocast is on.
        keeps_statistics: whether batch norms keep the statistics that they came with, as they should in a
            short training from a good start.
        teacher_share: of the photos in a batch, how many the teachers look at.
        checkpoint_s: seconds between checkpoints.
        seed: of everything random.
    """

    crops: int
    minutes: float = math.inf
    pause_minutes: float = math.inf
    batch: int = 128
    rate: float = 1e-3
    device: str = "cpu"
    keeps_statistics: bool = False
    teacher_share: float = 0.0
    checkpoint_s: float = 120.0
    seed: int = 0
    weights: LossWeights = field(default_factory=LossWeights)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the training is: views seen, of how many, seconds spent, and the mean of each loss of late."""

    seen: int
    of: int
    spent_s: float
    losses: Mapping[str, float]


class ImageTraining:
    """A training that can be stopped and gone on with.

    Args:
        tower: what is trained, on the options' device.
        parts: the pictures.
        facts: what is known of the pictures of each part.
        targets: the words.
        checkpoint: the file of its state; one that is there is gone on from.
    """

    def __init__(
        self,
        tower: ImageTower,
        parts: list[Part],
        facts: list[Facts],
        *,
        targets: Targets,
        options: ImageOptions,
        checkpoint: Path,
        teachers: Teachers | None = None,
    ) -> None:
        self.tower, self.parts, self.facts, self.targets = tower, parts, facts, targets
        self.options, self.checkpoint, self.teachers = options, checkpoint, teachers
        self.scales = Scales().to(options.device)
        self.features = nn.Linear(tower.projection.in_features, teachers.width if teachers else 1)
        self.features.to(options.device)
        self._trained = nn.ModuleList([tower, self.scales, self.features])
        self._optimizer = _make_optimizer(self._trained, options.rate)
        self._average = {name: value.detach().clone() for name, value in tower.state_dict().items()}
        self._weights = sampling_weights(parts)
        self._rng = torch.Generator().manual_seed(options.seed)
        self._losses: dict[str, float] = {}
        self.seen, self.steps, self.spent_s = 0, 0, 0.0
        torch.manual_seed(options.seed)
        if checkpoint.is_file():
            self._read()

    def run(self, on_progress: Callable[[Progress], None]) -> dict[str, Tensor]:
        """Train until views or time are used up, or to the pause; the averaged weights of the tower."""
        self.tower.train()
        if self.options.keeps_statistics:
            freeze_statistics(self.tower)
        began, written = time.monotonic() - self.spent_s, time.monotonic()
        end_s = min(60 * self.options.minutes, self.spent_s + 60 * self.options.pause_minutes)
        while self.seen < self.options.crops and self.spent_s < end_s:
            self._step()
            self.spent_s = time.monotonic() - began
            if time.monotonic() - written > self.options.checkpoint_s:
                self._write()
                written = time.monotonic()
            on_progress(Progress(self.seen, self.options.crops, self.spent_s, self._losses))
        self._write()
        return self._average

    @property
    def is_done(self) -> bool:
        """Whether its views or its time are used up."""
        return self.seen >= self.options.crops or self.spent_s >= 60 * self.options.minutes

    def _step(self) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = self.options.rate * self._schedule()
        pixels, facts = self._batch()
        device = self.options.device
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            pooled = self.tower.pool(normalize(pixels))
            vectors = self.tower.projection(pooled)
            features = self.features(pooled)
        vectors = F.normalize(vectors.float(), dim=1)
        losses = picture_losses(vectors, facts, self.targets, scales=self.scales(), rng=self._rng)
        if self.teachers is not None:
            chosen = torch.rand(len(pixels), generator=self._rng) < self.options.teacher_share
            chosen = chosen.to(facts.form.device) & (facts.form == PHOTO)
            if int(chosen.sum()) > 1:
                losses |= teacher_losses(
                    self.teachers, pixels[chosen], vectors=vectors[chosen], features=features[chosen].float()
                )
        total = sum(
            (getattr(self.options.weights, name) * loss for name, loss in losses.items()), vectors.sum() * 0
        )
        self._optimizer.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self._trained.parameters(), 2.0)
        self._optimizer.step()
        self.seen, self.steps = self.seen + len(pixels), self.steps + 1
        self._average_weights()
        for name, loss in losses.items():
            value = float(loss.detach())
            self._losses[name] = 0.98 * self._losses.get(name, value) + 0.02 * value

    def _batch(self) -> tuple[Tensor, Facts]:
        counts = torch.tensor([float(weights.sum()) for weights in self._weights])
        sizes = [round(self.options.batch * float(count)) for count in counts / counts.sum()]
        views, facts = [], []
        for part, known, weights, size in zip(self.parts, self.facts, self._weights, sizes, strict=True):
            if size:
                places = _draw(weights, size, self._rng).to(part.pixels.device)
                facts.append(known.take(places))
                is_photo = facts[-1].form == PHOTO
                views.append(crop(part.pixels[places], is_photo, self.tower.px, self._rng))
        return torch.cat(views), _join(facts)

    def _schedule(self) -> float:
        done = max(self.seen / self.options.crops, self.spent_s / (60 * self.options.minutes))
        rising = min(1.0, (self.steps + 1) / WARM_UP_STEPS)
        return rising * (0.5 * (1 + math.cos(math.pi * min(1.0, done))) * 0.99 + 0.01)

    @torch.no_grad()
    def _average_weights(self) -> None:
        keep = min(AVERAGING, (1 + self.steps) / (10 + self.steps))
        for name, value in self.tower.state_dict().items():
            if value.dtype.is_floating_point:
                self._average[name].lerp_(value, 1 - keep)
            else:
                self._average[name].copy_(value)

    def _write(self) -> None:
        write_checkpoint(
            self.checkpoint,
            {
                "tower": self._average,
                "name": self.tower.name,
                "px": self.tower.px,
                "trained": self._trained.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "rng": self._rng.get_state(),
                "seen": self.seen,
                "steps": self.steps,
                "spent_s": self.spent_s,
                "losses": self._losses,
            },
        )

    def _read(self) -> None:
        state = read_checkpoint(self.checkpoint, device=self.options.device)
        self._trained.load_state_dict(cast("dict[str, Tensor]", state["trained"]))
        self._optimizer.load_state_dict(cast("dict[str, Tensor]", state["optimizer"]))
        self._average = cast("dict[str, Tensor]", state["tower"])
        self._rng.set_state(cast("Tensor", state["rng"]).cpu())
        self._losses = cast("dict[str, float]", state["losses"])
        self.seen, self.steps = cast("int", state["seen"]), cast("int", state["steps"])
        self.spent_s = cast("float", state["spent_s"])


def read_tower(checkpoint: Path) -> ImageTower:
    """The tower of a checkpoint, its averaged weights, ready to encode."""
    state = read_checkpoint(checkpoint)
    tower = ImageTower(cast("str", state["name"]), cast("int", state["px"]))
    tower.load_state_dict(cast("dict[str, Tensor]", state["tower"]))
    return tower.train(False)


def write_tower(checkpoint: Path, tower: ImageTower) -> None:
    """Keep a tower as the checkpoint of a finished training."""
    write_checkpoint(checkpoint, {"tower": tower.state_dict(), "name": tower.name, "px": tower.px})


def freeze_statistics(tower: nn.Module) -> None:
    """Let batch norms keep the statistics that they have."""
    for module in tower.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()


def _make_optimizer(trained: nn.Module, rate: float) -> torch.optim.Optimizer:
    parameters = [parameter for parameter in trained.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": 0.05},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.99))


def _draw(weights: Tensor, size: int, rng: torch.Generator) -> Tensor:
    return torch.multinomial(weights, size, replacement=size > len(weights), generator=rng)


def _join(facts: list[Facts]) -> Facts:
    return Facts(
        torch.cat([known.form for known in facts]),
        torch.cat([known.kind for known in facts]),
        torch.cat([known.label for known in facts]),
        torch.cat([known.captions for known in facts]),
        torch.cat([known.source for known in facts]),
    )
