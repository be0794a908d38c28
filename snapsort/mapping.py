"""Pictures as points: where each lies on a flat map and in space, its cluster, and what labels say of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from snapsort.decide import decide
from snapsort.discovering import embed_topics, name_clusters
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.heads import KeptHead
from snapsort.layout import FINISHED, NEIGHBORS, find_clusters, project_neighbors
from snapsort.ordering import see_folder
from snapsort.photos import ScanOptions
from snapsort.pipeline import Watcher
from snapsort.records import Decision, EmbeddedPhotos, Floats, Label, LabelSet, Problem
from snapsort.similarity import Neighbors, find_neighbors
from snapsort.teaching.judge import judge


@dataclass(frozen=True, slots=True)
class MapRequest:
    """Which pictures, the labels that color them, and when a label is believed.

    With a `head`, the labels are those of `learned_labels`.
    """

    root: Path
    labels: LabelSet
    embed: EmbedOptions
    scan: ScanOptions
    head: KeptHead | None = None
    min_probability: float = 0.5
    min_margin: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class PictureMap:
    """A map of n pictures, row for row, in path order.

    Attributes:
        root: the folder that they are below.
        flat, space: (n, 2) and (n, 3) float32 within [-1, 1].
        clusters: (n,) int32, the largest cluster being 0; -1 is none.
        cluster_names: in the order of their numbers.
        labels: in the order of the label set.
        problems: pictures that are not on the map, in path order.
    """

    root: Path
    photos: EmbeddedPhotos
    decisions: tuple[Decision, ...]
    labels: tuple[Label, ...]
    flat: Floats
    space: Floats
    clusters: npt.NDArray[np.int32]
    cluster_names: tuple[str, ...]
    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        rows = {len(self.photos.photos), len(self.decisions), len(self.clusters)}
        if rows != {len(self.flat)} or rows != {len(self.space)}:
            raise ValueError(f"all parts of a map must have as many rows, not {sorted(rows)}")


def make_map(request: MapRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher) -> PictureMap:
    """The map of the pictures below a folder. Changes nothing but the cache.

    Raises:
        NothingToDo: there is no picture below the folder.
        ModelUnavailable: the model is needed and cannot be loaded, or cannot read the labels.
    """
    seen = see_folder(
        request.root,
        scan_options=request.scan,
        embed=request.embed,
        model=model,
        cache=cache,
        watcher=watcher,
    )
    vectors = seen.photos.vectors
    probabilities = judge(vectors, request.labels, request.head, model=model, cache=cache)
    neighbors = find_neighbors(vectors, NEIGHBORS)
    flat, space = _project(vectors, neighbors, watcher.progress)
    with watcher.progress("grouping"):
        clusters = find_clusters(neighbors)
        names = name_clusters(vectors, clusters, embed_topics(model=model, cache=cache))
    return PictureMap(
        root=request.root,
        photos=seen.photos,
        decisions=decide(
            probabilities,
            request.labels,
            min_probability=request.min_probability,
            min_margin=request.min_margin,
        ),
        labels=request.labels.labels,
        flat=flat,
        space=space,
        clusters=clusters,
        cluster_names=names,
        problems=seen.problems,
    )


def _project(
    vectors: Floats,
    neighbors: Neighbors,
    progress: Callable[[str, int], AbstractContextManager[Callable[[int], None]]],
) -> tuple[Floats, Floats]:
    """The flat map and the one in space, from the same neighbors."""
    with progress("mapping", 2 * FINISHED) as on_progress:
        flat = project_neighbors(vectors, 2, neighbors=neighbors, on_progress=on_progress)
        space = project_neighbors(
            vectors, 3, neighbors=neighbors, on_progress=lambda done: on_progress(FINISHED + done)
        )
    return flat, space
