"""How much two pictures of one shape vary block by block, and how much together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

BLOCK_PX = 16
"""A block is two or three letters of a receipt wide."""

Longs = npt.NDArray[np.int64]


def cut_blocks(n: int) -> Longs:
    """Where the blocks of a side begin, and where the last one ends: as many as fit best, at least one."""
    return np.linspace(0, n, max(1, round(n / BLOCK_PX)) + 1).astype(np.int64)


def measure_blocks(first: Floats, second: Floats, rows: Longs, columns: Longs) -> Floats:
    """(3, blocks down, blocks across): the variances of the first and of the second, and their covariance."""
    a, b = first - first.mean(), second - second.mean()
    means = [_block_means(values, rows, columns) for values in (a, b, a * a, b * b, a * b)]
    mean_a, mean_b, squares_a, squares_b, products = means
    return np.stack([squares_a - mean_a**2, squares_b - mean_b**2, products - mean_a * mean_b])


def _block_means(values: Floats, rows: Longs, columns: Longs) -> Floats:
    sums = np.add.reduceat(np.add.reduceat(values, rows[:-1], axis=0), columns[:-1], axis=1)
    return np.asarray(sums / np.outer(np.diff(rows), np.diff(columns)), dtype=np.float32)
