"""The order in which likes stand beside likes: a short open path through all vectors."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity.greedy import find_greedy_path
from snapsort.similarity.neighbors import Indices, find_neighbors
from snapsort.similarity.routines import Routines, choose_routines
from snapsort.similarity.tour import Cities, Doubles, Tour, distance
from snapsort.similarity.vectors import check_unit_rows, find_distinct

Order = npt.NDArray[np.intp]

NEIGHBORS = 10
"""How many others each vector may come to stand beside by one move; 5 made paths 1 to 3 % longer."""

SEGMENT = 10
"""The length up to which neighboring segments are swapped for a shock."""

KICKS = 1
"""Shocks for each vector; three more made paths 0.1 % shorter and took twice as long."""

MORE_KICKS = 30
"""And these: with them every one of 450 paths through 6 to 8 vectors was the best, without them 447."""

LONGEST = 50_000
"""No more is reversed in one move (Johnson and McGeoch 1997); it matters above 100,000 vectors."""

TRIED_UP_TO = 5
"""Up to here every permutation is tried."""

LOG = 4_096


def order(
    vectors: Floats,
    *,
    seed: int = 0,
    first: int | None = None,
    times_s: Doubles | None = None,
    time_weight: float = 0.0,
) -> Order:
    """A permutation in which neighbors are alike: a short open path by the sum of its steps.

    A step is the Euclidean distance of two unit vectors, sqrt(2 - 2 cosine), plus, with `time_weight`, that
    for an hour or more between both and less in proportion for less. Equal vectors stand together, by index.
    The path is made of the shortest edges to near neighbors, then improved by 2- and 3-opt moves and local
    shocks (docs/ARCHITECTURE.md, similarity). Equal arguments give an equal order, on any number of threads.

    About O(n d) time after the search for neighbors, which `find_neighbors` describes; memory for three times
    the vectors and about 500 bytes for each.

    Args:
        vectors: (n, d) float32, unit rows.
        seed: of the shocks.
        first: the index that comes first; otherwise both ends are chosen so that the path is short, and the
            end with the smaller index comes first.
        times_s: (n,) capture times in seconds; wanted when `time_weight` is not 0. Equal vectors count as
            taken when the first of them was.
        time_weight: from 0; at 1, an hour is as much as the step between unrelated pictures.

    Returns:
        (n,) indices, each once.

    Raises:
        ValueError: not unit rows, or `first`, `times_s` or `time_weight` do not fit.
    """
    vectors = check_unit_rows(vectors)
    times_s = check_times(len(vectors), times_s, time_weight)
    if first is not None and not 0 <= first < len(vectors):
        raise ValueError(f"first is {first}; there are {len(vectors)} vectors")
    distinct = find_distinct(vectors)
    if len(distinct.firsts) < len(vectors):
        vectors, times_s = vectors[distinct.firsts], times_s[distinct.firsts]
    start = -1 if first is None else int(distinct.groups[first])
    path = find_path(vectors, times_s, time_weight=time_weight, first=start, seed=seed)
    return expand(path, distinct.groups, first)


def check_times(n: int, times_s: Doubles | None, time_weight: float) -> Doubles:
    """The times; zeros where they do not matter.

    Raises:
        ValueError: the weight is not a finite number from 0, or the times are not n finite ones.
    """
    if not 0 <= time_weight < np.inf:
        raise ValueError(f"time_weight is {time_weight}; it must be from 0 and finite")
    if time_weight == 0:
        return np.zeros(n)
    if times_s is None or times_s.shape != (n,) or not np.isfinite(times_s).all():
        raise ValueError(f"a time_weight needs {n} finite times_s")
    return times_s.astype(np.float64)


def expand(path: Indices, groups: Order, first: int | None) -> Order:
    """The path through groups as one through their members, by index, `first` before all."""
    places = np.empty(len(path), np.intp)
    places[path] = np.arange(len(path))
    indices = np.arange(len(groups))
    return np.lexsort((indices, indices != first, places[groups]))


def find_path(vectors: Floats, times_s: Doubles, *, time_weight: float, first: int, seed: int) -> Indices:
    """The path through vectors that all differ."""
    n = len(vectors)
    routines = choose_routines(n)
    if n <= TRIED_UP_TO:
        cities = make_cities(
            vectors, np.zeros((n, 0), np.int32), times_s, time_weight=time_weight, first=first
        )
        return orient(try_all(cities), first)
    neighbors = find_neighbors(vectors, NEIGHBORS)
    start = bring_to_front(find_greedy_path(vectors, neighbors, routines.join_edges), first)
    # The cities are numbered along the first path, so that neighbors lie near each other in memory as well.
    places = np.empty(n, np.int32)
    places[start] = np.arange(n, dtype=np.int32)
    nearest = np.hstack([neighbors.indices, *time_neighbors(times_s, time_weight)])
    cities = make_cities(
        vectors[start],
        places[nearest[start]],
        times_s[start],
        time_weight=time_weight,
        first=-1 if first < 0 else 0,
    )
    return orient(start[shorten(cities, routines, seed)], first)


def bring_to_front(path: Indices, first: int) -> Indices:
    """The path with that index first; as it is for -1."""
    return path if first < 0 else np.concatenate([path[path == first], path[path != first]])


def time_neighbors(times_s: Doubles, time_weight: float) -> list[Indices]:
    """(n, 1) columns: those taken just before and after; none if time does not count."""
    if time_weight == 0:
        return []
    n = len(times_s)
    ranked = np.argsort(times_s, kind="stable").astype(np.int32)
    ranks = np.empty(n, np.intp)
    ranks[ranked] = np.arange(n)
    columns = []
    for offset in (-2, -1, 1, 2):
        others = ranks + offset
        inside = np.where((others < 0) | (others >= n), ranks - offset, others)
        columns.append(ranked[inside][:, None])
    return columns


def make_cities(
    vectors: Floats, nearest: Indices, times_s: Doubles, *, time_weight: float, first: int
) -> Cities:
    """The cities; the distances to their nearest are still to be filled in."""
    n, k = nearest.shape
    slots = 1 << int(max(1, min(n * n, 16 * n))).bit_length()
    return Cities(
        vectors,
        times_s,
        float(time_weight),
        first,
        np.vstack([nearest, np.zeros((1, k), np.int32)]),
        np.full((n + 1, k), np.inf),
        np.full(slots, -1, np.int64),
        np.zeros(slots),
    )


def shorten(cities: Cities, routines: Routines, seed: int) -> Indices:
    """The places of the first path in the order of the improved one."""
    n = len(cities.vectors)
    tour = make_tour(n, seed)
    routines.shorten_tour(cities, tour, KICKS * n + MORE_KICKS, min(SEGMENT, (n - 1) // 2))
    places = np.array(tour.order, np.int32)
    gap = int(np.flatnonzero(places == n)[0])
    return np.concatenate([places[gap + 1 :], places[:gap]])


def make_tour(n: int, seed: int) -> Tour:
    """The cities by number, the gap last, all waiting."""
    places = np.arange(n + 1, dtype=np.int32)
    return Tour(
        places,
        places.copy(),
        places.copy(),
        np.ones(n + 1, np.bool_),
        np.zeros(LOG, np.int32),
        np.array([0, n + 1, 0, seed % 2**31], np.int64),
        LONGEST,
    )


def try_all(cities: Cities) -> Indices:
    """The shortest path through a few, that which is first in lexical order among equals."""
    n = len(cities.vectors)
    firsts = [path for path in permutations(range(n)) if cities.first in (-1, *path[:1])]
    return np.array(
        min(firsts, key=lambda path: sum(distance(cities, a, b) for a, b in pairwise(path))), np.int32
    )


def orient(path: Indices, first: int) -> Indices:
    """The path from `first`, or for -1 from the end with the smaller index."""
    if len(path) == 0 or path[0] == first or (first < 0 and path[0] <= path[-1]):
        return path
    return path[::-1].copy()
