"""Where contents lie now: at their targets if size and time say so, else wherever their bytes are found."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from snapsort.embeddings import Cache
from snapsort.embeddings.cache import Reading
from snapsort.errors import PhotoError, UsageError
from snapsort.moving import Run
from snapsort.photos import ScanOptions, fingerprint_file, scan
from snapsort.records import Fingerprint, Photo


class Sought(Protocol):
    """A content with where it was put, and by which run."""

    @property
    def fingerprint(self) -> Fingerprint:
        """What is sought."""

    @property
    def run(self) -> Run:
        """Below its two folders it is looked for."""

    @property
    def targets(self) -> tuple[Path, ...]:
        """Where it was put."""

    @property
    def size_bytes(self) -> int:
        """Its size."""

    @property
    def mtime_ns(self) -> int:
        """Its time of change."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The files that hold each content, in path order."""

    files: dict[Fingerprint, tuple[Path, ...]]

    def places(self, sought: Sought) -> tuple[Path, ...]:
        """Where a content lies now."""
        return self.files.get(sought.fingerprint, ())


def find_whereabouts(sought: Sequence[Sought], *, cache: Cache) -> Whereabouts:
    """Where the contents lie now, below the folders of their runs.

    A file at its target with its size and time of change is taken for what it was. Only where one is missing,
    pictures of its size are read. O(files in these folders) time, plus the reading.
    """
    places: dict[Fingerprint, set[Path]] = defaultdict(set)
    missing: list[Sought] = []
    for item in sought:
        at_target = [target for target in item.targets if _is_as_it_was(target, item)]
        places[item.fingerprint].update(at_target)
        if len(at_target) < len(item.targets):
            missing.append(item)
    wanted = {item.fingerprint for item in missing}
    sizes = {item.size_bytes for item in missing}
    candidates = [photo for photo in _list_photos(missing, cache) if photo.file.stamp.size_bytes in sizes]
    for path, content in _identify(candidates, cache):
        if content in wanted:
            places[content].add(path)
    return Whereabouts({content: tuple(sorted(paths)) for content, paths in places.items()})


def _is_as_it_was(target: Path, item: Sought) -> bool:
    try:
        status = target.lstat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (item.size_bytes, item.mtime_ns)


def _list_photos(missing: Iterable[Sought], cache: Cache) -> Iterator[Photo]:
    folders = {folder for item in missing for folder in (item.run.root, item.run.into)}
    for folder in _outermost(folders):
        try:
            found = scan(folder, ScanOptions(), known=cache)
        except UsageError:  # the folder is gone, and its pictures with it
            continue
        yield from found.photos


def _outermost(folders: Collection[Path]) -> list[Path]:
    return sorted(folder for folder in folders if not any(other in folder.parents for other in folders))


def _identify(photos: Iterable[Photo], cache: Cache) -> Iterator[tuple[Path, Fingerprint]]:
    readings: list[Reading] = []
    for photo in photos:
        if photo.seen.fingerprint is not None:
            yield photo.path, photo.seen.fingerprint
        else:
            started_ns = time.time_ns()
            try:
                readings.append(Reading(photo.file, fingerprint_file(photo.path), started_ns))
            except PhotoError:  # it has just been taken away
                continue
    cache.put_fingerprints(readings)
    yield from ((reading.file.path, reading.fingerprint) for reading in readings)
