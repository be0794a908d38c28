"""The shift by whole pixels at which small pictures agree best with one, all shifts tried at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

MIN_SHARED = 0.6
"""What has less than this share of the smaller picture in common is no crop that counts as slight."""

MIN_DEVIATION = 0.2  # gray levels; less is rounding
_Spectra = npt.NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Shift:
    """The other picture's first pixel lies on pixel (dy, dx) of the first; correlation of what is shared."""

    dy: int
    dx: int
    correlation: float


def find_shifts(gray: Floats, others: Sequence[Floats]) -> list[Shift]:
    """For each of the others, the shift with the highest correlation, the first of equals.

    Padfield 2012, "Masked object registration in the Fourier domain", IEEE Transactions on Image Processing
    21(5), equations 21 to 24: the correlation of the shared part for every shift, by fast Fourier transforms.

    Args:
        gray: (h, w).
        others: (h, w) each, of any sizes.
    """
    # The sum of both sides, so that nothing wraps around: shifts beyond the first picture are negative ones.
    side = max(gray.shape) + max(max(other.shape) for other in others)
    smaller = np.array([min(gray.size, other.size) for other in others])
    correlation = _correlate(_transform([gray], side), _transform(others, side), side, smaller)
    shifts = []
    for plane in correlation:
        dy, dx = divmod(int(plane.argmax()), side)
        best = float(plane[dy, dx])
        shifts.append(Shift(dy - side * (dy >= gray.shape[0]), dx - side * (dx >= gray.shape[1]), best))
    return shifts


def _transform(pictures: Sequence[Floats], side: int) -> _Spectra:
    """(3, b, ...): the spectra of values, of their squares, and of the area."""
    parts = np.zeros((3, len(pictures), side, side), dtype=np.float32)
    for index, gray in enumerate(pictures):
        h, w = gray.shape
        centered = gray - gray.mean()
        parts[:, index, :h, :w] = centered, centered**2, np.ones_like(gray)
    return np.asarray(np.fft.rfft2(parts), dtype=np.complex128)


def _correlate(
    first: _Spectra, others: _Spectra, side: int, smaller: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """(b, side, side): the correlation for each shift; -1 where too little is shared.

    Args:
        smaller: (b,) pixels of the smaller of the two pictures.
    """
    gray, square, mask = first
    their_gray, their_square, their_mask = np.conj(others)
    products = (
        mask * their_mask,
        gray * their_mask,
        mask * their_gray,
        gray * their_gray,
        square * their_mask,
        mask * their_square,
    )
    n, mine, theirs, both, my_squares, their_squares = np.fft.irfft2(np.stack(products), (side, side))
    shared = np.maximum(n, 1)
    covariance = both - mine * theirs / shared
    variance = (my_squares - mine**2 / shared) * (their_squares - theirs**2 / shared)
    correlation = covariance / np.sqrt(np.maximum(variance, (MIN_DEVIATION**2 * shared) ** 2))
    return np.where(n < MIN_SHARED * smaller[:, None, None], -1.0, correlation)
