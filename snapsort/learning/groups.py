"""Which pictures are so alike that knowing one is knowing the other."""

from __future__ import annotations

import numpy as np

from snapsort.learning.head import Ints
from snapsort.records import Floats
from snapsort.similarity import find_neighbors

ROWS_AT_ONCE = 1024
EXACT_UP_TO = 20_000
"""Up to here every pair is compared, in some seconds."""

NEIGHBORS = 16
"""Beyond it each picture is compared with so many that are nearest; a chain needs only some of its links."""


def group_near_duplicates(vectors: Floats, *, min_similarity: float = 0.95) -> Ints:
    """(m,) group numbers: pictures that are linked by a chain of pairs at least this similar share one.

    A group's number is the index of its first picture. O(m^2 d) time up to 20,000 pictures, then that of
    `find_neighbors`, which may miss a link; O(m) memory where groups are small.

    Args:
        vectors: (m, d) float32, unit rows.
        min_similarity: cosine.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    m = len(vectors)
    if m == 0:
        return np.zeros(0, np.int64)
    find_links = _all_links if m <= EXACT_UP_TO else _nearest_links
    firsts, seconds = find_links(vectors, min_similarity)
    links = coo_matrix((np.ones(len(firsts), np.int8), (firsts, seconds)), shape=(m, m))
    _, component = connected_components(links, directed=False)
    _, first_of, inverse = np.unique(component, return_index=True, return_inverse=True)
    return np.asarray(first_of[inverse], dtype=np.int64)


def _all_links(vectors: Floats, min_similarity: float) -> tuple[Ints, Ints]:
    firsts, seconds = [], []
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        rows, columns = np.nonzero(vectors[start : start + ROWS_AT_ONCE] @ vectors.T >= min_similarity)
        firsts.append(rows + start)
        seconds.append(columns)
    return np.concatenate(firsts), np.concatenate(seconds)


def _nearest_links(vectors: Floats, min_similarity: float) -> tuple[Ints, Ints]:
    nearest = find_neighbors(vectors, NEIGHBORS)
    # Of unit vectors: distance^2 = 2 - 2 cosine.
    rows, places = np.nonzero(nearest.distances <= np.sqrt(2 - 2 * min_similarity))
    return rows, nearest.indices[rows, places].astype(np.int64)
