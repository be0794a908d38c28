"""Pictures that may be copies, by size and content alone: no model is needed for what has the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from snapsort.embeddings import Embedded
from snapsort.embeddings.ordered import map_ordered
from snapsort.errors import PhotoError
from snapsort.photos import fingerprint, read_content
from snapsort.records import EmbeddedPhoto, EmbeddedPhotos, Photo, Problem


def read_possible_copies(
    photos: Sequence[Photo], *, workers: int, on_progress: Callable[[int], None]
) -> Embedded:
    """The photos whose size another one has too, with their contents; all have the same vector."""
    sizes = Counter(photo.file.stamp.size_bytes for photo in photos)
    chosen = [photo for photo in photos if sizes[photo.file.stamp.size_bytes] > 1]
    read: list[EmbeddedPhoto] = []
    problems: list[Problem] = []
    done = len(photos) - len(chosen)
    with ThreadPoolExecutor(workers) as pool:
        for item in map_ordered(pool, _read, chosen, ahead=2 * workers):
            problems.append(item) if isinstance(item, Problem) else read.append(item)
            done += 1
            on_progress(done)
    return Embedded(EmbeddedPhotos(tuple(read), np.ones((len(read), 1), np.float32)), tuple(problems))


def _read(photo: Photo) -> EmbeddedPhoto | Problem:
    try:
        return EmbeddedPhoto(photo, fingerprint(read_content(photo.file)))
    except PhotoError as error:
        return Problem(photo.path, "read", error.code, error.reason)
