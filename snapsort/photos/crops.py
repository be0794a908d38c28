"""The views through which a picture is seen: a model's square input would lose most of an elongated one."""

from __future__ import annotations

import numpy as np

from snapsort.records import Crops, Pixels

ELONGATED_ASPECT = 1.7
"""Longer side over shorter. 16:9 (1.78) is elongated, 3:2 and 16:10 are not."""


def crop_views(pixels: Pixels, crops: Crops) -> tuple[Pixels, ...]:
    """One or three views of a picture, whose vectors are to be averaged.

    Args:
        pixels: (h, w, 3).
        crops: `1` is the whole picture; `3` is squares at the start, middle and end of the longer side;
            `auto` is `3` for an elongated picture, else `1`. A square picture always has one view.
    """
    h, w = pixels.shape[:2]
    side, length = min(h, w), max(h, w)
    if crops == "1" or side == length or (crops == "auto" and length <= ELONGATED_ASPECT * side):
        return (pixels,)
    starts = (0, (length - side) // 2, length - side)
    if h > w:
        return tuple(pixels[start : start + side] for start in starts)
    return tuple(np.ascontiguousarray(pixels[:, start : start + side]) for start in starts)
