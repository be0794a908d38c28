"""What the cache holds: vectors and details by content, prompts by text, a shortcut from file to content."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np

from snapsort.embeddings.cache.database import cache_errors, open_database, transaction
from snapsort.records import Details, FileStamp, Fingerprint, Floats, SourceFile

Key = TypeVar("Key", bound=str)
Stored = TypeVar("Stored", bytes, str)
Item = TypeVar("Item")

BLOB_DTYPE = np.dtype("<f4")

ROWS_AT_ONCE = 500
"""In one query: a tenth of the time that one query a row takes."""

RACY_NS = 2_000_000_000
"""The coarsest clock of a file system in use: FAT stores times in steps of 2 s."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file and the fingerprint of the content that was read from it, beginning at `read_ns` (Unix time)."""

    file: SourceFile
    fingerprint: Fingerprint
    read_ns: int


class Cache:
    """The cache at `path`, made when it is not there; with None it lives in memory and ends with the run.

    Close it, or use it in a `with`. Several processes may use one file at once. What is put is there for the
    next run as soon as the method returns. Belongs to the thread that made it.

    Raises:
        CacheError: from every method, when the file cannot be used; the hint says how to go on.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._connection = open_database(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; nothing can be asked afterwards."""
        with cache_errors(self.path):
            self._connection.close()

    def get_fingerprints(self, files: Iterable[SourceFile]) -> dict[Path, Fingerprint]:
        """The fingerprints of those files that have not changed since they were read, by path."""
        found = {}
        with cache_errors(self.path):
            for part in _parts({os.fsencode(file.path): file for file in files}):
                query = f"SELECT path, stamp, fingerprint FROM files WHERE path IN ({_marks(part)})"
                for path, stamp, content in self._connection.execute(query, list(part)):
                    if stamp == _stamp_text(part[path].stamp) and len(content) == 32:
                        found[part[path].path] = Fingerprint(content.hex())
        return found

    def put_fingerprints(self, readings: Iterable[Reading]) -> None:
        """Remember what was read, except files that could change without showing it (see `_is_racy`)."""
        rows = [
            (
                os.fsencode(reading.file.path),
                _stamp_text(reading.file.stamp),
                bytes.fromhex(reading.fingerprint),
            )
            for reading in readings
            if not _is_racy(reading)
        ]
        if not rows:
            return
        with cache_errors(self.path), transaction(self._connection):
            self._connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)

    def get_vectors(self, space: str, fingerprints: Iterable[Fingerprint]) -> dict[Fingerprint, Floats]:
        """The photo vectors that are there, each (d,) float32 of length 1 and read-only."""
        keys = {bytes.fromhex(fingerprint): fingerprint for fingerprint in fingerprints}
        return self._get(space, "SELECT fingerprint, vector FROM vectors WHERE fingerprint", keys)

    def put_vectors(self, space: str, vectors: Mapping[Fingerprint, Floats]) -> None:
        """Remember photo vectors, each (d,) float32 of length 1, all or none.

        Raises:
            ValueError: the space holds vectors of another dimension.
        """
        keys = ((bytes.fromhex(fingerprint), vector) for fingerprint, vector in vectors.items())
        self._put(space, "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", keys)

    def get_prompts(self, model_key: str, prompts: Iterable[str]) -> dict[str, Floats]:
        """The prompt vectors that are there, each (d,) float32 of length 1 and read-only."""
        keys = {prompt: prompt for prompt in prompts}
        return self._get(model_key, "SELECT prompt, vector FROM prompts WHERE prompt", keys)

    def put_prompts(self, model_key: str, vectors: Mapping[str, Floats]) -> None:
        """Remember prompt vectors, each (d,) float32 of length 1, all or none."""
        self._put(model_key, "INSERT OR REPLACE INTO prompts VALUES (?, ?, ?)", vectors.items())

    def get_scale(self, model_key: str) -> float | None:
        """The model's logit scale, when it was put."""
        with cache_errors(self.path):
            row = self._connection.execute(
                "SELECT scale FROM scales WHERE model = ?", (model_key,)
            ).fetchone()
        return None if row is None else float(row[0])

    def put_scale(self, model_key: str, scale: float) -> None:
        """Remember the model's logit scale, so that a run with everything cached needs no model."""
        with cache_errors(self.path):
            self._connection.execute("INSERT OR REPLACE INTO scales VALUES (?, ?)", (model_key, scale))

    def get_details(self, fingerprints: Iterable[Fingerprint]) -> dict[Fingerprint, Details]:
        """What the headers of pictures say, as far as it was put."""
        keys = {bytes.fromhex(fingerprint): fingerprint for fingerprint in fingerprints}
        found = {}
        with cache_errors(self.path):
            for part in _parts(keys):
                query = f"SELECT * FROM details WHERE fingerprint IN ({_marks(part)})"
                for key, *values in self._connection.execute(query, list(part)):
                    found[part[key]] = Details(*values)
        return found

    def put_details(self, details: Mapping[Fingerprint, Details]) -> None:
        """Remember what headers say."""
        rows = [
            (bytes.fromhex(fingerprint), item.kind, item.width_px, item.height_px, item.taken_s)
            for fingerprint, item in details.items()
        ]
        with cache_errors(self.path), transaction(self._connection):
            self._connection.executemany("INSERT OR REPLACE INTO details VALUES (?, ?, ?, ?, ?)", rows)

    def _get(self, space: str, query: str, keys: Mapping[Stored, Key]) -> dict[Key, Floats]:
        found: dict[Key, Floats] = {}
        with cache_errors(self.path):
            known = self._find_space(space)
            if known is None:
                return {}
            for part in _parts(keys):
                found.update(self._read(known, query, part))
        return found

    def _read(self, space: _Space, query: str, keys: Mapping[Stored, Key]) -> dict[Key, Floats]:
        statement = f"{query} IN ({_marks(keys)}) AND space = ?"
        size_bytes = space.dimension * BLOB_DTYPE.itemsize
        rows = [
            (keys[key], blob)
            for key, blob in self._connection.execute(statement, [*keys, space.id])
            if len(blob) == size_bytes
        ]
        vectors = np.frombuffer(b"".join(blob for _, blob in rows), BLOB_DTYPE)
        vectors = vectors.reshape(len(rows), space.dimension).astype(np.float32, copy=False)
        # A damaged vector is left out: that costs the time to encode again, and no more.
        is_unit = np.abs(np.einsum("nd,nd->n", vectors, vectors) - 1) < 1e-3  # false for NaN as well
        return {rows[number][0]: vectors[number] for number in np.flatnonzero(is_unit)}

    def _put(self, space: str, statement: str, vectors: Iterable[tuple[str | bytes, Floats]]) -> None:
        pairs = list(vectors)
        if not pairs:
            return
        dimension = len(pairs[0][1])
        with cache_errors(self.path), transaction(self._connection):
            self._connection.execute(
                "INSERT INTO spaces (key, dimension) VALUES (?, ?) ON CONFLICT DO NOTHING", (space, dimension)
            )
            known = self._find_space(space)
            if known is None or any(vector.shape != (known.dimension,) for _, vector in pairs):
                raise ValueError(
                    f"the space {space!r} does not hold vectors of dimension {dimension}: {known}"
                )
            rows = ((known.id, key, vector.astype(BLOB_DTYPE).tobytes()) for key, vector in pairs)
            self._connection.executemany(statement, rows)

    def _find_space(self, key: str) -> _Space | None:
        row = self._connection.execute("SELECT id, dimension FROM spaces WHERE key = ?", (key,)).fetchone()
        return None if row is None else _Space(*row)


