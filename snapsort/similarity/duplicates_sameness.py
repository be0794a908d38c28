"""Whether two looks show the same picture: laid over each other, all their parts must agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.records import Floats
from snapsort.similarity.duplicates_alignment import (
    Alignment,
    common_part,
    correlate,
    find_alignment,
    overlay,
)
from snapsort.similarity.duplicates_look import Look

BLOCK_PX = 16
"""A block is two or three letters of a receipt wide."""

NOISE = 6.0
"""Gray levels. What JPEG leaves of a flat block varies by so much; less is no difference."""

MIN_CORRELATION = 0.85
MIN_SHARED = 0.7
MIN_AGREEMENT = 0.5
MAX_DISAGREEING = 0.03


@dataclass(frozen=True, slots=True)
class Sameness:
    """What the comparison of two looks gave.

    Attributes:
        correlation: of the part that both show, -1 to 1.
        shared: the share of that part in the picture of which it is the smaller share, 0 to 1.
        agreement: per block of that part, how alike its structure is: 1 the same, 0 or less unlike.
    """

    correlation: float
    shared: float
    agreement: Floats

    @property
    def disagreeing(self) -> float:
        """The share of blocks that do not agree."""
        return float((self.agreement < MIN_AGREEMENT).mean())

    @property
    def is_same(self) -> bool:
        """Whether both show the same picture."""
        return (
            self.correlation >= MIN_CORRELATION
            and self.shared >= MIN_SHARED
            and self.disagreeing <= MAX_DISAGREEING
        )


def measure_sameness(first: Look, second: Look) -> float | None:
    """How surely two looks show the same picture, 0 to 1; None when they do not. Symmetric."""
    found = compare_looks(first, second)
    return found.correlation if found.is_same else None


def compare_looks(first: Look, second: Look) -> Sameness:
    """The two looks laid over each other and compared part by part. Symmetric."""
    # The finer one is laid under, so that the order of the arguments does not matter.
    under, over = sorted((first, second), key=_rank, reverse=True)
    a, b = under.gray.astype(np.float32), over.gray.astype(np.float32)
    alignment = find_alignment(a, b)
    mine, theirs = overlay(a, b, alignment)
    return Sameness(correlate(mine, theirs), _shared(alignment), _agreement(mine, theirs))


def _rank(look: Look) -> tuple[int, int, bytes]:
    return look.gray.size, look.gray.shape[0], look.gray.tobytes()


def _shared(alignment: Alignment) -> float:
    rows, columns = common_part(alignment.vertical), common_part(alignment.horizontal)
    of_first = rows.scale * columns.scale
    return min(of_first, of_first * alignment.vertical.scale * alignment.horizontal.scale)


def _agreement(first: Floats, second: Floats) -> Floats:
    """Structural similarity of each block, (rows, columns), after both were given the same contrast.

    Wang et al. 2004, "Image quality assessment", IEEE TIP 13(4), equation 13 without luminance, which
    exposure changes.
    """
    a = first - first.mean()
    b = (second - second.mean()) * np.float32(first.std() / max(float(second.std()), 1e-3))
    mean_a, mean_b = _block_means(a), _block_means(b)
    variances = _block_means(a * a) - mean_a**2 + _block_means(b * b) - mean_b**2
    covariance = _block_means(a * b) - mean_a * mean_b
    return np.asarray((2 * covariance + NOISE**2) / (variances + NOISE**2), dtype=np.float32)


def _block_means(values: Floats) -> Floats:
    h, w = values.shape
    rows = np.linspace(0, h, max(1, round(h / BLOCK_PX)) + 1).astype(np.intp)
    columns = np.linspace(0, w, max(1, round(w / BLOCK_PX)) + 1).astype(np.intp)
    sums = np.add.reduceat(np.add.reduceat(values, rows[:-1], axis=0), columns[:-1], axis=1)
    return np.asarray(sums / np.outer(np.diff(rows), np.diff(columns)), dtype=np.float32)
