"""Writing the demo folder, and never over anything that is not the demo's own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from demo.catalog import OTHER_FILES, PICTURES
from demo.records import File, Picture

MARKER = ".snapsort-demo.json"


class NotOurFolderError(Exception):
    """The folder holds something that the demo has not written; the message names it."""


def write_demo(folder: Path, *, seed: int, pictures: Sequence[Picture] = PICTURES) -> int:
    """Write the demo folder; the number of pictures. An earlier demo in it is replaced, also a sorted one.

    All is drawn before anything changes, and the marker is written first: whenever this is interrupted, the
    next run knows the folder for its own.

    Raises:
        NotOurFolderError: before anything is changed.
    """
    check_is_ours(folder)
    files = [
        *(File(picture.name, picture.taken, picture.content(seed)) for picture in pictures),
        *OTHER_FILES,
    ]
    empty(folder)
    fingerprints = sorted({fingerprint(file.content) for file in files})
    (folder / MARKER).write_text(json.dumps({"files": fingerprints}, indent=1), "utf-8")
    for file in files:
        write(file, folder)
    return len(pictures)


def write(file: File, folder: Path) -> None:
    """Write one file with its time."""
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
    os.utime(path, (file.taken.timestamp(), file.taken.timestamp()))


def check_is_ours(folder: Path) -> None:
    """Raise NotOurFolderError unless all in the folder is the demo's own, wherever a sort has moved it."""
    if folder.exists() and not folder.is_dir():
        raise NotOurFolderError(f"{folder} is not a folder")
    for stranger in strangers(folder):
        raise NotOurFolderError(
            f"{folder} holds {stranger.relative_to(folder)}, which the demo has not written"
        )


def empty(folder: Path) -> None:
    """Make the folder, or remove everything in it; links go, what they point to stays."""
    check_is_ours(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name == MARKER):  # the marker goes last
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def strangers(folder: Path) -> Iterator[Path]:
    """Files of somebody else: content that the marker does not list.

    What snapsort itself writes down in a folder that it has sorted is nobody else's.
    """
    marker = folder / MARKER
    ours = set(json.loads(marker.read_text("utf-8"))["files"]) if marker.is_file() else set()
    for path in sorted(folder.rglob("*")):
        is_note = any(part.startswith(".snapsort") for part in path.relative_to(folder).parts)
        if path.is_symlink() or not path.is_file() or (is_note and marker.is_file()):
            continue
        if fingerprint(path.read_bytes()) not in ours:
            yield path


def fingerprint(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
