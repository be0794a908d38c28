"""Opens the cache's SQLite file and brings it up to date. A file that is not a cache is never written to."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from snapsort.errors import CacheError, CacheNotWritable

BUSY_TIMEOUT_S = 30.0
"""How long to wait for another process; a transaction here takes milliseconds."""

# "snap" in the file's header tells a cache from anybody's database (sqlite.org/fileformat2.html, 1.3.15).
APPLICATION_ID = 0x736E6170

# A vector has 2 to 4 KB. Pages of the default 4096 bytes hold one and waste the rest: 4.2 KB a row of 512
# dimensions, against 2.4 KB with 16 KB pages, at the same speed.
PAGE_BYTES = 16384

_SEPARATOR = os.fsencode(os.sep)

HINT = "delete it (a cache is built again by itself), or go on without it: --no-cache"


def open_database(path: Path | None) -> sqlite3.Connection:
    """A connection to an up-to-date cache, made when it is not there; None gives one in memory.

    Transactions are explicit (`transaction`); outside of one, each statement is its own.

    Raises:
        CacheNotWritable: the file or its folder may not be written, or lies on a read-only file system.
        CacheError: the file cannot be opened, is damaged, is no cache, or was written by a newer version.
    """
    with cache_errors(path):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path or ":memory:", timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            _prepare(connection, path)
            _check_may_be_written(path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def cache_errors(path: Path | None) -> Iterator[None]:
    """SQLite's errors and the file system's become CacheError, with what to do about it."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        kind = CacheNotWritable if _is_refusal(error) else CacheError
        raise kind(f"the cache {path or 'in memory'} cannot be used: {error}", hint=HINT) from error


def _is_refusal(error: sqlite3.Error | OSError) -> bool:
    """Whether the file system refuses writing, and nothing is wrong with the file."""
    if isinstance(error, OSError):
        return error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    # The lowest byte of an extended code (sqlite.org/rescode.html); errors of Python's own have none.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, also when interrupted.

    The write lock is taken at once: a transaction that reads first and writes later fails, without waiting,
    when another process has written in between.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    version = _check_is_cache(connection, path)
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    if version < len(_MIGRATIONS):
        _migrate(connection)
    # Readers and a writer do not wait for each other. SQLite keeps its older way, slower and just as safe,
    # where there is no shared memory (network drives), and sometimes at once, without waiting for the lock,
    # when another process is opening a new cache at this instant.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    # After a power cut the last transactions may be missing, which costs time; the file stays sound.
    connection.execute("PRAGMA synchronous = NORMAL")


def _check_may_be_written(path: Path | None) -> None:
    """Raise PermissionError now, not after the first pictures: SQLite opens what may only be read, too."""
    for place in () if path is None else (path, path.parent):
        if not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def _check_is_cache(connection: sqlite3.Connection, path: Path | None) -> int:
    """The version of the cache, 0 for a new file."""
    connection.execute("BEGIN")  # one look, between another process's transactions
    version = _number(connection, "user_version")
    owner = _number(connection, "application_id")
    is_empty = _number(connection, "schema_version") == 0
    connection.execute("COMMIT")
    if owner != APPLICATION_ID and not (is_empty and owner == version == 0):
        raise CacheError(
            f"{path} is a database, but not a cache of snapsort", hint="name another file, or use --no-cache"
        )
    if version > len(_MIGRATIONS):
        raise CacheError(
            f"the cache {path} was written by a newer snapsort: format {version}, not {len(_MIGRATIONS)}",
            hint=f"update snapsort, or {HINT}",
        )
    return version


def _migrate(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        # Read again under the lock: another process may have done it meanwhile.
        done = _number(connection, "user_version")
        for version, migration in enumerate(_MIGRATIONS[done:], start=done + 1):
            migration(connection)
            connection.execute(f"PRAGMA user_version = {version}")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)


def _make_first_tables(connection: sqlite3.Connection) -> None:
    # Vectors have a rowid although their key is their identity: rows of this size in a WITHOUT ROWID table
    # take 15 % more room and four times as long to write (measured with 512 and 768 dimensions).
    for statement in (
        f"PRAGMA application_id = {APPLICATION_ID}",
        """CREATE TABLE spaces (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            dimension INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE vectors (
            space INTEGER NOT NULL REFERENCES spaces (id),
            fingerprint BLOB NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (space, fingerprint)
        ) STRICT""",
        """CREATE TABLE prompts (
            space INTEGER NOT NULL REFERENCES spaces (id),
            prompt TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (space, prompt)
        ) STRICT""",
        "CREATE TABLE scales (model TEXT PRIMARY KEY, scale REAL NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE files (
            path BLOB PRIMARY KEY,
            stamp TEXT NOT NULL,
            fingerprint BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ):
        connection.execute(statement)


def _make_details_table(connection: sqlite3.Connection) -> None:
    connection.execute(
        """CREATE TABLE details (
            fingerprint BLOB PRIMARY KEY,
            kind TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            taken_s REAL
        ) STRICT, WITHOUT ROWID"""
    )


def _sort_files_by_folder(connection: sqlite3.Connection) -> None:
    """A query for a folder, and room for what else was seen in a file than its fingerprint."""
    connection.create_function("folder_of", 1, lambda path: split_path(path)[0], deterministic=True)
    connection.create_function("name_of", 1, lambda path: split_path(path)[1], deterministic=True)
    for statement in (
        "ALTER TABLE files RENAME TO files_by_path",
        """CREATE TABLE files (
            folder BLOB NOT NULL,
            name BLOB NOT NULL,
            stamp TEXT NOT NULL,
            kind TEXT,
            fingerprint BLOB,
            PRIMARY KEY (folder, name)
        ) STRICT, WITHOUT ROWID""",
        """INSERT INTO files (folder, name, stamp, fingerprint)
            SELECT folder_of(path), name_of(path), stamp, fingerprint FROM files_by_path""",
        "DROP TABLE files_by_path",
    ):
        connection.execute(statement)


def _keep_details_with_files(connection: sqlite3.Connection) -> None:
    """One query for all that was seen in a file; what headers say is read once more."""
    connection.execute("ALTER TABLE files ADD COLUMN details TEXT")
    connection.execute("DROP TABLE IF EXISTS details")


def _make_tables_for_duplicates(connection: sqlite3.Connection) -> None:
    for statement in (
        """CREATE TABLE IF NOT EXISTS glances (
            fingerprint BLOB PRIMARY KEY,
            rule TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            sharpness REAL NOT NULL,
            is_colored INTEGER NOT NULL,
            small_width INTEGER NOT NULL,
            small BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE IF NOT EXISTS comparisons (
            one BLOB NOT NULL,
            other BLOB NOT NULL,
            rule TEXT NOT NULL,
            correlation REAL,
            shared REAL,
            changed REAL,
            added REAL,
            PRIMARY KEY (one, other)
        ) STRICT, WITHOUT ROWID""",
    ):
        connection.execute(statement)


def split_path(path: bytes) -> tuple[bytes, bytes]:
    """The folder of a file, with the separator that ends it, and the file's name."""
    cut = path.rfind(_SEPARATOR) + 1
    return path[:cut], path[cut:]


_MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _make_first_tables,
    _make_details_table,
    _sort_files_by_folder,
    _keep_details_with_files,
    _make_tables_for_duplicates,
)
