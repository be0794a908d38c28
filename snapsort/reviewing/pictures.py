"""The pictures below the folder, sorted and unsorted ones, with their vectors."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from snapsort.corrections import find_label_folder
from snapsort.embeddings import Cache, LazyEncoder, embed_photos, find_details
from snapsort.photos import Scan, scan
from snapsort.pipeline import Watcher
from snapsort.records import (
    Details,
    EmbeddedPhoto,
    EmbeddedPhotos,
    Fingerprint,
    Floats,
    LabelSet,
    Photo,
    Problem,
)
from snapsort.reviewing.request import ReviewRequest

Columns = npt.NDArray[np.int32]
"""(n,): the column of a label for each picture, -1 for none."""


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """What lies below the folder: pictures in path order with details, and what is wrong with others."""

    embedded: EmbeddedPhotos
    details: tuple[Details, ...]
    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        if len(self.details) != len(self.embedded.photos):
            raise ValueError(f"{len(self.embedded.photos)} pictures with {len(self.details)} details")

    def __len__(self) -> int:
        return len(self.embedded.photos)

    @property
    def photos(self) -> tuple[EmbeddedPhoto, ...]:
        """The pictures."""
        return self.embedded.photos

    @property
    def contents(self) -> tuple[Fingerprint, ...]:
        """What is in them."""
        return tuple(photo.fingerprint for photo in self.photos)

    @property
    def vectors(self) -> Floats:
        """(n, d) float32, unit rows; (0, 0) without a picture."""
        return self.embedded.vectors


def gather_pictures(
    request: ReviewRequest, labels: LabelSet, *, model: LazyEncoder, cache: Cache, watcher: Watcher
) -> Pictures:
    """The pictures of a review; none is an answer too. Changes nothing but the cache.

    Args:
        labels: whose folders are looked into, also below a target that is else left alone.

    Raises:
        ModelUnavailable: the model is needed and cannot be loaded.
    """
    with watcher.progress("scanning") as on_progress:
        found = scan(request.target.root, request.scan, known=cache, on_progress=on_progress)
    photos = _choose_reviewed(found.photos, request, labels)
    with watcher.progress("reading", len(photos)) as on_progress:
        embedded = embed_photos(
            photos, model=model, cache=cache, options=request.embed, on_progress=on_progress
        )
    with watcher.progress("reading details", len(embedded.photos.photos)) as on_progress:
        details = find_details(
            embedded.photos.photos, cache=cache, workers=request.embed.workers, on_progress=on_progress
        )
    return Pictures(embedded.photos, details, _in_path_order(found, embedded.problems))


def find_here(photos: tuple[EmbeddedPhoto, ...], labels: LabelSet, *, into: Path) -> Columns:
    """The label in whose folder each picture lies now: of nested folders the deepest."""
    by_folder: dict[str, int] = {}
    columns = {label.folder: column for column, label in enumerate(labels.labels) if label.folder is not None}
    parents = [str(photo.photo.path).rpartition(os.sep)[0] for photo in photos]  # a tenth of the time
    for parent in parents:
        if parent not in by_folder:
            by_folder[parent] = _find_column(Path(parent), columns, into)
    return np.array([by_folder[parent] for parent in parents], dtype=np.int32)


def _find_column(parent: Path, columns: dict[PurePosixPath, int], into: Path) -> int:
    if not parent.is_relative_to(into) or parent == into:
        return -1
    folder = find_label_folder(PurePosixPath(*parent.relative_to(into).parts), columns)
    return -1 if folder is None else columns[folder]


def _choose_reviewed(photos: tuple[Photo, ...], request: ReviewRequest, labels: LabelSet) -> Sequence[Photo]:
    """The pictures that are looked at: not what another label set has put into a target of its own."""
    root, into = request.target.root, request.target.into
    if into == root:
        return photos
    return [photo for photo in photos if not _is_of_others(photo.path, labels, into=into)]


def _is_of_others(path: Path, labels: LabelSet, *, into: Path) -> bool:
    if not path.is_relative_to(into):
        return False
    return find_label_folder(PurePosixPath(*path.parent.relative_to(into).parts), labels.folders) is None


def _in_path_order(found: Scan, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted((*found.problems, *problems), key=lambda problem: problem.path.parts))
