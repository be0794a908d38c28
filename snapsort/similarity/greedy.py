"""A first path: the shortest edges that fit together (Bentley 1992, "Fast algorithms for geometric TSPs")."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity.neighbors import Indices, Neighbors, find_neighbors

END_NEIGHBORS = 8

Join = Callable[[Indices, Indices, Indices, Indices], int]
"""`join_edges`, compiled or not."""


def find_greedy_path(vectors: Floats, neighbors: Neighbors, join: Join) -> Indices:
    """(n,) indices along a path through all vectors, made of the shortest edges first.

    The neighbors' edges leave a path for each component and more; these are joined by the same rule over the
    neighbors among their ends, until one is left. Each round at least halves them.
    """
    n = len(vectors)
    links = np.full((n, 2), -1, np.int32)
    roots = np.arange(n, dtype=np.int32)
    everyone = np.arange(n, dtype=np.int32)
    edges = join(*sorted_edges(everyone, neighbors), links, roots)
    while edges < n - 1:
        ends = np.flatnonzero(links[:, 1] < 0).astype(np.int32)
        among = find_neighbors(vectors[ends], END_NEIGHBORS)
        edges += join(*sorted_edges(ends, among), links, roots)
    return walk(links)


def sorted_edges(members: Indices, neighbors: Neighbors) -> tuple[Indices, Indices]:
    """Both ends of every edge to a neighbor, the shortest edge first, of equal ones the first member's."""
    starts = np.repeat(members, neighbors.indices.shape[1])
    ranked = np.argsort(neighbors.distances, axis=None, kind="stable")
    return starts[ranked], members[neighbors.indices.ravel()[ranked]]


def join_edges(starts: Indices, ends: Indices, links: Indices, roots: Indices) -> int:
    """Take each edge that makes neither a fork nor a circle; how many were taken. Runs compiled or plainly.

    Args:
        starts, ends: (m,) the edges.
        links: (n, 2) the one or two that each is joined to, -1 where none; filled from the left. Changed.
        roots: (n,) which way to the one that stands for its path (union-find). Changed.
    """
    taken = 0
    for edge in range(len(starts)):
        a, b = starts[edge], ends[edge]
        if links[a, 1] >= 0 or links[b, 1] >= 0:
            continue
        root_a, root_b = find_root(roots, a), find_root(roots, b)
        if root_a == root_b:
            continue
        roots[root_a] = root_b
        links[a, 0 if links[a, 0] < 0 else 1] = b
        links[b, 0 if links[b, 0] < 0 else 1] = a
        taken += 1
    return taken


def find_root(roots: Indices, member: int) -> int:
    """Who stands for this member's path; shortens the way there."""
    while roots[member] != member:
        roots[member] = roots[roots[member]]
        member = roots[member]
    return member


def walk(links: npt.NDArray[np.int32]) -> Indices:
    """The path that the links make, from its end with the smaller index."""
    near, far = links[:, 0].tolist(), links[:, 1].tolist()
    before, at = -1, int(np.flatnonzero(links[:, 1] < 0)[0])
    path = []
    while at >= 0:
        path.append(at)
        before, at = at, far[at] if near[at] == before else near[at]
    return np.array(path, np.int32)
