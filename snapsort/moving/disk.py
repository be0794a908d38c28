"""Looking at the disk, and nothing else: what is there, is it what it was, where would a path really lead."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from snapsort.errors import PhotoError
from snapsort.files import hash_file
from snapsort.moving.names import parts_below
from snapsort.moving.steps import Step
from snapsort.records import Fingerprint

_CODES = {
    errno.EEXIST: ("target_taken", "something of that name is already there"),
    errno.ENOENT: ("gone", "it is no longer there"),
    errno.ENOSPC: ("no_space", "the disk is full"),
    errno.EDQUOT: ("no_space", "the disk quota is used up"),
    errno.EFBIG: ("no_space", "the file is too large for the target's file system"),
    errno.EROFS: ("read_only", "the file system is read-only"),
    errno.EACCES: ("no_permission", "permission denied"),
    errno.EPERM: ("no_permission", "the operation is not permitted"),
    errno.ENAMETOOLONG: ("name_too_long", "the target's name is too long for its file system"),
    errno.ENOTDIR: ("not_a_folder", "a part of the target's path is a file"),
    errno.EXDEV: ("other_device", "a hard link cannot lead to another file system"),
    errno.ELOOP: ("outside", "symbolic links lead round in a circle"),
}
_NOTHING_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}


class DiskFolders:
    """What already lies in the target folders, for planning."""

    def names(self, folder: Path) -> Iterable[str]:
        """The names in a folder; none when there is no such folder."""
        try:
            return os.listdir(folder)  # noqa: PTH208  # names, not paths
        except (FileNotFoundError, NotADirectoryError):
            return ()

    def fingerprint(self, path: Path) -> Fingerprint | None:
        """The fingerprint of a regular file, links followed; None for what is none or cannot be read."""
        try:
            return hash_file(path) if stat.S_ISREG(path.stat().st_mode) else None
        except OSError:
            return None


def look_at(path: Path) -> os.stat_result | None:
    """What is at a path, links not followed; None when nothing is, or can be.

    Raises:
        OSError: nobody can tell, because a folder on the way cannot be looked into.
    """
    try:
        return path.lstat()
    except OSError as error:
        if error.errno not in _NOTHING_THERE:
            raise
        return None


def check_unchanged(path: Path, step: Step) -> None:
    """Raise PhotoError unless a file is still the one that the step was planned for.

    Size and time of change must agree, or else, when only the time differs, the content.
    """
    status = look_at(path)
    if status is None:
        raise PhotoError("gone", "it is no longer there")
    if not stat.S_ISREG(status.st_mode):
        raise PhotoError("changed", "it is no longer a regular file")
    if status.st_size != step.size_bytes:
        raise PhotoError("changed", "it has changed since")
    if status.st_mtime_ns != step.mtime_ns and (
        step.fingerprint is None or hash_file(path) != step.fingerprint
    ):
        raise PhotoError("changed", "it has changed since")


def check_confined(path: Path, bases: Iterable[Path]) -> None:
    """Raise PhotoError unless a new file at this path really lands below the base that its name is below.

    A symbolic link on the way must not lead a file out of the folder that the user named.
    """
    base = next((base for base in bases if parts_below(path, base) is not None), None)
    if base is None or not (_is_plainly_below(path, base) or _real(path.parent).is_relative_to(_real(base))):
        raise PhotoError("outside", "a symbolic link leads out of the folder that was asked for")


def check_is_twin(step: Step) -> None:
    """Raise PhotoError unless what the step removes is still the twin of an original that stays.

    What was created is no twin; it must be what was made.
    """
    status = look_at(step.target)
    if status is None:
        raise PhotoError("gone", "it is no longer there")
    if step.action == "remove_symlink":
        is_twin = stat.S_ISLNK(status.st_mode) and step.target.readlink() == link_text(step)
    elif step.action == "remove_hardlink":
        is_twin = is_same_file(step.source, step.target)
    elif step.action == "remove_created":
        is_twin = stat.S_ISREG(status.st_mode) and hash_file(step.target) == step.fingerprint
    else:
        check_unchanged(step.target, step)
        is_twin = has_same_content(step.source, step.target)
    if not is_twin:
        raise PhotoError(
            "changed", "it is not what the run left there, so it may be the only one of its kind"
        )


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths are names of one file, links not followed."""
    first, second = look_at(one), look_at(other)
    return first is not None and second is not None and os.path.samestat(first, second)


def has_same_content(one: Path, other: Path) -> bool:
    """Whether two regular files hold the same bytes, by hash; False when one is missing."""
    first, second = look_at(one), look_at(other)
    if first is None or second is None or first.st_size != second.st_size:
        return False
    if not (stat.S_ISREG(first.st_mode) and stat.S_ISREG(second.st_mode)):
        return False
    return hash_file(one) == hash_file(other)


def link_text(step: Step) -> Path:
    """What a symbolic link at the target must hold to lead to the source: relative where there is a way."""
    source = _real(step.source.parent) / step.source.name
    try:
        return Path(os.path.relpath(source, _real(step.target.parent)))
    except ValueError:  # another drive on Windows
        return source


def explain_error(error: OSError) -> PhotoError:
    """What an error of the operating system means for one photo."""
    code, reason = _CODES.get(error.errno or 0, ("io_error", error.strerror or str(error)))
    return PhotoError(code, reason)


def _is_plainly_below(path: Path, base: Path) -> bool:
    """Whether each folder on the way from the base to a path is there and is no link.

    Then the path lies below what the base really is, whatever that is. Resolving both says the same, but
    looks at each of their parts, from the root of the file system on.
    """
    below = parts_below(path, base)
    if not below or ".." in below or os.name == "nt":  # a junction of Windows passes for a folder
        return False
    folder = str(base)
    for name in below[:-1]:
        folder = f"{folder}{os.sep}{name}"
        try:
            if not stat.S_ISDIR(os.lstat(folder).st_mode):
                return False
        except OSError:
            return False
    return True


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
