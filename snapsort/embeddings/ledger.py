"""What is known of each file and each content while photos are embedded, and what the cache is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from snapsort.embeddings.cache import Cache, Reading
from snapsort.embeddings.rows import VectorRows
from snapsort.records import (
    UNSEEN,
    EmbeddedPhoto,
    EmbeddedPhotos,
    Fingerprint,
    Floats,
    Photo,
    Problem,
    SourceFile,
)

READINGS_KEPT_BACK = 500
"""More are saved at once. A kill loses the time to read so many files, not to embed them."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Photos with their vectors, and the problems of the others; both in the order of the input."""

    photos: EmbeddedPhotos
    problems: tuple[Problem, ...]


class Ledger:
    """Leads from files to contents and from contents to vectors or problems.

    Vectors belong to contents: of files with equal content, one is embedded for all.
    """

    def __init__(self, cache: Cache, space: str, on_progress: Callable[[int], None]) -> None:
        self._cache = cache
        self._space = space
        self._on_progress = on_progress
        self._done = 0
        self._contents: list[Fingerprint | None] = []
        self._rows = VectorRows(0)
        self._unseen: dict[Path, int] = {}
        self._unreadable: dict[Path, Problem] = {}
        self._failed: dict[Fingerprint, Problem] = {}
        self._in_work: set[Fingerprint] = set()
        self._unsaved: list[Reading] = []

    def look_up(self, photos: Sequence[Photo]) -> list[SourceFile]:
        """Take over what the cache knows of all the photos there are; the files that have to be read."""
        contents = self._recall(photos)
        self._rows = VectorRows(len(photos))
        self._rows.name_rows(contents)
        known = dict.fromkeys(content for content in contents if content is not None)
        for found in self._cache.find_vectors(self._space, known):
            self._rows.put(found.keys, found.vectors)
        self._contents = [content if content in self._rows else None for content in contents]
        unseen = [row for row, content in enumerate(self._contents) if content is None]
        self._unseen = {photos[row].path: row for row in unseen}
        self._count(len(photos) - len(unseen))
        return [photos[row].file for row in unseen]

    def _recall(self, photos: Sequence[Photo]) -> list[Fingerprint | None]:
        """What is in each photo, if known; the cache is asked of those that no scan asked it of."""
        contents = [photo.seen.fingerprint for photo in photos]
        strangers = [row for row, photo in enumerate(photos) if photo.seen is UNSEEN]
        for row, seen in zip(
            strangers, self._cache.get_seen([photos[row].file for row in strangers]), strict=True
        ):
            contents[row] = seen.fingerprint
        return contents

    def add_reading(self, reading: Reading) -> bool:
        """Enter what was read; true when this content must be embedded, now and by the caller."""
        content, row = reading.fingerprint, self._unseen[reading.file.path]
        self._contents[row] = content
        self._rows.name_row(content, row)
        self._unsaved.append(reading)
        if len(self._unsaved) > READINGS_KEPT_BACK:
            self.save_readings()
        if content in self._in_work or content in self._rows:
            self._count(1)
            return False
        for found in self._cache.find_vectors(self._space, [content]):  # a renamed file, or a touched one
            self._rows.put(found.keys, found.vectors)
        if content in self._rows:
            self._count(1)
            return False
        self._in_work.add(content)
        return True

    def add_problem(self, problem: Problem) -> None:
        """Enter what befell a file; when it was read, it befalls every file with this content."""
        content = self._contents[self._unseen[problem.path]]
        if content is None:
            self._unreadable[problem.path] = problem
        else:
            self._failed[content] = problem
        self._count(1)

    def add_vectors(self, vectors: Mapping[Fingerprint, Floats]) -> None:
        """Enter vectors and save them: an interrupted run goes on behind them."""
        if vectors:
            self._rows.put(tuple(vectors), np.stack(tuple(vectors.values())))
        self._cache.put_vectors(self._space, vectors)
        self.save_readings()
        self._count(len(vectors))

    def save_readings(self) -> None:
        """Save what was read since the last time."""
        self._cache.put_fingerprints(self._unsaved)
        self._unsaved = []

    def collect(self, photos: Sequence[Photo]) -> Embedded:
        """The result, when every file has been entered: the photos are those of the files, in their order.

        Without any vector it is of shape (0, 0).
        """
        embedded: list[EmbeddedPhoto] = []
        problems: list[Problem] = []
        for photo, content in zip(photos, self._contents, strict=True):
            if content is None:
                problems.append(self._unreadable[photo.path])
            elif content in self._rows:
                embedded.append(EmbeddedPhoto(photo, content))
            else:
                problems.append(replace(self._failed[content], path=photo.path))
        vectors = self._rows.collect(self._contents)
        return Embedded(EmbeddedPhotos(tuple(embedded), vectors), tuple(problems))

    def _count(self, files: int) -> None:
        self._done += files
        self._on_progress(self._done)
