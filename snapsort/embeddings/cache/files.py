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
from snapsort.records import UNSEEN, Details, FileStamp, Fingerprint, Seen, SourceFile

RACY_NS = 2_000_000_000
"""The coarsest clock of a file system in use: FAT stores times in steps of 2 s."""

_ENCODING, _ERRORS = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
"""What `os.fsencode` does, which takes four times as long for a name."""

Column: TypeAlias = Literal["kind", "fingerprint", "details"]
_COLUMNS: tuple[Column, ...] = ("kind", "fingerprint", "details")

_QUERY = f"SELECT name, stamp, {', '.join(_COLUMNS)} FROM files WHERE folder = ? AND name BETWEEN ? AND ?"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen in a file, beginning at `read_ns` (Unix time)."""

    file: SourceFile
    value: str | bytes
    read_ns: int


def find_seen(connection: sqlite3.Connection, files: Sequence[SourceFile]) -> list[Seen]:
    """What was seen in each file, in order; nothing in those that nobody has seen, or that have changed.

    One query a folder, so that a million known files of others cost nothing.
    """
    found = [UNSEEN] * len(files)
    for folder, members in _by_folder(files).items():
        names = [name for name, _ in members]
        known = {row[0]: row for row in connection.execute(_QUERY, (folder, min(names), max(names)))}
        for name, place in members:
            row = known.get(name)
            if row is not None and row[1] == _stamp_text(files[place].stamp):
                found[place] = Seen(row[2], _fingerprint(row[3]), _details(row[4]))
    return found


def put_seen(connection: sqlite3.Connection, items: Iterable[Sighting], column: Column) -> None:
    """Remember what was seen, except in files that could change without showing it (see `_is_racy`)."""
    rows = [
        (*split_path(os.fsencode(item.file.path)), _stamp_text(item.file.stamp), item.value)
        for item in items
        if not _is_racy(item.file.stamp, item.read_ns)
    ]
    if rows:
        with transaction(connection):
            connection.executemany(_statement(column), rows)


def details_text(details: Details) -> str:
    """How details are kept."""
    taken = "" if details.taken_s is None else repr(details.taken_s)
    return f"{details.kind} {details.width_px} {details.height_px} {taken}"


def _details(text: str | None) -> Details | None:
    if text is None:
        return None
    try:
        kind, width, height, taken = text.split(" ")
        return Details(kind, int(width), int(height), float(taken) if taken else None)
    except ValueError:  # what cannot be understood is looked at again
        return None


def _fingerprint(content: bytes | None) -> Fingerprint | None:
    return Fingerprint(content.hex()) if content is not None and len(content) == 32 else None


def _statement(column: Column) -> str:
    """What was seen in the file as it was before is forgotten, what was seen in the same file is kept."""
    others = (other for other in _COLUMNS if other != column)
    kept = ", ".join(f"{other} = CASE stamp WHEN excluded.stamp THEN {other} END" for other in others)
    return f"""
        INSERT INTO files (folder, name, stamp, {column}) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
        SET stamp = excluded.stamp, {column} = excluded.{column}, {kept}
    """


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
