"""Who pulls whom on a map, and how strongly: UMAP's fuzzy neighbor graph.

McInnes, Healy and Melville 2018, "UMAP: Uniform Manifold Approximation and Projection", sections 3.1 and 4.1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity import Neighbors

HALVINGS = 50


class Graph(NamedTuple):
    """Edges of n points, row after row; each edge stands in both of its rows. A tuple, which numba takes.

    Attributes:
        starts: (n + 1,) int64; the edges of point i are those from `starts[i]` to `starts[i + 1]`.
        others: (m,) int32, the other end.
        shares: (m,) float32 in (0, 1], how often it pulls: 1 for the strongest edge of all.
    """

    starts: npt.NDArray[np.int64]
    others: npt.NDArray[np.int32]
    shares: Floats


def make_graph(neighbors: Neighbors, *, least_share: float) -> Graph:
    """The graph of the neighbors of n points; edges that pull less than the least share are left out.

    An edge that both ends have is as probable as that either is right: a + b - a b.
    """
    from scipy.sparse import csr_array

    n, k = neighbors.indices.shape
    pulls = find_pulls(neighbors.distances)
    starts = np.arange(0, n * k + 1, k) if k else np.zeros(n + 1, np.int64)
    directed = csr_array((pulls.ravel(), neighbors.indices.ravel(), starts), shape=(n, n))
    both = (directed + directed.T - directed.multiply(directed.T)).tocsr()
    if both.nnz:
        both.data /= both.data.max()
        both.data[both.data < least_share] = 0
        both.eliminate_zeros()
    both.sort_indices()
    return Graph(both.indptr.astype(np.int64), both.indices.astype(np.int32), both.data.astype(np.float32))


def find_pulls(distances: Floats) -> Floats:
    """(n, k) in (0, 1]: exp(-(distance - nearest) / scale), the scale such that each row sums to log2(k + 1).

    With the point itself, which UMAP counts, that is its log2 of the number of neighbors.
    """
    n, k = distances.shape
    if not k:
        return distances
    beyond = np.maximum(distances - distances[:, :1], 0).astype(np.float64)
    wanted = np.log2(k + 1)
    low, high = np.zeros(n), np.full(n, np.inf)
    scale = np.ones(n)
    for _ in range(HALVINGS):
        is_much = np.exp(-beyond / scale[:, None]).sum(axis=1) > wanted
        high[is_much], low[~is_much] = scale[is_much], scale[~is_much]
        scale = np.where(np.isinf(high), scale * 2, (low + high) / 2)
    # Where all are equally near no scale suits; the least one keeps the division sound.
    scale = np.maximum(scale, 1e-3 * max(float(distances.mean()), 1e-6))
    pulls: Floats = np.exp(-beyond / scale[:, None]).astype(np.float32)
    return np.maximum(pulls, np.float32(1e-6))
