"""Files that a user asks for: whole or not at all, and never over something that is there unless asked."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from snapsort.errors import RefusedForSafety, UsageError
from snapsort.files import write_whole
from snapsort.moving.transfer import move_exclusively

OWN_MARK = 'name="generator" content="snapsort"'
"""What stands near the beginning of pages and drawings that a new one may replace unasked."""

OR_OVERWRITE = "another name, or --overwrite"
OWN_ONLY = "another name: only what snapsort has drawn is replaced"


def check_output(path: Path, *, suffixes: Collection[str], overwrite: bool, hint: str = OR_OVERWRITE) -> None:
    """Raise unless a file can be written to this path, as far as can be known beforehand.

    Args:
        hint: what to do when something is there.

    Raises:
        UsageError: its extension is none of these, or there is no such folder.
        RefusedForSafety: something is there already.
    """
    if path.suffix.lower() not in suffixes:
        wanted = " or ".join(sorted(suffixes))
        raise UsageError(f"{path.name} does not say what to write", hint=f"let it end with {wanted}")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    if os.path.lexists(path) and not (overwrite and path.is_file()):
        raise RefusedForSafety(f"{path} exists", hint=hint)


def write_output(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Let this be the file at the path.

    Raises:
        RefusedForSafety: something is there already, also if it came meanwhile.
        UsageError: it cannot be written.
    """
    with open_output(path, overwrite=overwrite) as file:
        file.write(content)


@contextmanager
def open_output(path: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """A file to write into; when the block ends without an error it is at the path, whole.

    Raises:
        RefusedForSafety: something is there already, also if it came meanwhile.
        UsageError: it cannot be written.
    """
    try:
        with write_whole(path, put=os.replace if overwrite else move_exclusively) as file:
            yield file
    except FileExistsError as error:
        raise RefusedForSafety(f"{path} exists", hint="another name") from error
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def is_own(path: Path) -> bool:
    """Whether a page or drawing that snapsort made lies there."""
    if not path.is_file():  # opening a FIFO would wait for somebody to write
        return False
    try:
        with path.open("rb") as file:
            return OWN_MARK.encode("ascii") in file.read(2_000)
    except OSError:
        return False
