"""Thumbnails kept in a folder, by content and size. Losing one costs the time to make it again."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from snapsort.errors import PhotoError
from snapsort.photos import fingerprint as fingerprint_of
from snapsort.photos import read_content
from snapsort.records import Fingerprint, SourceFile
from snapsort.thumbnails.sizes import VERSION

_FIRST, _LAST = b"\xff\xd8", b"\xff\xd9"
"""The marks that a whole JPEG begins and ends with (ITU-T T.81, table B.1)."""


def thumbnail(
    file: SourceFile, fingerprint: Fingerprint, *, size_px: int, folder: Path | None, max_pixels: int
) -> bytes:
    """An upright JPEG, at most `size_px` wide and high: the kept one, else one that is made now and kept.

    From any thread. Nothing stays in memory.

    Args:
        file: where the content lies; not looked at when there is a kept one.
        fingerprint: of the content that is meant.
        folder: where thumbnails are kept; it may be missing. None keeps none.
        max_pixels: limit on width x height, checked before decoding.

    Raises:
        PhotoError: the file is gone, has changed, or cannot be decoded.
    """
    path = None if folder is None else _place(folder, fingerprint, size_px)
    kept = None if path is None else _read_whole(path)
    if kept is not None:
        return kept
    from snapsort.thumbnails.make import make_thumbnail

    content = read_content(file)
    if fingerprint_of(content) != fingerprint:
        raise PhotoError("changed", "it changed after it was scanned")
    made = make_thumbnail(content, size_px=size_px, max_pixels=max_pixels)
    if path is not None:
        _keep(path, made)
    return made


def forget_oldest(folder: Path, *, max_bytes: int) -> int:
    """Remove those made longest ago until the others take at most `max_bytes`; how many were removed."""
    files = [(path, path.stat()) for path in folder.glob("*/*/*/*.jpg")] if folder.is_dir() else []
    excess = sum(status.st_size for _, status in files) - max_bytes
    removed = 0
    for path, status in sorted(files, key=lambda item: (item[1].st_mtime_ns, item[0])):
        if excess <= 0:
            break
        path.unlink(missing_ok=True)
        excess -= status.st_size
        removed += 1
    return removed


def _place(folder: Path, fingerprint: Fingerprint, size_px: int) -> Path:
    return folder / f"v{VERSION}" / str(size_px) / fingerprint[:2] / f"{fingerprint}.jpg"


def _read_whole(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    # Written without waiting for the disk: after a power cut one may be cut off.
    return content if content.startswith(_FIRST) and content.endswith(_LAST) else None


def _keep(path: Path, content: bytes) -> None:
    """Keep it, whole or not at all; where nothing can be kept, it is made again next time."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
