"""Whether two looks show the same picture: laid over each other, all their parts must agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.records import Floats
from snapsort.similarity.duplicates_alignment import (
    MIN_GLANCE_CORRELATION,
    Alignment,
    common_part,
    find_alignment,
    find_starts,
    overlay,
)
from snapsort.similarity.duplicates_blocks import cut_blocks
from snapsort.similarity.duplicates_look import Gray, Look
from snapsort.similarity.duplicates_routines import Routines

SAMENESS_VERSION = 1
"""Raise it when the same two looks begin to give another `Sameness` or none: what was found is kept."""

NOISE = 6.0
"""Gray levels. What JPEG leaves of a flat block varies by so much; less is no difference."""

BUSY = 8.0
STRONG = 12.0
"""Gray levels. A block that varies by more shows something; by still more, what JPEG cannot blur."""

ORDER_MATTERS = 0.1
"""Which of two small pictures is laid under changes how well they agree, if hardly ever by so much."""

# Chosen on the half of the pictures that benchmarks/duplicates.py does not report on.
MIN_CORRELATION = 0.7
MIN_SHARED = 0.75
MIN_AGREEMENT = 0.7
MAX_CHANGED = 0.04
MAX_ADDED = 0.4
MIN_NEARLY_SHARED = 0.7
MAX_NEARLY_CHANGED = 0.12
MAX_NEARLY_ADDED = 0.75
MIN_SIMILAR_CORRELATION = 0.5
MIN_SIMILAR_SHARED = 0.85
MAX_SIMILAR_ADDED = 0.3


@dataclass(frozen=True, slots=True)
class Sameness:
    """What the comparison of two looks gave.

    Attributes:
        correlation: of the part that both show, -1 to 1.
        shared: the share of that part in the picture of which it is the smaller share, 0 to 1.
        changed: the share of blocks with other contents, among those where both show something: other digits
            on a receipt, a face that has turned.
        added: the share of blocks where one shows something and the other nothing, among those where one
            does: text on another page of one form, a watermark on a white page.
    """

    correlation: float
    shared: float
    changed: float
    added: float

    @property
    def is_nearly_same(self) -> bool:
        """Whether both may be edits of a third that is the same as both: each may have lost something."""
        return (
            self.correlation >= MIN_CORRELATION
            and self.shared >= MIN_NEARLY_SHARED
            and self.changed <= MAX_NEARLY_CHANGED
            and self.added <= MAX_NEARLY_ADDED
        )

    @property
    def is_similar(self) -> bool:
        """Whether both may show the same from a little aside or later, which the vectors must bear out."""
        return (
            self.correlation >= MIN_SIMILAR_CORRELATION
            and self.shared >= MIN_SIMILAR_SHARED
            and self.added <= MAX_SIMILAR_ADDED
        )

    @property
    def is_same(self) -> bool:
        """Whether both show the same picture."""
        return (
            self.correlation >= MIN_CORRELATION
            and self.shared >= MIN_SHARED
            and self.changed <= MAX_CHANGED
            and self.added <= MAX_ADDED
        )


def have_something_in_common(first: Gray, second: Gray, routines: Routines) -> bool:
    """Whether two small pictures can be laid over each other well enough to look closer. Symmetric."""
    under, over = sorted((first, second), key=lambda small: (small.size, small.tobytes()), reverse=True)
    best = find_starts(under, over, routines)[0].correlation
    if MIN_GLANCE_CORRELATION - ORDER_MATTERS <= best < MIN_GLANCE_CORRELATION:
        best = max(best, find_starts(over, under, routines)[0].correlation)
    return best >= MIN_GLANCE_CORRELATION


def compare_looks(first: Look, second: Look, routines: Routines) -> Sameness:
    """The two looks laid over each other and compared part by part. Symmetric."""
    # The finer one is laid under, so that the order of the arguments does not matter.
    under, over = sorted((first, second), key=_rank, reverse=True)
    alignment = find_alignment(under, over, routines)
    mine, theirs = overlay(_floats(under), _floats(over), alignment, routines)
    blocks = _Blocks.of(mine, theirs, routines)
    return Sameness(routines.correlate(mine, theirs), _shared(alignment), blocks.changed, blocks.added)


def _rank(look: Look) -> tuple[int, int, bytes]:
    return look.gray.size, look.gray.shape[0], look.gray.tobytes()


def _floats(look: Look) -> Floats:
    return look.gray.astype(np.float32)


def _shared(alignment: Alignment) -> float:
    rows, columns = common_part(alignment.vertical), common_part(alignment.horizontal)
    of_first = rows.scale * columns.scale
    return min(of_first, of_first * alignment.vertical.scale * alignment.horizontal.scale)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Variances of both pictures and their covariance in each block, with the contrast made equal."""

    first: Floats
    second: Floats
    covariance: Floats

    @classmethod
    def of(cls, first: Floats, second: Floats, routines: Routines) -> _Blocks:
        rows, columns = (cut_blocks(n) for n in first.shape)
        mine, theirs, covariance = routines.measure_blocks(first, second, rows, columns)
        contrast = np.float32(first.std() / max(float(second.std()), 1e-3))
        return cls(mine, theirs * contrast**2, covariance * contrast)

    @property
    def changed(self) -> float:
        both = np.minimum(self.first, self.second) > STRONG**2
        return float((self._agreement[both] < MIN_AGREEMENT).mean()) if both.any() else 0.0

    @property
    def added(self) -> float:
        either = np.maximum(self.first, self.second) > BUSY**2
        both = np.minimum(self.first, self.second) > BUSY**2
        return float((either & ~both).sum() / either.sum()) if either.any() else 0.0

    @property
    def _agreement(self) -> Floats:
        """Structural similarity: 1 the same, 0 or less unlike.

        Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity", IEEE
        Transactions on Image Processing 13(4), equation 13 without luminance, which exposure changes.
        """
        return (2 * self.covariance + NOISE**2) / (self.first + self.second + NOISE**2)
