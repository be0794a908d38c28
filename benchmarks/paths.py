"""Other ways to put vectors in order, for comparison."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import (
    breadth_first_order,
    connected_components,
    depth_first_order,
    minimum_spanning_tree,
)

from snapsort.records import Floats
from snapsort.similarity import find_neighbors, order

Path = npt.NDArray[np.intp]

BLOCK, SHIFT, BLOCK_NEIGHBORS = 100, 90, 600


def keep_order(vectors: Floats) -> Path:
    """As they came: by name."""
    return np.arange(len(vectors))


def shuffle(vectors: Floats) -> Path:
    """At random."""
    return np.random.default_rng(0).permutation(len(vectors))


def go_to_nearest(vectors: Floats) -> Path:
    """From the first, each time to the nearest that is left. O(n^2 d)."""
    left, members = vectors.copy(), np.arange(len(vectors))
    path = np.zeros(len(vectors), np.intp)
    at = 0
    for place in range(len(vectors)):
        path[place] = members[at]
        vector, last = left[at].copy(), len(vectors) - place - 1
        left[at], members[at] = left[last], members[last]
        if last:
            at = int(np.argmax(left[:last] @ vector))
    return path


def walk_tree(vectors: Floats, k: int = 10) -> Path:
    """Depth first through the minimum spanning tree of the graph of k nearest neighbors, part by part."""
    n, neighbors = len(vectors), find_neighbors(vectors, k)
    rows = np.repeat(np.arange(n), neighbors.indices.shape[1])
    # Zero would mean no edge.
    weights = np.maximum(neighbors.distances.ravel(), 1e-6)
    graph = coo_array((weights, (rows, neighbors.indices.ravel())), shape=(n, n)).tocsr()
    tree = minimum_spanning_tree(graph.maximum(graph.T))
    parts = connected_components(tree, directed=False)[1]
    starts = np.unique(parts, return_index=True)[1]
    return np.concatenate([walk_part(tree, int(start)) for start in starts]).astype(np.intp)


def walk_part(tree: object, start: int) -> Path:
    """Depth first from an end: the one that is farthest, in edges, from the start."""
    far = int(breadth_first_order(tree, start, directed=False, return_predecessors=False)[-1])
    found: Path = depth_first_order(tree, far, directed=False, return_predecessors=False)
    return found


def improve_blockwise(vectors: Floats) -> Path:
    """The tree's walk with 2-opt in blocks of 100, each 90 after the one before."""
    path = walk_tree(vectors, BLOCK_NEIGHBORS)
    for start in range(0, len(path), SHIFT):
        block = path[start : start + BLOCK]
        rows = vectors[block].astype(np.float64)
        path[start : start + BLOCK] = block[two_opt(np.sqrt(np.maximum(2 - 2 * rows @ rows.T, 0)))]
    return path


def two_opt(distances: npt.NDArray[np.float64]) -> Path:
    """The order in which no reversal between two places makes the path shorter; both ends stay."""
    path = np.arange(len(distances))
    while len(path) > 3:
        steps = distances[path[:-1], path[1:]]
        # Reversing the places i + 1 to j joins i to j and i + 1 to j + 1.
        across = distances[np.ix_(path, path)]
        gains = np.triu(steps[:, None] + steps[None, :] - across[:-1, :-1] - across[1:, 1:], 1)
        i, j = np.unravel_index(np.argmax(gains), gains.shape)
        if gains[i, j] < 1e-9:
            break
        path[i + 1 : j + 1] = path[i + 1 : j + 1][::-1].copy()
    return path


def solve_with_lkh(vectors: Floats) -> Path:
    """Lin-Kernighan-Helsgaun, one run, on distances rounded to 10^-5, the ends joined through a free city."""
    import elkai

    n = len(vectors)
    exact = vectors.astype(np.float64)
    whole = np.zeros((n + 1, n + 1), np.int64)
    whole[:n, :n] = np.rint(np.sqrt(np.maximum(2 - 2 * exact @ exact.T, 0)) * 1e5)
    cycle = np.array(elkai.DistanceMatrix(whole.tolist()).solve_tsp(runs=1)[:-1])
    gap = int(np.flatnonzero(cycle == n)[0])
    return np.concatenate([cycle[gap + 1 :], cycle[:gap]])


WAYS: dict[str, Callable[[Floats], Path]] = {
    "name": keep_order,
    "random": shuffle,
    "nearest": go_to_nearest,
    "tree": walk_tree,
    "blockwise": improve_blockwise,
    "snapsort": order,
    "LKH": solve_with_lkh,
}
"""Each way's name and function."""
