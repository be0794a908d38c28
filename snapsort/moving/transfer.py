"""Getting one file from here to there so that nothing is ever replaced and nothing is ever lost.

Targets are created exclusively by the file system. Looking first and acting then would lose against
another process that comes in between.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from snapsort.errors import PhotoError
from snapsort.files import hash_file, sync_folder
from snapsort.moving.kernel import NOT_OFFERED, rename_if_free
from snapsort.records import Fingerprint

_NO_LINKS = NOT_OFFERED | {errno.EPERM, errno.EMLINK}
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class VerifiedCopy:
    """A copy that was read back from the disk and found equal, before it gets its name."""

    inode: int
    fingerprint: Fingerprint


def move_exclusively(source: Path, target: Path) -> None:
    """Rename within a file system; FileExistsError when the target exists, OSError EXDEV across two."""
    if sys.platform == "win32":
        source.rename(target)  # never replaces there
    elif not rename_if_free(source, target):
        rename_by_link(source, target)


def rename_by_link(source: Path, target: Path) -> None:
    """Rename where the kernel offers no rename that refuses: a second name, then without the first."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        rename_over_placeholder(source, target)
        return
    _unlink_or_take_back(source, target)


def rename_over_placeholder(source: Path, target: Path) -> None:
    """Rename where there are no links either: an empty file of our own holds the name, and is replaced."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        source.replace(target)
    except OSError:
        target.unlink()
        raise


def move_across(
    source: Path, target: Path, *, part: Path, on_verified: Callable[[VerifiedCopy], None]
) -> None:
    """Move to another file system: a verified copy, and only then the source goes."""
    if not os.access(source.parent, os.W_OK):  # before copying for nothing
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))
    before = source.lstat()
    copy_exclusively(source, target, part=part, on_verified=on_verified)
    after = source.lstat()
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (
        after.st_ino,
        after.st_size,
        after.st_mtime_ns,
    ):
        target.unlink()  # ours, made a moment ago; the source is another one now
        raise PhotoError("changed", "it changed while it was being copied")
    _unlink_or_take_back(source, target)
    sync_folder(source.parent)


def copy_exclusively(
    source: Path, target: Path, *, part: Path, on_verified: Callable[[VerifiedCopy], None]
) -> None:
    """Copy with times and extended attributes; the target appears whole or not at all.

    Args:
        source: the file; it must not change meanwhile, or PhotoError.
        target: FileExistsError when it exists.
        part: where the copy grows, beside the target; gone afterwards in any case.
        on_verified: called when the copy was read back equal, right before it gets its name.
    """
    try:
        written = _write_part(source, part)
        if hash_file(part) != written:
            raise PhotoError("copy_differs", "the copy does not read back as it was written")
        on_verified(VerifiedCopy(part.lstat().st_ino, written))
        move_exclusively(part, target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)


def write_exclusively(
    content: bytes, source: Path, target: Path, *, part: Path, on_verified: Callable[[VerifiedCopy], None]
) -> None:
    """Write a file that is made from another one, with that one's times; it appears whole or not at all.

    Args:
        content: what goes into it.
        source: what it was made from.
        target: FileExistsError when it exists.
        part: where it grows, beside the target; gone afterwards in any case.
        on_verified: called when it was read back equal, right before it gets its name.
    """
    written = Fingerprint(hashlib.sha256(content).hexdigest())
    try:
        with part.open("xb") as writer:
            writer.write(content)
            writer.flush()
            status = source.stat()
            os.utime(part, ns=(status.st_atime_ns, status.st_mtime_ns))
            os.fsync(writer.fileno())
        if hash_file(part) != written:
            raise PhotoError("copy_differs", "the file does not read back as it was written")
        on_verified(VerifiedCopy(part.lstat().st_ino, written))
        move_exclusively(part, target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)


def open_private(path: str, flags: int) -> int:
    """An opener for files that nobody else may read until they have their permissions."""
    return os.open(path, flags, 0o600)


def copy_metadata(source: Path, part: Path) -> None:
    """Give a new file the owner, where that may be, the times, permissions and attributes of another."""
    status = source.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give a file away; the copy is then the user's own
            os.chown(part, status.st_uid, status.st_gid)
    shutil.copystat(source, part)


def _unlink_or_take_back(source: Path, target: Path) -> None:
    try:
        source.unlink()
    except OSError:
        target.unlink()  # ours, made a moment ago; the source is still there
        raise


def _write_part(source: Path, part: Path) -> Fingerprint:
    digest = hashlib.sha256()
    with source.open("rb") as reader, open(part, "xb", opener=open_private) as writer:
        before = os.fstat(reader.fileno())
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        after = os.fstat(reader.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise PhotoError("changed", "it changed while it was being copied")
        copy_metadata(source, part)
        os.fsync(writer.fileno())
        if hasattr(os, "posix_fadvise"):  # so that reading back asks the disk, not the memory
            os.posix_fadvise(writer.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return Fingerprint(digest.hexdigest())
