"""The shortcut from a file to what was seen in it, good for as long as the file's stamp is the same."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from snapsort.embeddings.cache.database import split_path, transaction
from snapsort.records import FileStamp, SourceFile

RACY_NS = 2_000_000_000
"""The coarsest clock of a file system in use: FAT stores times in steps of 2 s."""

_ENCODING, _ERRORS = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
"""What `os.fsencode` does, which takes four times as long for a name."""

Column: TypeAlias = Literal["kind", "fingerprint"]

_QUERY = "SELECT name, stamp, {0} FROM files WHERE folder = ? AND name BETWEEN ? AND ? AND {0} IS NOT NULL"

_STATEMENT = """
    INSERT INTO files (folder, name, stamp, {0}) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET stamp = excluded.stamp, {0} = excluded.{0}, {1} = CASE stamp WHEN excluded.stamp THEN {1} END
"""
"""What was seen in the file as it was before is forgotten, what was seen in the same file is kept."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a file, beginning at `read_ns` (Unix time)."""

    file: SourceFile
    value: str | bytes
    read_ns: int


def find_seen(
    connection: sqlite3.Connection, files: Sequence[SourceFile], column: Column
) -> list[str | bytes | None]:
    """What was seen in each file, in order; None for those that nobody has seen, or that have changed.

    One query a folder, so that a million known files of others cost nothing.
    """
    found: list[str | bytes | None] = [None] * len(files)
    for folder, members in _by_folder(files).items():
        names = [name for name, _ in members]
        rows = connection.execute(_QUERY.format(column), (folder, min(names), max(names)))
        known = {row[0]: row for row in rows}
        for name, place in members:
            row = known.get(name)
            if row is not None and row[1] == _stamp_text(files[place].stamp):
                found[place] = row[2]
    return found


def put_seen(connection: sqlite3.Connection, items: Iterable[Seen], column: Column) -> None:
    """Remember what was seen, except in files that could change without showing it (see `_is_racy`)."""
    rows = [
        (*split_path(os.fsencode(item.file.path)), _stamp_text(item.file.stamp), item.value)
        for item in items
        if not _is_racy(item.file.stamp, item.read_ns)
    ]
    if rows:
        other = "fingerprint" if column == "kind" else "kind"
        with transaction(connection):
            connection.executemany(_STATEMENT.format(column, other), rows)


def _by_folder(files: Sequence[SourceFile]) -> dict[bytes, list[tuple[bytes, int]]]:
    """The names in each folder, and which of the files they are."""
    folders: dict[str, list[tuple[bytes, int]]] = defaultdict(list)
    for place, file in enumerate(files):
        folder, separator, name = str(file.path).rpartition(os.sep)
        folders[folder + separator].append((name.encode(_ENCODING, _ERRORS), place))
    return {os.fsencode(folder): members for folder, members in folders.items()}


def _is_racy(stamp: FileStamp, read_ns: int) -> bool:
    """Whether the file could change after the reading and keep its stamp.

    A file written just before the reading may be written once more within the same tick of the file system's
    clock: new content, same times. Git has the same trouble with its index and calls such an entry racily
    clean (git's Documentation/technical/racy-git). Here it is not recorded, and the file is read again by the
    next run. Times from the future prove nothing either.
    """
    return max(stamp.mtime_ns, stamp.ctime_ns) > read_ns - RACY_NS


def _stamp_text(stamp: FileStamp) -> str:
    # Text, because inode numbers have up to 128 bits and SQLite's integers 63. Without the device, whose
    # number changes when a disk is plugged in again.
    return f"{stamp.size_bytes} {stamp.mtime_ns} {stamp.ctime_ns} {stamp.inode}"
