"""One step of refining how a picture lies over another, in plain NumPy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity.duplicates_look import Axis, resample

MIN_PIXELS = 16
"""Fewer that both show are no picture."""


def find_step(first: Floats, second: Floats, vertical: Axis, horizontal: Axis) -> npt.NDArray[np.float64]:
    """What to add to scale and shift of the vertical and the horizontal axis, to gain and to offset: (6,)."""
    h, w = first.shape
    y = ((np.arange(h, dtype=np.float32) + 0.5) / h)[:, None]
    x = ((np.arange(w, dtype=np.float32) + 0.5) / w)[None, :]
    inside = _is_inside(y, vertical) & _is_inside(x, horizontal)
    if min(h, w) < 2 or inside.sum() < MIN_PIXELS:
        return np.zeros(6)
    height, width = second.shape
    there = Axis(vertical.scale * height / h, vertical.shift * height)
    warped = resample(second, there, Axis(horizontal.scale * width / w, horizontal.shift * width), (h, w))
    gain, offset = _fit_values(first[inside], warped[inside])
    dy, dx = np.gradient(gain * warped)
    dy, dx = dy * np.float32(h / vertical.scale), dx * np.float32(w / horizontal.scale)
    columns = (dy * y, dy, dx * x, dx, warped, np.ones_like(warped))
    residual = (first - gain * warped - offset)[inside]
    # What differs most is a watermark or a passer-by, not a displacement.
    keep = np.abs(residual) <= 3 * residual.std()
    system = np.stack([column[inside][keep] for column in columns])  # (6, pixels)
    normal = (system @ system.T).astype(np.float64)
    normal[np.diag_indices(6)] *= 1 + 1e-4  # where the picture is flat nothing can be solved for
    normal[np.diag_indices(6)] += 1e-3
    return np.asarray(np.linalg.solve(normal, (system @ residual[keep]).astype(np.float64)))


def _is_inside(places: Floats, axis: Axis) -> npt.NDArray[np.bool_]:
    there = places * axis.scale + axis.shift
    return (there > 0) & (there < 1)


def _fit_values(first: Floats, second: Floats) -> tuple[float, float]:
    """Gain and offset that bring the values of the second nearest to those of the first."""
    variance = float(second.var())
    if variance < 1e-3:
        return 1.0, float(first.mean() - second.mean())
    gain = float(((first - first.mean()) * (second - second.mean())).mean()) / variance
    return gain, float(first.mean() - gain * second.mean())
