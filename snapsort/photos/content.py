"""A file's bytes: read once, only if it is still the file that was scanned, and their fingerprint."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from snapsort.errors import PhotoError
from snapsort.files import hash_stream
from snapsort.photos.kinds import HEAD_BYTES
from snapsort.records import FileStamp, Fingerprint, SourceFile

MAX_CONTENT_BYTES = 2 * 1024**3
"""No picture is that large, and a file is read into memory whole."""


def read_content(file: SourceFile) -> bytes:
    """All bytes of a scanned file.

    Raises:
        PhotoError: `gone`, `unreadable`, `empty`, `too_large`, or `changed` when size or modification time
            differ from the stamp before or after reading.
    """
    try:
        with open_regular(file.path) as stream:
            _check_unchanged(file.stamp, stream)
            _check_size(file.stamp.size_bytes)
            content = stream.read(file.stamp.size_bytes)
            _check_unchanged(file.stamp, stream)
    except OSError as error:
        raise photo_error(error) from error
    if len(content) != file.stamp.size_bytes:
        raise PhotoError("changed", "it changed while it was read")
    return content


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a file, and its stamp when they were read."""

    content: bytes
    stamp: FileStamp


def read_head(path: Path) -> Head:
    """The first bytes of a file: enough for `kinds.find_kind`.

    Raises:
        PhotoError: `gone` or `unreadable`.
    """
    # Without a stream: half the time, and a scan does it for each file.
    try:
        descriptor = _open_regular(path)
        try:
            return Head(os.read(descriptor, HEAD_BYTES), stamp_of(os.fstat(descriptor)))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise photo_error(error) from error


def fingerprint(content: bytes) -> Fingerprint:
    """The fingerprint of these bytes."""
    return Fingerprint(hashlib.sha256(content).hexdigest())


def fingerprint_file(path: Path) -> Fingerprint:
    """The fingerprint of a file's content, read in chunks.

    Raises:
        PhotoError: `gone` or `unreadable`.
    """
    try:
        with open_regular(path) as stream:
            return hash_stream(stream)
    except OSError as error:
        raise photo_error(error) from error


def open_regular(path: Path) -> BufferedReader:
    """The file, open for reading; anything but a regular file is refused without waiting for it.

    Between the scan and now the name may have become a FIFO, which a plain `open` would wait on for ever,
    or a symbolic link.

    Raises:
        OSError: it cannot be opened, or is not a regular file.
    """
    return os.fdopen(_open_regular(path), "rb")


def _open_regular(path: Path) -> int:
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(None, "not a regular file", path)
    return descriptor


def stamp_of(status: os.stat_result) -> FileStamp:
    """The stamp of a file, from its status."""
    return FileStamp(
        size_bytes=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
        device=status.st_dev,
        inode=status.st_ino,
    )


def _check_unchanged(stamp: FileStamp, stream: BufferedReader) -> None:
    now = os.fstat(stream.fileno())
    if (now.st_size, now.st_mtime_ns) != (stamp.size_bytes, stamp.mtime_ns):
        raise PhotoError("changed", "it changed after it was scanned")


def _check_size(size_bytes: int) -> None:
    if size_bytes == 0:
        raise PhotoError("empty", "the file is empty")
    if size_bytes > MAX_CONTENT_BYTES:
        raise PhotoError("too_large", f"it is larger than {MAX_CONTENT_BYTES // 1024**3} GiB")


def photo_error(error: OSError) -> PhotoError:
    """What an error of the file system means for a file."""
    if isinstance(error, FileNotFoundError):
        return PhotoError("gone", "it is no longer there")
    return PhotoError("unreadable", f"it cannot be read ({error.strerror})")
