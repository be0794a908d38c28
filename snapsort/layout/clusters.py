"""Groups of likes, as many as there seem to be: what colors a map without labels."""

from __future__ import annotations

import numpy as np

from snapsort.layout.communities import Numbers, as_matrix, find_communities, gather
from snapsort.layout.graph import make_graph
from snapsort.records import Floats
from snapsort.similarity import Neighbors

MAX_CLUSTERS = 24
"""A longer list of names, nobody reads."""

NEAREST = 10
"""So many neighbors say who belongs together; with more, small groups drown in others."""

LEAST_LINKED = 0.55
"""Communities with at least so many of the links that chance would give them are one cluster.

Louvain's communities are parts of whatever there is; those of random directions are linked by 0.6 and more of
what chance gives, those of different things in pictures mostly by less than a third."""

FEWEST = 3
"""Fewer pictures than that are no cluster."""

NONE = -1


def find_clusters(neighbors: Neighbors, *, seed: int = 0) -> Numbers:
    """(n,) int32: the number of each point's cluster, the largest being 0; -1 for what is in none.

    Communities of UMAP's neighbor graph (Blondel et al. 2008, Louvain), joined where many links lead from one
    to the other: the pair with the most links for its size first (Bonald et al. 2018, "Hierarchical graph
    clustering using node pair sampling"), until all have too few, or nothing links the many that are left. Of
    those the 24 largest count. Equal calls give equal clusters. About O(n) time.

    Args:
        neighbors: of n points, as `similarity.find_neighbors` gives them, 10 or more; also of none at all.
    """
    nearest = Neighbors(neighbors.indices[:, :NEAREST], neighbors.distances[:, :NEAREST])
    graph = make_graph(nearest, least_share=0.0)
    if not len(graph.others):
        return np.full(len(nearest.indices), NONE, np.int32)
    owners = find_communities(graph, seed=seed)
    return _by_size(_join(gather(as_matrix(graph), owners).toarray())[owners])


def _join(between: Floats) -> Numbers:
    """(k,) the cluster of each of k communities, given the links between them, (k, k)."""
    joined = np.arange(len(between), dtype=np.int32)
    strengths, total = between.sum(axis=1), between.sum()
    np.fill_diagonal(between, 0)
    while True:
        shares = between * total / np.outer(strengths, strengths)
        one, other = np.unravel_index(int(shares.argmax()), shares.shape)
        is_enough = len(np.unique(joined)) <= MAX_CLUSTERS
        if shares[one, other] < (LEAST_LINKED if is_enough else 1e-9):
            return joined
        joined[joined == other] = one
        between[one] += between[other]
        between[:, one] += between[:, other]
        between[other] = between[:, other] = between[one, one] = 0
        strengths[one] += strengths[other]


def _by_size(owners: Numbers) -> Numbers:
    """The same clusters, from the largest on; of equally large ones that of the earliest point first."""
    found, firsts, counts = np.unique(owners, return_index=True, return_counts=True)
    numbers = np.full(int(found.max()) + 1, NONE, np.int32)
    ranked = [int(row) for row in np.lexsort((firsts, -counts)) if counts[row] >= FEWEST][:MAX_CLUSTERS]
    numbers[found[ranked]] = np.arange(len(ranked))
    return numbers[owners]
