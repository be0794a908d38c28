"""How good an order is: its steps, and what is reported of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

CHUNK_ROWS = 4_096


@dataclass(frozen=True, slots=True)
class PathFigures:
    """Of the steps from each picture to the next, Euclidean distances of unit vectors (0 to 2).

    `length` is their sum. Without a step all four are 0.
    """

    length: float
    mean_step: float
    p90_step: float
    p99_step: float


def measure_path(vectors: Floats, order: npt.NDArray[np.intp]) -> PathFigures:
    """The figures of an order.

    Args:
        vectors: (n, d) float32, unit rows.
        order: (m,) indices of them.
    """
    steps = path_steps(vectors, order)[1:]
    if len(steps) == 0:
        return PathFigures(0.0, 0.0, 0.0, 0.0)
    p90, p99 = np.quantile(steps, (0.9, 0.99))
    return PathFigures(float(steps.sum()), float(steps.mean()), float(p90), float(p99))


def path_steps(vectors: Floats, order: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """(m,) how far each of the order is from the one before; 0 for the first. Arguments as `measure_path`."""
    steps = np.zeros(len(order))
    for start in range(1, len(order), CHUNK_ROWS):
        end = min(start + CHUNK_ROWS, len(order))
        difference = vectors[order[start:end]].astype(np.float64) - vectors[order[start - 1 : end - 1]]
        steps[start:end] = np.linalg.norm(difference, axis=1)
    return steps
