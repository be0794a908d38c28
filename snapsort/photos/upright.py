"""Turning pixels upright, by EXIF orientation or by LibRaw's flip."""

from __future__ import annotations

import numpy as np

from snapsort.records import Pixels

# dcraw.c, tiff_head: "12435867"[flip]. Bits 0 and 1 mirror the columns and rows, bit 2 swaps the two.
_ORIENTATION_OF_FLIP = (1, 2, 4, 3, 5, 8, 6, 7)


def turn_upright(pixels: Pixels, orientation: int) -> Pixels:
    """The pixels as they are to be seen, in C order; those of an unknown orientation as they are.

    Args:
        pixels: (h, w, 3).
        orientation: EXIF's, 1 to 8 (tag 274).
    """
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def orientation_of_flip(flip: int) -> int:
    """The EXIF orientation that LibRaw's flip stands for, 0 to 7."""
    return _ORIENTATION_OF_FLIP[flip % 8]
