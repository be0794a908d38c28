"""Files as wholes: written whole or not at all, and the fingerprint of what is in one."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from snapsort.records import Fingerprint

_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextmanager
def write_whole(path: Path, *, put: Callable[[Path, Path], object] = os.replace) -> Iterator[BinaryIO]:
    """A file to write into; when the block ends without an error it is at the path, whole and synced.

    A reader sees what was there before or all of the new content. It grows in a file of its own beside the
    path, whose name nobody can guess, so that two writers at once and planted links come to nothing.

    Args:
        path: in a folder that exists; a link there is replaced itself, not the file that it leads to.
        put: gives the finished file its name; the default replaces what has that name.

    Raises:
        OSError: it cannot be written; then nothing has changed.
    """
    part = path.with_name(f".snapsort-{secrets.token_hex(8)}.part")
    file = part.open("xb")  # never through a link, never into a file that is there
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        put(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system knows how."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)


def hash_file(path: Path) -> Fingerprint:
    """The fingerprint of a file's content, read in chunks."""
    with path.open("rb") as file:
        return hash_stream(file)


def hash_stream(file: BufferedReader) -> Fingerprint:
    """The fingerprint of what is still to be read from an open file, read in chunks."""
    return Fingerprint(hashlib.file_digest(file, "sha256").hexdigest())
