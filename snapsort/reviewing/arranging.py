"""All pictures at once: as an order, as a map. What was there before keeps its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from snapsort.discovering import Topics, name_clusters
from snapsort.layout import FINISHED, NEIGHBORS, find_clusters, project_neighbors
from snapsort.pipeline import Watcher
from snapsort.records import Fingerprint, Floats
from snapsort.reviewing.pictures import Pictures
from snapsort.similarity import Neighbors, find_neighbors, insert_into_order, order

V = TypeVar("V")

Rows: TypeAlias = npt.NDArray[np.int64]
Order: TypeAlias = npt.NDArray[np.uint32]

FRESH_SHARE = 4
"""An order is made anew when more than one of so many pictures is new: a fresh one is shorter then."""


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Groups of likes.

    Attributes:
        numbers: (n,) int32, the largest cluster being 0; -1 is none.
        names: in the order of the numbers.
    """

    numbers: npt.NDArray[np.int32]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Made(Generic[V]):
    """What was made of pictures with these contents, in this order."""

    contents: tuple[Fingerprint, ...]
    values: V


def make_order(pictures: Pictures, earlier: Made[Order] | None, watcher: Watcher) -> Order:
    """(n,) rows, likes beside likes; pictures that were there before keep their sequence."""
    n = len(pictures)
    with watcher.progress("ordering"):
        if n < 2:
            return np.arange(n, dtype=np.uint32)
        before = find_earlier_rows(pictures, earlier)
        new = np.flatnonzero(before < 0)
        if earlier is None or len(new) * FRESH_SHARE > n:
            return order(pictures.vectors).astype(np.uint32)
        places = np.argsort(earlier.values)
        old = np.flatnonzero(before >= 0)
        placed = old[np.argsort(places[before[old]], kind="stable")]
        return insert_into_order(pictures.vectors, placed, new).astype(np.uint32)


def make_neighbors(pictures: Pictures, _earlier: Made[Neighbors] | None, watcher: Watcher) -> Neighbors:
    """The nearest others of each picture."""
    with watcher.progress("comparing"):
        return find_neighbors(pictures.vectors, NEIGHBORS)


def make_clusters(
    pictures: Pictures,
    earlier: Made[Clusters] | None,
    watcher: Watcher,
    *,
    get_neighbors: Callable[[], Neighbors],
    get_topics: Callable[[], Topics | None],
) -> Clusters:
    """Groups of likes with their names; as before where all pictures were there before."""
    before = find_earlier_rows(pictures, earlier)
    if earlier is not None and (before >= 0).all():
        return Clusters(earlier.values.numbers[before], earlier.values.names)
    neighbors = get_neighbors()
    with watcher.progress("grouping"):
        numbers = find_clusters(neighbors)
        return Clusters(numbers, name_clusters(pictures.vectors, numbers, get_topics()))


def make_map(
    pictures: Pictures,
    earlier: Made[Floats] | None,
    watcher: Watcher,
    *,
    dims: int,
    get_neighbors: Callable[[], Neighbors],
) -> Floats:
    """(n, dims) within [-1, 1], who is near whom is near; pictures that were there before stay just there."""
    if not len(pictures):
        return np.empty((0, dims), dtype=np.float32)
    known = None
    if earlier is not None:
        before = find_earlier_rows(pictures, earlier)
        known = np.full((len(pictures), dims), np.nan, dtype=np.float32)
        known[before >= 0] = earlier.values[before[before >= 0]]
        if (before >= 0).all():
            return known
    neighbors = get_neighbors()
    with watcher.progress("mapping", FINISHED) as on_progress:
        return project_neighbors(
            pictures.vectors, dims, neighbors=neighbors, known=known, on_progress=on_progress
        )


def find_earlier_rows(pictures: Pictures, earlier: Made[V] | None) -> Rows:
    """(n,) where each picture stood before, by content; -1 for what is new. Of twins each has its own."""
    rows = _rows_by_content(() if earlier is None else earlier.contents)
    twins = (rows.get(content, []) for content in pictures.contents)
    return np.array([left.pop() if left else -1 for left in twins], dtype=np.int64)


def _rows_by_content(contents: Sequence[Fingerprint]) -> dict[Fingerprint, list[int]]:
    """The rows of each content, the first one last."""
    rows: dict[Fingerprint, list[int]] = defaultdict(list)
    for row in reversed(range(len(contents))):
        rows[contents[row]].append(row)
    return rows
