"""What a list of pictures says of each: kind, size and time. Reads headers; decodes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from snapsort.errors import PhotoError
from snapsort.photos.capture import read_capture_time_s
from snapsort.photos.content import open_regular
from snapsort.photos.kinds import HEAD_BYTES, Kind, find_kind, is_raw_name
from snapsort.records import Details


def read_details(path: Path) -> Details:
    """What the picture's header says; nothing of a file that cannot be read.

    Most RAW files look like TIFF, so for them the name counts. Their header does not say how large the
    preview is, so their size is unknown.
    """
    try:
        with open_regular(path) as stream:
            kind = find_kind(stream.read(HEAD_BYTES))
            if kind is None:
                return Details()
            if kind == "raw" or is_raw_name(path.name):
                return Details("raw", taken_s=read_capture_time_s(path))
            stream.seek(0)
            width, height = _read_size(stream, kind)
    except OSError:
        return Details()
    return Details(kind, width, height, read_capture_time_s(path))


def _read_size(stream: BinaryIO, kind: Kind) -> tuple[int, int]:
    """Width and height, upright; 0 when the header is damaged."""
    try:
        if kind == "heif":
            from snapsort.photos.heif import read_heif_size

            return read_heif_size(stream)
        from snapsort.photos.images import read_image_size

        return read_image_size(stream, kind)
    except PhotoError:
        return 0, 0
