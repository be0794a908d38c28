"""A map in which likes stand beside likes: UMAP's objective, from neighbors that are known already.

Of our own instead of umap-learn's, because that compiles anew in each process: forty pictures take it 18
seconds (docs/ARCHITECTURE.md has the comparison).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from snapsort.layout.forces import Epoch, compile_move
from snapsort.layout.frame import draw_in, fit_frame
from snapsort.layout.graph import Graph, make_graph
from snapsort.layout.pca import find_components
from snapsort.records import Floats
from snapsort.similarity import Neighbors, find_neighbors
from snapsort.similarity.vectors import check_unit_rows

NEIGHBORS = 15
"""So many of each picture, maps and clusters are made from."""

EPOCHS, EPOCHS_OF_MANY, MANY = 500, 200, 10_000
FINISHED = 100
"""What `on_progress` counts up to."""

SPAN = 10.0
"""How far from the middle positions lie while forces act, about; 0.1 is a near distance there."""

NOISE = 1e-3
NEAREST_KNOWN = 5
CHUNK_ROWS = 1_024

FEWEST = 4
"""Below so many, neighbors say no more than the directions in which they differ."""


def project_neighbors(
    vectors: Floats,
    dims: int,
    *,
    neighbors: Neighbors | None = None,
    known: Floats | None = None,
    seed: int = 0,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Floats:
    """(n, dims) float32 within [-1, 1]: who is near whom is near on the map (McInnes et al. 2018, UMAP).

    Distances between groups mean little, and sizes of groups nothing. Equal calls give equal maps. Time
    O(n log n) beside the search for neighbors.

    Args:
        vectors: (n, d) float32, unit rows; also none at all.
        dims: 2 or 3.
        neighbors: as `similarity.find_neighbors` gives them, 15 or so; sought when they are not given.
        known: (n, dims), positions that stay just where they are; rows of NaN are placed near their nearest.
        on_progress: called with 0 to `FINISHED`.

    Raises:
        ValueError: the vectors are not unit rows, or the tables do not have as many rows.
    """
    vectors = check_unit_rows(vectors)
    n = len(vectors)
    known = np.full((n, dims), np.nan, np.float32) if known is None else known.astype(np.float32)
    if known.shape != (n, dims) or (neighbors is not None and len(neighbors.indices) != n):
        raise ValueError(f"{n} vectors, but known positions {known.shape} or neighbors of other rows")
    is_new = np.asarray(np.isnan(known).any(axis=1))
    if not is_new.any():
        return known
    if is_new.all() and n < FEWEST:
        return fit_frame(find_components(vectors, dims))
    on_progress(0)
    start = start_afresh(vectors, dims) if is_new.all() else start_near_known(vectors, known, is_new)
    start += np.random.default_rng(seed).normal(scale=NOISE, size=start.shape).astype(np.float32)
    graph = make_graph(neighbors or find_neighbors(vectors, NEIGHBORS), least_share=1 / count_epochs(n))
    rows = np.flatnonzero(is_new).astype(np.int32)
    moved = settle(rows, start, graph, seed=seed, on_progress=on_progress)
    if is_new.all():
        return fit_frame(draw_in(moved))
    return np.where(is_new[:, None], np.clip(moved / SPAN, -1, 1), known).astype(np.float32)


def count_epochs(n: int) -> int:
    """How often n points move: many have more neighbors of neighbors to settle them each time."""
    return EPOCHS if n <= MANY else EPOCHS_OF_MANY


def start_afresh(vectors: Floats, dims: int) -> Floats:
    """Where points start: by principal components, which keep what is far far (Kobak and Linderman 2021)."""
    return fit_frame(find_components(vectors, dims)) * np.float32(SPAN)


def start_near_known(vectors: Floats, known: Floats, is_new: npt.NDArray[np.bool_]) -> Floats:
    """Known points where they are, new ones amid the nearest known, the nearer the more."""
    start = known * np.float32(SPAN)
    old = np.flatnonzero(~is_new)
    new = np.flatnonzero(is_new)
    for first in range(0, len(new), CHUNK_ROWS):
        rows = new[first : first + CHUNK_ROWS]
        cosines = vectors[rows] @ vectors[old].T
        near = np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST_KNOWN]
        apart = np.sqrt(np.maximum(2 - 2 * np.take_along_axis(cosines, near, axis=1), 0))
        weights = 1 / (apart + 1e-3)
        weights /= weights.sum(axis=1, keepdims=True)
        start[rows] = np.einsum("rk,rkd->rd", weights, start[old[near]])
    return start


def settle(
    rows: npt.NDArray[np.int32],
    start: Floats,
    graph: Graph,
    *,
    seed: int,
    on_progress: Callable[[int], None],
) -> Floats:
    """The positions when the points of these rows have moved in all epochs, less and less far."""
    move, epochs = compile_move(), count_epochs(len(start))
    positions = np.ascontiguousarray(start, np.float32)
    for number in range(epochs):
        positions = move(rows, positions, graph, Epoch(number, 1 - number / epochs, seed))
        on_progress(FINISHED * (number + 1) // epochs)
    return positions
