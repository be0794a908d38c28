"""The inner loop of a neighbor map, compiled by numba: neighbors pull, random others push.

A point moves by where the others were at the start of the epoch and by random numbers of its own, so the
result does not depend on the order of the points.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.layout.graph import Graph
from snapsort.records import Floats

A, B = 0.583, 1.334
"""1 / (1 + A d^2B) is near 1 up to a distance of 0.5 and falls off as exp(0.5 - d): UMAP's `min_dist` 0.5.

Its default, 0.1, puts points on top of each other: of 2,050 pictures the nearest others lie 2.6 times as near
then, for a trustworthiness of 0.970 instead of 0.963.
"""

PUSHES = 3
"""How many random others push for each neighbor that pulls. Of UMAP's edges, which move both of their ends,
one of two pulls comes with 5 of them."""

MAX_STEP = 4.0
GOLDEN = 0.6180339887498949
"""Its multiples spread evenly: edges that pull as often do not pull in the same epochs."""

Rows: TypeAlias = npt.NDArray[np.int32]


class Epoch(NamedTuple):
    """One round: its number, how far points move, and what its random numbers begin with."""

    number: int
    rate: float
    seed: int


Move: TypeAlias = Callable[[Rows, Floats, Graph, Epoch], Floats]


def move_points(rows: Rows, before: Floats, graph: Graph, epoch: Epoch) -> Floats:
    """(n, dims) positions after an epoch in which the points of these rows have moved."""
    after = before.copy()
    n = len(before)
    for i in rows:
        state = (epoch.seed * 2654435761 + epoch.number * 40503 + i * 69069 + 12345) & 0x7FFFFFFF
        for edge in range(graph.starts[i], graph.starts[i + 1]):
            phase = edge * GOLDEN
            passed = epoch.number * graph.shares[edge] + phase - int(phase)
            if int(passed + graph.shares[edge]) == int(passed):
                continue
            move_apart(after[i], before[graph.others[edge]], -epoch.rate)
            for _ in range(PUSHES):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                other = (state >> 8) % n
                if other != i:
                    move_apart(after[i], before[other], epoch.rate)
    return after


def move_apart(point: Floats, other: Floats, rate: float) -> None:
    """Move the point away from the other one; towards it when the rate is negative. UMAP's gradients."""
    squared = 0.0
    for axis in range(len(point)):
        squared += (point[axis] - other[axis]) ** 2
    if squared == 0:
        return
    power = A * squared**B
    force = 2 * B * power / (squared * (1 + power)) if rate < 0 else 2 * B / ((0.001 + squared) * (1 + power))
    for axis in range(len(point)):
        step = force * (point[axis] - other[axis])
        point[axis] += rate * min(max(step, -MAX_STEP), MAX_STEP)


@cache
def compile_move() -> Move:
    """`move_points` as machine code that lets other threads run; compiled once, then kept on disk."""
    import numba
    from numba.extending import register_jitable

    register_jitable(fastmath=True)(move_apart)
    try:
        move: Move = numba.njit(cache=True, nogil=True, fastmath=True)(move_points)
    except RuntimeError:  # no folder to keep it in
        move = numba.njit(nogil=True, fastmath=True)(move_points)
    return move
