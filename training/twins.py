"""Finds training pictures that show the same as a picture to be measured with, to leave them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from training.crops import normalize, whole
from training.shards import DECODING_ERRORS, read_shards, square
from training.towers import ImageTower

SAME_LOOKS = 0.97
"""Cosine of two thumbnails from which on they are one picture, however it was cut off or recompressed."""
SIMILAR_LOOKS = 0.8
SAME_FEATURES = 0.96
"""Cosine of a tower's pooled features from which on similar thumbnails are one picture."""
THUMBNAIL_PX = 12
SIDE = 144


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """Thumbnails, (n, d) unit rows, and the pictures, (n, SIDE, SIDE, 3) uint8."""

    thumbnails: Tensor
    pixels: Tensor


def find_twins(
    shards: Path, evaluation: Path, tower: ImageTower | None, *, on_progress: Callable[[int], None]
) -> tuple[str, ...]:
    """The files of training pictures that look like one in the evaluation folder or below, sorted.

    Without a trained tower thumbnails alone decide.
    """
    own = read_looks(evaluation)
    features = pool(tower, own.pixels) if tower else None
    found: set[str] = set()
    done = 0
    for shard in read_shards(shards, lambda _: True):
        pixels = torch.from_numpy(shard.pixels)
        likeness = thumbnails(pixels) @ own.thumbnails.T
        found.update(shard.rows[int(place)].file for place in (likeness.amax(1) > SAME_LOOKS).nonzero())
        maybe = (likeness.amax(1) > SIMILAR_LOOKS).nonzero().flatten()
        if tower and features is not None and len(maybe):
            alike = pool(tower, pixels[maybe]) @ features.T
            same = ((alike > SAME_FEATURES) & (likeness[maybe] > SIMILAR_LOOKS)).any(1)
            found.update(shard.rows[int(place)].file for place in maybe[same])
        done += len(shard.rows)
        on_progress(done)
    return tuple(sorted(found))


def read_looks(folder: Path) -> Looks:
    """All pictures of a folder and below that can be decoded."""
    pictures = [square_or_none(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    pixels = torch.from_numpy(np.stack([np.asarray(picture) for picture in pictures if picture is not None]))
    return Looks(thumbnails(pixels), pixels)


def square_or_none(path: Path) -> Image.Image | None:
    """The picture as a square; None for what is none, or too large to decode."""
    try:
        return square(path.read_bytes(), SIDE)
    except DECODING_ERRORS:
        return None


def thumbnails(pixels: Tensor, *, batch: int = 2000) -> Tensor:
    """Gray squares of a few pixels, less their mean, as unit rows; of (n, s, s, 3) uint8."""
    rows: Sequence[Tensor] = [
        F.interpolate(part.float().mean(-1)[:, None], size=(THUMBNAIL_PX, THUMBNAIL_PX), mode="area").flatten(
            1
        )
        for part in _batches(pixels, batch)
    ]
    flat = torch.cat(list(rows))
    return F.normalize(flat - flat.mean(1, keepdim=True), dim=1)


@torch.inference_mode()
def pool(tower: ImageTower, pixels: Tensor, *, batch: int = 64) -> Tensor:
    """Unit rows of a tower's pooled features less their mean direction's size, (n, width)."""
    tower.eval()
    parts = [tower.pool(normalize(whole(part, tower.px))) for part in _batches(pixels, batch)]
    return F.normalize(torch.cat(parts).float(), dim=1)


def _batches(values: Tensor, size: int) -> Iterator[Tensor]:
    return (values[begin : begin + size] for begin in range(0, len(values), size))
