"""What is known of each file and each content while photos are embedded, and what the cache is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from snapsort.embeddings.cache import Cache, Reading
from snapsort.records import EmbeddedPhoto, EmbeddedPhotos, Fingerprint, Floats, Photo, Problem, SourceFile

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
        self._contents: dict[Path, Fingerprint] = {}
        self._vectors: dict[Fingerprint, Floats] = {}
        self._unreadable: dict[Path, Problem] = {}
        self._failed: dict[Fingerprint, Problem] = {}
        self._in_work: set[Fingerprint] = set()
        self._unsaved: list[Reading] = []

    def look_up(self, files: Sequence[SourceFile]) -> None:
        """Take over what the cache knows of the files without reading them."""
        contents = self._cache.get_fingerprints(files)
        self._vectors = self._cache.get_vectors(self._space, dict.fromkeys(contents.values()))
        self._contents = {path: content for path, content in contents.items() if content in self._vectors}
        self._count(len(self._contents))

    def has_vector(self, file: SourceFile) -> bool:
        """Whether there is nothing left to do for the file."""
        return file.path in self._contents

    def add_reading(self, reading: Reading) -> bool:
        """Enter what was read; true when this content must be embedded, now and by the caller."""
        content = reading.fingerprint
        self._contents[reading.file.path] = content
        self._unsaved.append(reading)
        if len(self._unsaved) > READINGS_KEPT_BACK:
            self.save_readings()
        if content in self._in_work or content in self._vectors:
            self._count(1)
            return False
        cached = self._cache.get_vectors(self._space, [content])  # a renamed file, or a touched one
        self._vectors |= cached
        if cached:
            self._count(1)
            return False
        self._in_work.add(content)
        return True

    def add_problem(self, problem: Problem) -> None:
        """Enter what befell a file; when it was read, it befalls every file with this content."""
        content = self._contents.get(problem.path)
        if content is None:
            self._unreadable[problem.path] = problem
        else:
            self._failed[content] = problem
        self._count(1)

    def add_vectors(self, vectors: Mapping[Fingerprint, Floats]) -> None:
        """Enter vectors and save them: an interrupted run goes on behind them."""
        self._vectors |= vectors
        self._cache.put_vectors(self._space, vectors)
        self.save_readings()
        self._count(len(vectors))

    def save_readings(self) -> None:
        """Save what was read since the last time."""
        self._cache.put_fingerprints(self._unsaved)
        self._unsaved = []

    def collect(self, photos: Sequence[Photo]) -> Embedded:
        """The result, when every file has been entered. Without any vector it is of shape (0, 0)."""
        embedded: list[EmbeddedPhoto] = []
        rows: list[Floats] = []
        problems: list[Problem] = []
        for photo in photos:
            content = self._contents.get(photo.path)
            if content is None:
                problems.append(self._unreadable[photo.path])
            elif content in self._vectors:
                embedded.append(EmbeddedPhoto(photo, content))
                rows.append(self._vectors[content])
            else:
                problems.append(replace(self._failed[content], path=photo.path))
        vectors = np.stack(rows) if rows else np.empty((0, 0), dtype=np.float32)
        return Embedded(EmbeddedPhotos(tuple(embedded), vectors), tuple(problems))

    def _count(self, files: int) -> None:
        self._done += files
        self._on_progress(self._done)
