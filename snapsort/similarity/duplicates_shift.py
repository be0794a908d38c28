"""The shift by whole pixels at which two small pictures agree best, all shifts tried at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

MIN_SHARED = 0.6
"""What has less than this share of the smaller picture in common is no crop that counts as slight."""

_MIN_VARIANCE = 0.03  # of gray levels: less is rounding
_Spectra = npt.NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Shift:
    """The second picture's first pixel lies on pixel (dy, dx) of the first; correlation of what is shared."""

    dy: int
    dx: int
    correlation: float


class Shifts:
    """One picture, (h, w), laid under others in turn.

    Padfield 2012, "Masked object registration in the Fourier domain", IEEE Transactions on Image Processing
    21(5), equations 21 to 24: the correlation of the shared part for every shift, by fast Fourier transforms.
    """

    def __init__(self, gray: Floats) -> None:
        self._shape = gray.shape
        # No shift that shares enough goes beyond the larger picture's side, so nothing wraps around.
        side = 5 * max(gray.shape) // 2
        self._size = (side, side)
        self._spectra = self._transform(gray)

    def find_best(self, other: Floats) -> Shift:
        """The shift with the highest correlation, the first of equals."""
        gray, square, mask = self._spectra
        their_gray, their_square, their_mask = np.conj(self._transform(other))
        products = (
            mask * their_mask,
            gray * their_mask,
            mask * their_gray,
            gray * their_gray,
            square * their_mask,
            mask * their_square,
        )
        n, mine, theirs, both, my_squares, their_squares = np.fft.irfft2(np.stack(products), self._size)
        n = np.maximum(n, 1)
        covariance = both - mine * theirs / n
        variance = (my_squares - mine**2 / n) * (their_squares - theirs**2 / n)
        correlation = covariance / np.sqrt(np.maximum(variance, (_MIN_VARIANCE * n) ** 2))
        correlation[n < MIN_SHARED * min(self._shape[0] * self._shape[1], other.size)] = -1
        dy, dx = divmod(int(correlation.argmax()), self._size[1])
        best = float(correlation[dy, dx])
        return Shift(self._signed(dy), self._signed(dx), best)

    def _transform(self, gray: Floats) -> _Spectra:
        """(3, ...): the spectra of values, of their squares, and of the area."""
        centered = gray - gray.mean()
        parts = np.stack([centered, centered**2, np.ones_like(gray)])
        return np.asarray(np.fft.rfft2(parts, self._size), dtype=np.complex128)

    def _signed(self, shift: int) -> int:
        """Shifts to the left and up come round at the far end."""
        return shift if shift < self._size[0] // 2 else shift - self._size[0]
