"""The mean of unit vectors, made unit again: how several views or prompts become one vector."""

from __future__ import annotations

import numpy as np

from snapsort.records import Floats

TOLERANCE = 1e-3
"""How far from 1 a length may be: the rounding of half precision and some room."""


def unit_mean(rows: Floats) -> Floats | None:
    """(d,) float32 of length 1, or None when there is no such vector.

    That is so when a row is no unit vector (a model in half precision can overflow to NaN or zero), or when
    the rows cancel each other out. Prompt ensembling as in Radford et al. 2021, section 3.1.4.

    Args:
        rows: (v, d), v >= 1.
    """
    exact = rows.astype(np.float64)
    if not np.all(np.abs(np.linalg.norm(exact, axis=1) - 1) < TOLERANCE):  # false for NaN as well
        return None
    mean = exact.mean(axis=0)
    length = np.linalg.norm(mean)
    return (mean / length).astype(np.float32) if length > TOLERANCE else None
