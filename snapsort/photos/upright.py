"""Turning pixels upright, by EXIF orientation or by LibRaw's flip."""

from __future__ import annotations

import numpy as np

from snapsort.records import Pixels

# EXIF 3.0 section 4.6.5.1.5, tag 274; LibRaw's `sizes.flip` (libraw.org/docs/API-datastruct-eng.html).
_EXIF_OF_FLIP = {3: 3, 5: 8, 6: 6}


def turn_upright(pixels: Pixels, orientation: int) -> Pixels:
    """The pixels as they are to be seen, in C order; those of an unknown orientation as they are.

    Args:
        pixels: (h, w, 3).
        orientation: EXIF's, 1 to 8.
    """
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def orientation_of_flip(flip: int) -> int:
    """The EXIF orientation that LibRaw's flip stands for; 1 for one that it does not define."""
    return _EXIF_OF_FLIP.get(flip, 1)
