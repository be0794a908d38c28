"""The folders below a root and the files in each. Follows no symlink, opens no picture, ends at no error."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from snapsort.errors import UsageError
from snapsort.photos.content import photo_error, stamp_of
from snapsort.photos.ignore import IGNORE_FILE, IgnoreRules, make_rules
from snapsort.records import LeftFolder, LeftReason, Problem, SourceFile


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What of a tree is scanned.

    Args:
        recursive: whether folders below the root count.
        exclude: gitignore patterns, relative to the root; they win over `.snapsortignore`.
        include_hidden: whether dot-files count. Trash and thumbnail folders never do.
        skip_folders: absolute; left out wherever they are met, by identity and not by spelling.
        one_file_system: whether folders on another file system than the root's are left out.
        include_repositories: whether folders below the root that hold a `.git`, `.hg` or `.svn` count.
        max_depth: 1 is the root's own files, as in `find -maxdepth`; None is no limit.
    """

    recursive: bool = True
    exclude: tuple[str, ...] = ()
    include_hidden: bool = False
    skip_folders: tuple[Path, ...] = ()
    one_file_system: bool = False
    include_repositories: bool = False
    max_depth: int | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder holds, in name order. `special` are FIFOs, sockets and devices: never to be opened.

    `left` are folders that are not looked into on purpose.
    """

    files: tuple[SourceFile, ...]
    special: tuple[Path, ...]
    problems: tuple[Problem, ...]
    left: tuple[LeftFolder, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder still to be looked into. `parts` is its path below the root."""

    path: Path
    parts: tuple[str, ...]
    rules: IgnoreRules


@dataclass(frozen=True, slots=True)
class _Below:
    """A folder that was met in another one."""

    place: _Place
    status: os.stat_result


def walk(root: Path, options: ScanOptions) -> Iterator[Folder]:
    """Each folder below an absolute root, the root first. Each folder once, even if mounted in two places.

    Raises:
        UsageError: the root is no folder, or an exclude pattern cannot be understood.
    """
    top = _status_of_root(root)
    sorted_already = _identities(options.skip_folders)
    seen = {_identity(top)}
    pending = [_Place(root, (), make_rules(options.exclude, include_hidden=options.include_hidden))]
    while pending:
        place = pending.pop()
        if place.parts and not options.include_repositories and _is_repository(place.path):
            yield _left(place.path, "repository")
            continue
        folder, below = _look_into(place)
        yield folder
        if not _goes_deeper(options, depth=len(place.parts) + 1):
            continue
        for met in below:
            identity = _identity(met.status)
            elsewhere = options.one_file_system and met.status.st_dev != top.st_dev
            if identity in sorted_already:
                yield _left(met.place.path, "sorted")
            elif not elsewhere and identity not in seen:
                seen.add(identity)
                pending.append(met.place)


def problem_of(path: Path, error: OSError) -> Problem:
    """The problem that the file system's error is for a file or folder."""
    found = photo_error(error)
    return Problem(path, "scan", found.code, found.reason)


def _goes_deeper(options: ScanOptions, *, depth: int) -> bool:
    return options.recursive and (options.max_depth is None or depth < options.max_depth)


def _look_into(place: _Place) -> tuple[Folder, list[_Below]]:
    try:
        rules = place.rules.within(place.path, depth=len(place.parts))
        # Of all ways to a path for each name, iterating makes them in the least time.
        paths = [path for path in place.path.iterdir() if not rules.skips_name(path.name)]
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror})"
        return _closed(Problem(place.path, "scan", "unreadable_folder", reason)), []
    except ValueError as error:
        # Going on without the user's rules could move what they wanted left alone.
        reason = f"the folder is left alone: its {IGNORE_FILE} cannot be understood ({error})"
        return _closed(Problem(place.path, "scan", "bad_ignore_file", reason)), []
    return _sort_out(place, sorted(paths, key=_name_of), rules)


_name_of = attrgetter("name")


def _sort_out(place: _Place, paths: list[Path], rules: IgnoreRules) -> tuple[Folder, list[_Below]]:
    files: list[SourceFile] = []
    special: list[Path] = []
    problems: list[Problem] = []
    below: list[_Below] = []
    for path in paths:
        try:
            status = os.lstat(path)
        except OSError as error:
            problems.append(problem_of(path, error))
            continue
        file_type = stat.S_IFMT(status.st_mode)
        if rules.has_patterns and rules.leaves_out(
            (*place.parts, path.name), is_folder=file_type == stat.S_IFDIR
        ):
            continue
        if file_type == stat.S_IFREG:
            files.append(SourceFile(path, stamp_of(status)))
        elif file_type == stat.S_IFDIR:
            below.append(_Below(_Place(path, (*place.parts, path.name), rules), status))
        else:  # links are not followed: what they lead to may lie anywhere
            special.append(path)
    return Folder(tuple(files), tuple(special), tuple(problems)), below


def _closed(problem: Problem) -> Folder:
    return Folder(files=(), special=(), problems=(problem,))


def _left(path: Path, reason: LeftReason) -> Folder:
    return Folder(files=(), special=(), problems=(), left=(LeftFolder(path, reason),))


def _is_repository(path: Path) -> bool:
    """Whether a program keeps this folder: moving a picture out of it would break somebody's work.

    Of a closed folder nobody knows; that it cannot be read is found out next.
    """
    return any(os.path.lexists(path / name) for name in (".git", ".hg", ".svn"))


def _status_of_root(root: Path) -> os.stat_result:
    try:
        status = root.stat()
    except OSError as error:
        raise UsageError(
            f"{root} cannot be read ({error.strerror})", hint="Name a folder that exists."
        ) from error
    if not stat.S_ISDIR(status.st_mode):
        raise UsageError(f"{root} is not a folder", hint="Name the folder that the pictures are in.")
    return status


def _identities(folders: tuple[Path, ...]) -> set[tuple[int, int]]:
    """Device and inode of those that exist: `Screenshots` and `screenshots` may be one folder."""
    return {_identity(folder.stat()) for folder in folders if folder.exists()}


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
