"""From pictures to an order, with its figures beside those of other orders. Changes nothing but the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.errors import UsageError
from snapsort.ordering.see import SeenFolder, see_folder
from snapsort.photos import ScanOptions, read_capture_time_s
from snapsort.pipeline import Watcher
from snapsort.records import EmbeddedPhoto, Floats, Problem
from snapsort.similarity import PathFigures, measure_path, order, path_steps

By = Literal["similarity", "time", "name"]
Baseline = Literal["name", "time", "random"]

Permutation: TypeAlias = npt.NDArray[np.intp]
"""(n,): the row that comes first, the one that comes second, and so on."""


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """Which pictures, and by what they are ordered.

    Attributes:
        anchor: the picture that comes first; with `by` similarity only.
        time_weight: how much the time between two shots counts beside how alike they are; 0: not at all.
        seed: for the random order that the figures are compared with, and for ties.
    """

    root: Path
    embed: EmbedOptions
    scan: ScanOptions
    by: By = "similarity"
    anchor: Path | None = None
    time_weight: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Ordered:
    """Pictures in order.

    Attributes:
        photos: in order; the first has rank 1.
        vectors: (n, d), theirs, row for row.
        steps: (n,), the Euclidean distance to the picture before; 0 for the first.
        figures: of this path.
        baselines: the same figures for these pictures by name, by time and in a random order.
        problems: pictures that have no place, in path order.
    """

    photos: tuple[EmbeddedPhoto, ...]
    vectors: Floats
    steps: npt.NDArray[np.float64]
    figures: PathFigures
    baselines: Mapping[Baseline, PathFigures]
    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        counts = (len(self.photos), len(self.vectors), len(self.steps))
        if len(set(counts)) > 1:
            raise ValueError(f"photos, vectors and steps must be as many, not {counts}")


def order_photos(request: OrderRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher) -> Ordered:
    """The pictures below a folder in the order that was asked for.

    Pictures without a capture time have that of their file's last change.

    Raises:
        NothingToDo: there is no picture below the folder.
        ModelUnavailable: the model is needed and cannot be loaded.
        UsageError: the anchor is none of the pictures.
    """
    seen = see_folder(
        request.root,
        scan_options=request.scan,
        embed=request.embed,
        model=model,
        cache=cache,
        watcher=watcher,
    )
    times_s = read_times_s(seen.photos.photos, workers=request.embed.workers)
    with watcher.progress("ordering"):
        chosen = find_order(seen, times_s, request)
    return make_ordered(seen, chosen, times_s, seed=request.seed)


def find_order(seen: SeenFolder, times_s: Sequence[float], request: OrderRequest) -> Permutation:
    """The permutation of the pictures that was asked for."""
    times = np.asarray(times_s, dtype=np.float64)
    if request.by == "name":
        return np.arange(len(times))
    if request.by == "time":
        return np.argsort(times, kind="stable")
    return order(
        seen.photos.vectors,
        seed=request.seed,
        first=None if request.anchor is None else _find_anchor(request.anchor, seen.photos.photos),
        times_s=times if request.time_weight else None,
        time_weight=request.time_weight,
    )


def make_ordered(seen: SeenFolder, chosen: Permutation, times_s: Sequence[float], *, seed: int) -> Ordered:
    """The pictures in the chosen order, with all figures."""
    vectors = seen.photos.vectors
    n = len(vectors)
    orders: dict[Baseline, Permutation] = {
        "name": np.arange(n),
        "time": np.argsort(np.asarray(times_s, dtype=np.float64), kind="stable"),
        "random": np.random.default_rng(seed).permutation(n),
    }
    return Ordered(
        photos=tuple(seen.photos.photos[row] for row in chosen),
        vectors=vectors[chosen],
        steps=path_steps(vectors, chosen),
        figures=measure_path(vectors, chosen),
        baselines={name: measure_path(vectors, rows) for name, rows in orders.items()},
        problems=seen.problems,
    )


def reorder(ordered: Ordered, chosen: Permutation) -> Ordered:
    """The same pictures in another order; `chosen` counts in the present one."""
    return replace(
        ordered,
        photos=tuple(ordered.photos[row] for row in chosen),
        vectors=ordered.vectors[chosen],
        steps=path_steps(ordered.vectors, chosen),
        figures=measure_path(ordered.vectors, chosen),
    )


def read_times_s(photos: Sequence[EmbeddedPhoto], *, workers: int) -> list[float]:
    """When each picture was taken, else when its file was last changed; seconds since 1970."""
    with ThreadPoolExecutor(workers) as pool:
        times = pool.map(lambda photo: read_capture_time_s(photo.photo.path), photos)
        return [
            photo.photo.file.stamp.mtime_ns / 1e9 if time_s is None else time_s
            for photo, time_s in zip(photos, times, strict=True)
        ]


def _find_anchor(anchor: Path, photos: Sequence[EmbeddedPhoto]) -> int:
    for row, photo in enumerate(photos):
        if photo.photo.path == anchor:
            return row
    raise UsageError(f"{anchor} is none of the pictures", hint="--anchor names a picture below the folder")
