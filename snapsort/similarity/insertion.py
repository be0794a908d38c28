"""New pictures into an order that stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity.figures import path_steps
from snapsort.similarity.vectors import check_unit_rows

Order = npt.NDArray[np.intp]
Doubles = npt.NDArray[np.float64]

NEAR_SQUARE = 1e-3
"""Squared distances below this are measured again by differences: products leave noise of about 1e-7."""


def insert_into_order(vectors: Floats, placed: Sequence[int] | Order, new: Sequence[int] | Order) -> Order:
    """The placed ones in their order, with each new one where it makes the path least longer.

    New ones are put in one after another, as given (cheapest insertion, Rosenkrantz et al. 1977), so that
    one may come to stand beside another. One that equals another stands beside it. Of equally good places the
    first is taken. O(m n d) time for m new ones among n, memory for another copy of the vectors.

    Args:
        vectors: (n, d) float32, unit rows.
        placed: indices that keep their order.
        new: indices to put in.

    Returns:
        (n,) indices, each once.

    Raises:
        ValueError: not unit rows, or `placed` and `new` together are not every index once.
    """
    vectors = check_unit_rows(vectors)
    members = np.concatenate([np.asarray(placed, np.intp), np.asarray(new, np.intp)])
    if not np.array_equal(np.sort(members), np.arange(len(vectors))):
        raise ValueError(f"placed and new are not each of {len(vectors)} indices once")
    rows = vectors[members]
    path = np.arange(len(placed))
    steps = path_steps(rows, path)[1:]
    for row in range(len(placed), len(members)):
        to_new = distances_from(rows[:row], rows[row])[path]
        gap = find_gap(steps, to_new)
        path = np.insert(path, gap, row)
        steps = np.concatenate([steps[: max(gap - 1, 0)], to_new[max(gap - 1, 0) : gap + 1], steps[gap:]])
    return members[path]


def find_gap(steps: Doubles, to_new: Doubles) -> int:
    """Where a new one makes the path least longer: before the one of that number, or after the last."""
    costs = np.concatenate([to_new[:1], to_new[:-1] + to_new[1:] - steps, to_new[-1:]])
    return int(np.argmin(costs)) if len(costs) else 0


def distances_from(rows: Floats, vector: Floats) -> Doubles:
    """(r,) the Euclidean distance of each row to the vector."""
    squares = np.maximum(2 - 2 * (rows @ vector).astype(np.float64), 0)
    near = np.flatnonzero(squares < NEAR_SQUARE)
    squares[near] = np.square(rows[near].astype(np.float64) - vector).sum(axis=1)
    return np.sqrt(squares)
