"""What the cache holds: vectors by content, prompts by text, and what was seen in which file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

import numpy as np

from snapsort.embeddings.cache.database import cache_errors, open_database, transaction
from snapsort.embeddings.cache.files import Column, Sighting, details_text, find_seen, put_seen
from snapsort.records import Details, Fingerprint, Floats, Seen, SourceFile

if TYPE_CHECKING:
    from snapsort.embeddings.cache.looks import KeptLooks

Key = TypeVar("Key", bound=str)
Stored = TypeVar("Stored", bytes, str)
Item = TypeVar("Item")

BLOB_DTYPE = np.dtype("<f4")

ROWS_AT_ONCE = 500
"""In one query: half of the time that one query a row takes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file and the fingerprint of the content that was read from it, beginning at `read_ns` (Unix time)."""

    file: SourceFile
    fingerprint: Fingerprint
    read_ns: int


@dataclass(frozen=True, slots=True, eq=False)
class FoundVectors(Generic[Key]):
    """Keys, and the vector of each: (m, d) float32, rows of length 1, read-only."""

    keys: tuple[Key, ...]
    vectors: Floats


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

    @property
    def looks(self) -> KeptLooks:
        """The part that is for duplicates."""
        from snapsort.embeddings.cache.looks import KeptLooks  # only they need what it imports

        return KeptLooks(self._connection, self.path)

    def get_seen(self, files: Sequence[SourceFile]) -> list[Seen]:
        """What was put of each file, in order; nothing of those that have changed since."""
        with cache_errors(self.path):
            return find_seen(self._connection, files)

    def put_kinds(self, kinds: Iterable[tuple[SourceFile, str]], *, read_ns: int) -> None:
        """Remember what a scan has seen in files after `read_ns`, except in those that were just written."""
        self._put_seen((Sighting(file, word, read_ns) for file, word in kinds), "kind")

    def put_fingerprints(self, readings: Iterable[Reading]) -> None:
        """Remember what was read, except of files that were just written."""
        sightings = (Sighting(item.file, bytes.fromhex(item.fingerprint), item.read_ns) for item in readings)
        self._put_seen(sightings, "fingerprint")

    def put_details(self, details: Iterable[tuple[SourceFile, Details]], *, read_ns: int) -> None:
        """Remember headers that were read after `read_ns`, except of files that were just written."""
        self._put_seen((Sighting(file, details_text(item), read_ns) for file, item in details), "details")

    def find_vectors(
        self, space: str, fingerprints: Iterable[Fingerprint]
    ) -> Iterator[FoundVectors[Fingerprint]]:
        """The photo vectors that are there, some hundred at a time, in no order that counts."""
        keys = {bytes.fromhex(fingerprint): fingerprint for fingerprint in fingerprints}
        yield from self._find(space, "vectors", "fingerprint", keys)

    def get_vectors(self, space: str, fingerprints: Iterable[Fingerprint]) -> dict[Fingerprint, Floats]:
        """The photo vectors that are there, each (d,) float32 of length 1 and read-only."""
        return _by_key(self.find_vectors(space, fingerprints))

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
        return _by_key(self._find(model_key, "prompts", "prompt", keys))

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

    def _put_seen(self, sightings: Iterable[Sighting], column: Column) -> None:
        with cache_errors(self.path):
            put_seen(self._connection, sightings, column)

    def _find(
        self, space: str, table: str, column: str, keys: Mapping[Stored, Key]
    ) -> Iterator[FoundVectors[Key]]:
        with cache_errors(self.path):
            known = self._find_space(space)
            if known is not None:
                for part in _parts(keys):
                    yield self._read(known, table, column, part)

    def _read(self, space: _Space, table: str, column: str, keys: Mapping[Stored, Key]) -> FoundVectors[Key]:
        # In the order in which they were asked, which is mostly that in which they were put: pages of the
        # file are so read one after the other. `IN` would go by key.
        statement = f"""
            WITH wanted (key) AS (VALUES {", ".join(["(?)"] * len(keys))})
            SELECT key, vector FROM wanted CROSS JOIN {table} ON {column} = key AND space = ?
        """
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
        if not is_unit.all():
            return FoundVectors(tuple(rows[row][0] for row in np.flatnonzero(is_unit)), vectors[is_unit])
        return FoundVectors(tuple(key for key, _ in rows), vectors)

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


def _by_key(found: Iterable[FoundVectors[Key]]) -> dict[Key, Floats]:
    return {key: vector for part in found for key, vector in zip(part.keys, part.vectors, strict=True)}


def _parts(keys: Mapping[Stored, Item]) -> Iterator[dict[Stored, Item]]:
    """The mapping in pieces, each small enough for one query."""
    rest = iter(keys.items())
    while part := dict(islice(rest, ROWS_AT_ONCE)):
        yield part