@dataclass(frozen=True, slots=True)
class _Space:
    id: int
    dimension: int


def _is_racy(reading: Reading) -> bool:
    """Whether the file could change after the reading and keep its stamp.

    A file written just before the reading may be written once more within the same tick of the file system's
    clock: new content, same times. Git has the same trouble with its index and calls such an entry racily
    clean (git's Documentation/technical/racy-git). Here it is not recorded, and the file is read again by the
    next run. Times from the future prove nothing either.
    """
    stamp = reading.file.stamp
    return max(stamp.mtime_ns, stamp.ctime_ns) > reading.read_ns - RACY_NS


def _stamp_text(stamp: FileStamp) -> str:
    # Text, because inode numbers have up to 128 bits and SQLite's integers 63. Without the device, whose
    # number changes when a disk is plugged in again.
    return f"{stamp.size_bytes} {stamp.mtime_ns} {stamp.ctime_ns} {stamp.inode}"


def _parts(keys: Mapping[Stored, Item]) -> Iterator[dict[Stored, Item]]:
    """The mapping in pieces, each small enough for one query."""
    rest = iter(keys.items())
    while part := dict(islice(rest, ROWS_AT_ONCE)):
        yield part


def _marks(keys: Collection[object]) -> str:
    """A placeholder a key."""
    return ", ".join("?" * len(keys))
