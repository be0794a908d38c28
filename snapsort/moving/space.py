"""Whether there is room for what a plan copies, before the first file is copied."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path

from snapsort.errors import RefusedForSafety
from snapsort.records import Plan
from snapsort.words import size


def check_space(plan: Plan) -> None:
    """Raise RefusedForSafety unless all that a plan copies fits; a move to another file system is a copy.

    What cannot be looked at counts for nothing: applying says so, picture by picture.
    """
    if plan.mode not in ("copy", "move"):
        return
    find_device = cache(_find_device)  # pictures share few folders
    needed: Counter[int] = Counter()
    folders: dict[int, Path] = {}
    for move in plan.moves:
        for file in move.files:
            source, target = find_device(file.source.path.parent), find_device(file.target.parent)
            if target is not None and (plan.mode == "copy" or source not in (None, target)):
                needed[target] += file.source.stamp.size_bytes
                folders[target] = file.target.parent
    for device, size_bytes in needed.items():
        _check_free(folders[device], size_bytes)


def _check_free(folder: Path, size_bytes: int) -> None:
    with suppress(OSError):  # a file system that does not say how full it is
        free_bytes = shutil.disk_usage(_find_existing(folder)).free
        if size_bytes > free_bytes:
            raise RefusedForSafety(
                f"{size(size_bytes)} are to go to {folder}, where {size(free_bytes)} are free",
                hint="nothing was changed; make room, or sort a part of the folder at a time",
            )


def _find_device(folder: Path) -> int | None:
    """The file system that a folder lies on, or will when it is made; None when it cannot be looked at."""
    try:
        return _find_existing(folder).stat().st_dev
    except OSError:
        return None


def _find_existing(folder: Path) -> Path:
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)
