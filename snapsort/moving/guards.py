"""Refusals: folders in which sorting pictures could do harm."""

from __future__ import annotations

import os
from pathlib import Path

from snapsort.errors import RefusedForSafety, UsageError
from snapsort.moving.journal import MIRROR, JournalFolder
from snapsort.moving.plan import PlanTarget
from snapsort.moving.runs import find_unfinished

# With everything below them. Lower case; drive letters are taken off before comparing.
_SYSTEM_TREES = (
    *("/bin", "/boot", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/sbin", "/sys", "/usr"),
    *("/applications", "/library", "/system", "/private/etc"),
    *("/windows", "/program files", "/program files (x86)", "/programdata"),
)
# Only themselves: below them people do keep pictures.
_SYSTEM_FOLDERS = frozenset(
    {"/dev", "/home", "/media", "/mnt", "/opt", "/private", "/private/var", "/run", "/srv", "/tmp"}
    | {"/users", "/var", "/volumes"}
)
_PROJECT_MARKS = (
    ".git",
    ".hg",
    ".svn",
    "pyproject.toml",
    "package.json",
    "Cargo.toml",
    "go.mod",
    "pom.xml",
    "CMakeLists.txt",
)


def check_folders(root: Path, into: Path, *, home: Path, state: Path, force: bool) -> None:
    """Raise unless pictures below root may be moved to into.

    Args:
        root: the folder to sort.
        into: the folder that photos go to; it may be missing.
        home: the user's home folder.
        state: snapsort's own state folder.
        force: go on in system folders, the home folder itself and projects, as the user has asked.

    Raises:
        UsageError: root is missing, is no folder, or cannot be read.
        RefusedForSafety: going on could harm the user's files.
    """
    _check_readable(root)
    if into.exists() and not into.is_dir():
        raise RefusedForSafety(f"{into} is a file, so no photo can go into it", hint="choose another --into")
    for folder in (root, into):
        if folder.resolve().is_relative_to(state.resolve()) or MIRROR in folder.resolve().parts:
            raise RefusedForSafety(f"{folder} belongs to snapsort itself", hint="choose another folder")
    danger = _find_danger(root, into, home)
    if danger and not force:
        raise RefusedForSafety(danger, hint="choose a folder with pictures, or add --force if you are sure")


def check_target(target: PlanTarget) -> None:
    """Raise before the work begins what each file would fail at later.

    Raises:
        RefusedForSafety: `into` cannot be written to, so there could be no journal.
        UsageError: hard links are wanted from one file system to another.
    """
    folder = check_writable(target.into)
    if target.mode == "hardlink" and folder.stat().st_dev != target.root.stat().st_dev:
        raise UsageError(
            f"hard links cannot lead from {target.root} to {target.into}, another file system",
            hint="--copy, or --link sym",
        )


def check_writable(into: Path) -> Path:
    """The folder itself, or the nearest above it that exists.

    Raises:
        RefusedForSafety: it cannot be written to, so there could be no journal.
    """
    folder = next(path for path in (into, *into.parents) if path.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RefusedForSafety(
            f"{folder} cannot be written to", hint="--into names another folder for what is sorted"
        )
    return folder


def check_settled(into: Path, journals: JournalFolder) -> None:
    """Raise RefusedForSafety when a run into this folder was killed and has not been recovered."""
    for run in find_unfinished(journals):
        if run.into == into:
            raise RefusedForSafety(
                f"run {run.id} into {into} was interrupted and is not settled", hint="snapsort recover"
            )


def _check_readable(root: Path) -> None:
    if not root.exists():
        raise UsageError(f"there is no folder {root}")
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder")
    if not os.access(root, os.R_OK | os.X_OK):
        raise UsageError(f"the folder {root} cannot be read: permission denied")


def _find_danger(root: Path, into: Path, home: Path) -> str:
    """Why these folders are dangerous; empty when they are not."""
    for folder in (root, into):
        if _is_system(folder):
            return f"{folder} belongs to the system"
    if root.resolve() == home.resolve():
        return f"{root} is the home folder itself, with everything that programs keep there"
    mark = next((mark for mark in _PROJECT_MARKS if (root / mark).exists()), "")
    return f"{root} is a project ({mark} lies in it)" if mark else ""


def _is_system(folder: Path) -> bool:
    """Whether a folder is one of the system's, on any of the systems; upper and lower case are one."""
    real = folder.resolve()
    if real == Path(real.anchor):
        return True
    name = real.as_posix().removeprefix(real.drive).casefold()
    return name in _SYSTEM_FOLDERS or any(
        name == tree or name.startswith(tree + "/") for tree in _SYSTEM_TREES
    )
