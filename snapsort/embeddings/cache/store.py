"""What the cache holds: vectors and details by content, prompts by text, a shortcut from file to content."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

import numpy as np

from snapsort.embeddings.cache.database import cache_errors, open_database, transaction
from snapsort.embeddings.cache.files import Seen, find_seen, put_seen
from snapsort.records import Details, Fingerprint, Floats, SourceFile

Key = TypeVar("Key", bound=str)
Stored = TypeVar("Stored", bytes, str)
Item = TypeVar("Item")

BLOB_DTYPE = np.dtype("<f4")

ROWS_AT_ONCE = 500
"""In one query: a tenth of the time that one query a row takes."""


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

    def get_kinds(self, files: Sequence[SourceFile]) -> list[str | None]:
        """What a scan has put of each file, in order; None when it has not, or the file has changed since."""
        with cache_errors(self.path):
            found = find_seen(self._connection, files, "kind")
        return [word if isinstance(word, str) else None for word in found]

    def put_kinds(self, kinds: Iterable[tuple[SourceFile, str]], *, read_ns: int) -> None:
        """Remember what a scan has seen in files after `read_ns`, except in those that were just written."""
        with cache_errors(self.path):
            put_seen(self._connection, (Seen(file, word, read_ns) for file, word in kinds), "kind")

    def get_fingerprints(self, files: Sequence[SourceFile]) -> list[Fingerprint | None]:
        """The fingerprint of each file, in order; None when it has not been read, or has changed since."""
        with cache_errors(self.path):
            found = find_seen(self._connection, files, "fingerprint")
        return [
            Fingerprint(content.hex()) if isinstance(content, bytes) and len(content) == 32 else None
            for content in found
        ]

    def put_fingerprints(self, readings: Iterable[Reading]) -> None:
        """Remember what was read, except of files that were just written."""
        seen = (Seen(item.file, bytes.fromhex(item.fingerprint), item.read_ns) for item in readings)
        with cache_errors(self.path):
            put_seen(self._connection, seen, "fingerprint")

    def find_vectors(
        self, space: str, fingerprints: Iterable[Fingerprint]
    ) -> Iterator[FoundVectors[Fingerprint]]:
        """The photo vectors that are there, some hundred at a time, in no order that counts."""
        keys = {bytes.fromhex(fingerprint): fingerprint for fingerprint in fingerprints}
        yield from self._find(space, "SELECT fingerprint, vector FROM vectors WHERE fingerprint", keys)

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
        return _by_key(self._find(model_key, "SELECT prompt, vector FROM prompts WHERE prompt", keys))

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
        # In the order of the table, whose pages are so read one after the other: two thirds of the time.
        keys = {bytes.fromhex(fingerprint): fingerprint for fingerprint in sorted(fingerprints)}
        found = {}
        with cache_errors(self.path):
            for part in _parts(keys):
                query = f"SELECT * FROM details WHERE fingerprint IN ({_marks(part)})"
                for key, kind, width, height, taken_s in self._connection.execute(query, list(part)):
                    found[part[key]] = Details(kind, width, height, taken_s)
        return found

    def put_details(self, details: Mapping[Fingerprint, Details]) -> None:
        """Remember what headers say."""
        rows = [
            (bytes.fromhex(fingerprint), item.kind, item.width_px, item.height_px, item.taken_s)
            for fingerprint, item in details.items()
        ]
        with cache_errors(self.path), transaction(self._connection):
            self._connection.executemany("INSERT OR REPLACE INTO details VALUES (?, ?, ?, ?, ?)", rows)

    def _find(self, space: str, query: str, keys: Mapping[Stored, Key]) -> Iterator[FoundVectors[Key]]:
        with cache_errors(self.path):
            known = self._find_space(space)
            if known is not None:
                for part in _parts(keys):
                    yield self._read(known, query, part)

    def _read(self, space: _Space, query: str, keys: Mapping[Stored, Key]) -> FoundVectors[Key]:
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


def _marks(keys: Collection[object]) -> str:
    """A placeholder a key."""
    return ", ".join("?" * len(keys))
