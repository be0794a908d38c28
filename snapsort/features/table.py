"""From pictures to their features. Changes nothing but the cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from snapsort.decide import Probabilities
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.heads import KeptHead
from snapsort.ordering import see_folder
from snapsort.photos import ScanOptions
from snapsort.pipeline import Watcher
from snapsort.records import EmbeddedPhotos, LabelSet, Problem
from snapsort.similarity import order
from snapsort.teaching.judge import judge


@dataclass(frozen=True, slots=True)
class FeatureRequest:
    """Which pictures, and which labels they are held against; with a `head`, those of `learned_labels`."""

    root: Path
    labels: LabelSet
    embed: EmbedOptions
    scan: ScanOptions
    head: KeptHead | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of n pictures, row for row, in path order.

    Attributes:
        photos: the pictures, their contents, and their vectors, (n, d) unit rows.
        labels: the names of the k labels.
        probabilities: (n, k); rows sum to 1.
        ranks: (n,); the place of each picture in the similarity order, counted from 1.
        problems: pictures that have no row, in path order.
    """

    photos: EmbeddedPhotos
    labels: tuple[str, ...]
    probabilities: Probabilities
    ranks: npt.NDArray[np.int64]
    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        n, k = len(self.photos.photos), len(self.labels)
        if self.probabilities.shape != (n, k) or self.ranks.shape != (n,):
            raise ValueError(f"{n} x {k}, but {self.probabilities.shape} and {self.ranks.shape}")


def make_features(request: FeatureRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher) -> Features:
    """The features of the pictures below a folder.

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
    with watcher.progress("ordering"):
        chosen = order(vectors)
    ranks = np.empty(len(vectors), dtype=np.int64)
    ranks[chosen] = np.arange(1, len(vectors) + 1)
    return Features(
        photos=seen.photos,
        labels=tuple(label.name for label in request.labels.labels),
        probabilities=judge(vectors, request.labels, request.head, model=model, cache=cache),
        ranks=ranks,
        problems=seen.problems,
    )
