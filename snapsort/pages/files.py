"""Writing pages: whole or not at all, and never over something that is there unless it was asked for."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from snapsort.errors import RefusedForSafety, UsageError
from snapsort.files import write_whole
from snapsort.moving.transfer import move_exclusively

OWN_MARK = b'<meta name="generator" content="snapsort">'


def check_page(path: Path, *, suffixes: Collection[str], overwrite: bool) -> None:
    """Raise unless a page can be written to this path, as far as can be known before it is made.

    Raises:
        UsageError: its extension is none of these, or there is no such folder.
        RefusedForSafety: something is there already.
    """
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"{path.name} is no page", hint=f"let it end with {' or '.join(sorted(suffixes))}")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    if os.path.lexists(path) and not (overwrite and path.is_file()):
        raise RefusedForSafety(f"{path} exists", hint="another name, or --overwrite")


def write_page(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a page; it appears whole or not at all.

    Raises:
        RefusedForSafety: something is there already, also if it came meanwhile.
        UsageError: it cannot be written.
    """
    try:
        with write_whole(path, put=os.replace if overwrite else move_exclusively) as file:
            file.write(content)
    except FileExistsError as error:
        raise RefusedForSafety(f"{path} exists", hint="another name, or --overwrite") from error
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def is_own_page(path: Path) -> bool:
    """Whether a page that snapsort made lies there, which a new one may replace."""
    if not path.is_file():  # opening a FIFO would wait for somebody to write
        return False
    try:
        with path.open("rb") as file:
            return OWN_MARK in file.read(2_000)
    except OSError:
        return False
