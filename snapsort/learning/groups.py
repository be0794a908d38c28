"""Which pictures are so alike that knowing one is knowing the other."""

from __future__ import annotations

import numpy as np

from snapsort.learning.head import Ints
from snapsort.records import Floats

ROWS_AT_ONCE = 1024


def group_near_duplicates(vectors: Floats, *, min_similarity: float = 0.95) -> Ints:
    """(m,) group numbers: pictures that are linked by a chain of pairs at least this similar share one.

    A group's number is the index of its first picture. O(m^2 d) time, O(m) memory: fine for corrections.

    Args:
        vectors: (m, d) float32, unit rows.
        min_similarity: cosine.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    m = len(vectors)
    if m == 0:
        return np.zeros(0, np.int64)
    firsts, seconds = [], []
    for start in range(0, m, ROWS_AT_ONCE):
        rows, columns = np.nonzero(vectors[start : start + ROWS_AT_ONCE] @ vectors.T >= min_similarity)
        firsts.append(rows + start)
        seconds.append(columns)
    edges = np.concatenate(firsts), np.concatenate(seconds)
    links = coo_matrix((np.ones(len(edges[0]), np.int8), edges), shape=(m, m))
    _, component = connected_components(links, directed=False)
    _, first_of, inverse = np.unique(component, return_index=True, return_inverse=True)
    return np.asarray(first_of[inverse], dtype=np.int64)
