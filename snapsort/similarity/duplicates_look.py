"""What a picture looks like, small enough to keep and large enough to tell two receipts apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

LOOK_PX = 384
"""The longer side of a look. Digits on a phone photo of a receipt are 3 to 5 pixels high then."""


SMALL_PX = 48
"""The longer side of what is kept of every candidate: 2 kB each, so 100,000 fit into 200 MB."""

TINY_PX = 16

LOOKS_VERSION = 1
"""Raise it when the same pixels begin to give another glance or look."""

Gray: TypeAlias = npt.NDArray[np.uint8]
"""(h, w) levels of gray."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What is kept of every picture.

    Attributes:
        small: the picture in gray, upright, never enlarged, at most `SMALL_PX` on the longer side.
        width_px, height_px: of the picture itself.
        sharpness: how much detail there is at a common size; larger is sharper, no unit.
        is_colored: whether the picture is more than shades of gray.
    """

    small: Gray
    width_px: int
    height_px: int
    sharpness: float
    is_colored: bool

    def __post_init__(self) -> None:
        _check(self.small)


@dataclass(frozen=True, slots=True)
class Look:
    """A glance, and the same picture in gray, at most `LOOK_PX` on the longer side."""

    glance: Glance
    gray: Gray

    def __post_init__(self) -> None:
        _check(self.gray)


def _check(gray: Gray) -> None:
    if gray.ndim != 2 or gray.dtype != np.uint8 or 0 in gray.shape:
        raise ValueError(f"a look is (h, w) uint8, not {gray.shape} {gray.dtype}")


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the pixels of one axis come from: pixel i of the result shows place `scale * i + shift`.

    Places are those of pixel edges: 0 is the outer edge of the first pixel.
    """

    scale: float
    shift: float


def make_tiny_vector(small: Gray) -> Floats:
    """(256,) unit: the picture squashed to 16 x 16 without its mean, so that products are correlations.

    Copies without colors or with another exposure, which models see as other pictures, are near each other.
    """
    h, w = small.shape
    side = Axis(h / TINY_PX, 0), Axis(w / TINY_PX, 0)
    tiny = resample(small.astype(np.float32), *side, (TINY_PX, TINY_PX)).ravel()
    tiny = tiny - tiny.mean()
    length = float(np.linalg.norm(tiny))
    if length < TINY_PX:  # a flat picture correlates with none, so any direction is as good as another
        tiny, length = np.zeros_like(tiny), 1.0
        tiny[0] = 1
    return np.asarray(tiny / length, dtype=np.float32)


def resample(gray: Floats, vertical: Axis, horizontal: Axis, shape: tuple[int, int]) -> Floats:
    """(h, w) of that shape, each pixel the weighted mean of what it covers; beyond the edge, the edge.

    A triangle filter as wide as the pixels of the result, and not less than one pixel of the source, which is
    Pillow's BILINEAR for shrinking.
    """
    rows = _weights(vertical, shape[0], gray.shape[0])
    columns = _weights(horizontal, shape[1], gray.shape[1])
    return np.asarray(rows @ gray @ columns.T, dtype=np.float32)


def correlate(first: Floats, second: Floats) -> float:
    """Pearson's correlation of two arrays of one shape; 0 when one of them is flat."""
    a, b = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 1e-3 * a.size else 0.0


def _weights(axis: Axis, n_out: int, n_in: int) -> Floats:
    """(n_out, n_in), rows sum to 1."""
    centers = (np.arange(n_out, dtype=np.float32) + 0.5) * axis.scale + axis.shift
    centers = np.clip(centers, 0.5, n_in - 0.5)
    places = np.arange(n_in, dtype=np.float32) + 0.5
    reach = max(1.0, abs(axis.scale))
    weights = np.maximum(0, 1 - np.abs(centers[:, None] - places[None, :]) / reach)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)
