"""Writing the demo folder, and never over anything that is not the demo's own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from demo.catalog import OTHER_FILES, PICTURES
from demo.records import Picture

MARKER = ".snapsort-demo.json"


class NotOurFolderError(Exception):
    """The folder holds something that the demo has not written; the message names it."""


def write_demo(folder: Path, *, seed: int, pictures: Sequence[Picture] = PICTURES) -> int:
    """Write the demo folder; the number of pictures. An earlier demo in it is replaced, also a sorted one.

    Raises:
        NotOurFolderError: before anything is changed.
    """
    clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fingerprints = [write(folder / p.name, p.content(seed), p.taken) for p in pictures]
    fingerprints += [write(folder / file.name, file.content, file.taken) for file in OTHER_FILES]
    (folder / MARKER).write_text(json.dumps({"files": sorted(set(fingerprints))}, indent=1), "utf-8")
    return len(pictures)


def write(path: Path, content: bytes, taken: datetime) -> str:
    """Write one file with its time; its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (taken.timestamp(), taken.timestamp()))
    return hashlib.sha256(content).hexdigest()


def clear(folder: Path) -> None:
    """Empty the folder if all in it is the demo's own, wherever a sort has moved it."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotOurFolderError(f"{folder} is not a folder")
    for stranger in strangers(folder):
        raise NotOurFolderError(
            f"{folder} holds {stranger.relative_to(folder)}, which the demo has not written"
        )
    for entry in folder.iterdir():
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
        if hashlib.sha256(path.read_bytes()).hexdigest() not in ours:
            yield path
