"""What is known of each file and each content while photos are embedded, and what the cache is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from snapsort.embeddings.cache import Cache, Reading
from snapsort.embeddings.rows import ROWS_AT_ONCE, VectorRows
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
        self._rows = VectorRows(0)
        self._unseen: dict[Path, int] = {}
        self._unreadable: dict[Path, Problem] = {}
        self._failed: dict[Fingerprint, Problem] = {}
        self._in_work: set[Fingerprint] = set()
        self._unsaved: list[Reading] = []

    def look_up(self, files: Sequence[SourceFile]) -> None:
        """Take over what the cache knows of all the files there are, without reading them."""
        contents = self._cache.get_fingerprints(files)
        self._rows = VectorRows(len(files))
        for row, file in enumerate(files):
            if file.path in contents:
                self._rows.name_row(contents[file.path], row)
        asked = iter(dict.fromkeys(contents.values()))
        while part := list(islice(asked, ROWS_AT_ONCE)):
            self._rows.put(self._cache.get_vectors(self._space, part))
        self._contents = {path: content for path, content in contents.items() if content in self._rows}
        self._unseen = {file.path: row for row, file in enumerate(files) if file.path not in self._contents}
        self._count(len(self._contents))

    def has_vector(self, file: SourceFile) -> bool:
        """Whether there is nothing left to do for the file."""
        return file.path in self._contents

    def add_reading(self, reading: Reading) -> bool:
        """Enter what was read; true when this content must be embedded, now and by the caller."""
        content = reading.fingerprint
        self._contents[reading.file.path] = content
        self._rows.name_row(content, self._unseen[reading.file.path])
        self._unsaved.append(reading)
        if len(self._unsaved) > READINGS_KEPT_BACK:
            self.save_readings()
        if content in self._in_work or content in self._rows:
            self._count(1)
            return False
        cached = self._cache.get_vectors(self._space, [content])  # a renamed file, or a touched one
        self._rows.put(cached)
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
        self._rows.put(vectors)
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
        problems: list[Problem] = []
        for photo in photos:
            content = self._contents.get(photo.path)
            if content is None:
                problems.append(self._unreadable[photo.path])
            elif content in self._rows:
                embedded.append(EmbeddedPhoto(photo, content))
            else:
                problems.append(replace(self._failed[content], path=photo.path))
        vectors = self._rows.collect([self._contents.get(photo.path) for photo in photos])
        return Embedded(EmbeddedPhotos(tuple(embedded), vectors), tuple(problems))

    def _count(self, files: int) -> None:
        self._done += files
        self._on_progress(self._done)
