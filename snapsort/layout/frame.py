"""Positions within the frame of a map: from -1 to 1 along every axis."""

from __future__ import annotations

import numpy as np

from snapsort.records import Floats


def fit_frame(positions: Floats) -> Floats:
    """The positions moved to the middle and scaled alike along all axes, so that each lies within [-1, 1].

    Angles and ratios of distances stay. A single point, or many at one place, lie at 0.
    """
    if not len(positions):
        return positions.astype(np.float32)
    low, high = positions.min(axis=0), positions.max(axis=0)
    reach = float((high - low).max()) / 2
    centered = positions - (low + high) / 2
    fitted: Floats = np.clip(centered / reach if reach > 0 else centered * 0, -1, 1).astype(np.float32)
    return fitted


def draw_in(positions: Floats) -> Floats:
    """The positions with those far outside drawn in, so that a few of them do not make all others small.

    Beyond the distance from the middle within which nine of ten lie, distances grow by their logarithm.
    Directions stay, and who is farther out stays farther out.
    """
    middle = np.median(positions, axis=0)
    radii = np.linalg.norm(positions - middle, axis=1, keepdims=True)
    edge = float(np.quantile(radii, 0.9))
    if edge == 0:
        return positions
    ratios = np.maximum(radii / edge, 1)
    drawn: Floats = (middle + (positions - middle) * (1 + np.log(ratios)) / ratios).astype(np.float32)
    return drawn
