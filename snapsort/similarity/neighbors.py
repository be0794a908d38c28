"""The nearest others of every vector: exact for few, by cells for many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity.vectors import check_unit_rows

Indices: TypeAlias = npt.NDArray[np.int32]
Search: TypeAlias = Callable[[Floats, int], Indices]

PLAIN_UP_TO = 3_000
"""Up to here numpy finds all neighbors in less time than importing faiss takes."""

EXACT_UP_TO = 20_000
"""Up to here every pair is compared: at most 4 * 10^8, some seconds on two cores."""

SPARE = 8
"""How many more candidates are measured exactly than are asked for: rounded products blur the last ones."""

CHUNK_ROWS = 1_024


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The k nearest others of each of n vectors, nearest first.

    Attributes:
        indices: (n, k) int32, never the vector itself.
        distances: (n, k) float32, Euclidean, of unit vectors: sqrt(2 - 2 cosine), so from 0 to 2.
    """

    indices: Indices
    distances: Floats

    def __post_init__(self) -> None:
        """Check that both tables belong together.

        Raises:
            ValueError: they do not have the same two dimensions.
        """
        if self.indices.ndim != 2 or self.indices.shape != self.distances.shape:
            raise ValueError(f"indices are {self.indices.shape}, distances {self.distances.shape}")


def find_neighbors(vectors: Floats, k: int) -> Neighbors:
    """The k nearest others of every vector, nearest first; of equally near ones the smaller index first.

    Exact up to 20,000 vectors: O(n^2 d) time, O(n k) memory. Above that by inverted file (Jégou et al. 2011,
    "Product quantization for nearest neighbor search"): the vectors are put into 4 sqrt(n) cells and each is
    compared with those in the 8 nearest; O(n^1.5 d) time and a second copy of the vectors. Some of the
    farther neighbors are then missed. Equal calls give equal answers.

    Args:
        vectors: (n, d) float32, unit rows.
        k: how many, at least 0; where n - 1 is less, all others.

    Returns:
        Tables (n, min(k, n - 1)). Where more than k + 8 vectors are equally near, which of them are found is
        the search's affair.

    Raises:
        ValueError: the vectors are not unit rows, or k is negative.
    """
    vectors = check_unit_rows(vectors)
    if k < 0:
        raise ValueError(f"k is {k}; it must not be negative")
    n = len(vectors)
    k = min(k, max(n - 1, 0))
    if k == 0:
        return Neighbors(np.empty((n, 0), np.int32), np.empty((n, 0), np.float32))
    candidates = choose_search(n)(vectors, min(k + 1 + SPARE, n))
    return rank_candidates(vectors, candidates, k)


def choose_search(n: int) -> Search:
    """The search that is quickest for n vectors."""
    if n <= PLAIN_UP_TO:
        return search_plainly
    return search_all if n <= EXACT_UP_TO else search_cells


def search_plainly(vectors: Floats, width: int) -> Indices:
    """(n, width) candidates in no order, each row's own index mostly among them."""
    found = np.empty((len(vectors), width), np.int32)
    columns = np.arange(len(vectors), dtype=np.uint64)
    for start in range(0, len(vectors), CHUNK_ROWS):
        apart = 1 - vectors[start : start + CHUNK_ROWS] @ vectors.T
        # Below this it is the products' rounding errors, which must not tell equal vectors apart.
        apart[apart < 5e-7] = 0
        # Distance above, index below, in one number, so that a partial sort settles ties by index. The bits
        # of positive floats are in the order of their values.
        keys = apart.view(np.uint32).astype(np.uint64) << np.uint64(32)
        keys |= columns
        keys.partition(width - 1, axis=1)
        found[start : start + CHUNK_ROWS] = keys[:, :width] & np.uint64(0xFFFFFFFF)
    return found


def search_all(vectors: Floats, width: int) -> Indices:
    """As `search_plainly`, by faiss."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index.search(vectors, width)[1].astype(np.int32)


def search_cells(vectors: Floats, width: int) -> Indices:
    """As `search_plainly`, approximately, by an inverted file."""
    import faiss

    n, d = vectors.shape
    cells = int(4 * np.sqrt(n))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(d), d, cells, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = 4, 32, 1
    index.train(vectors)
    index.add(vectors)
    index.nprobe = 8
    found = index.search(vectors, width)[1].astype(np.int32)
    short = np.flatnonzero((found < 0).any(axis=1))  # their cells hold too few
    if len(short):
        index.nprobe = cells
        found[short] = index.search(vectors[short], width)[1]
    return found


def rank_candidates(vectors: Floats, candidates: Indices, k: int) -> Neighbors:
    """The k nearest of each row's candidates by their exact distances, then by index."""
    n = len(vectors)
    indices, distances = np.empty((n, k), np.int32), np.empty((n, k), np.float32)
    for start in range(0, n, CHUNK_ROWS):
        rows = np.arange(start, min(start + CHUNK_ROWS, n), dtype=np.int32)
        chosen = candidates[rows]
        measured = distances_to(vectors, rows, chosen)
        measured[chosen == rows[:, None]] = np.inf
        ranked = np.lexsort((chosen, measured), axis=1)[:, :k]
        indices[rows] = np.take_along_axis(chosen, ranked, axis=1)
        distances[rows] = np.take_along_axis(measured, ranked, axis=1)
    return Neighbors(indices, distances)


def distances_to(vectors: Floats, rows: Indices, others: Indices) -> Floats:
    """(r, w) Euclidean distances of each of r rows to its w others.

    The differences are squared, not the products subtracted from 1: of near-duplicates that leaves noise.
    """
    result = np.empty(others.shape, np.float32)
    for column in range(others.shape[1]):
        difference = vectors[rows] - vectors[others[:, column]]
        result[:, column] = np.sqrt(np.einsum("nd,nd->n", difference, difference))
    return result
