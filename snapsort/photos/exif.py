"""The metadata block of a picture of any kind, opened and not yet looked into."""

from __future__ import annotations

from contextlib import suppress
from typing import BinaryIO

import pillow_heif
from PIL.Image import Exif

from snapsort.errors import PhotoError
from snapsort.photos.damage import BAD_DATA
from snapsort.photos.images import open_image, open_image_stream
from snapsort.photos.kinds import Kind
from snapsort.photos.raw import extract_preview

# Exif 3.0 (CIPA DC-008-2023), section 4.6.3.
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_RAW_TAGS = {330, 50706}  # further pictures inside, and the DNG version


def read_tags(stream: BinaryIO, kind: Kind) -> dict[int, object]:
    """The tags of IFD 0, of the Exif and of the GPS IFD; empty when there are none that can be read."""
    with suppress(PhotoError, *BAD_DATA):
        exif = open_exif(stream, kind)
        if exif is not None:
            return {**exif.get_ifd(_GPS_IFD), **exif, **exif.get_ifd(_EXIF_IFD)}
    return {}


def open_exif(stream: BinaryIO, kind: Kind) -> Exif | None:
    """The metadata of a picture of this kind, parsed when it is asked for; None when it has none.

    Raises:
        PhotoError, or whatever Pillow raises for bad data; see `damage.BAD_DATA`.
    """
    if kind == "heif":
        return _open_heif_exif(stream)
    if kind in ("raw", "tiff"):
        return _open_tiff_exif(stream)
    return open_image_stream(stream, kind).getexif()


def _open_heif_exif(stream: BinaryIO) -> Exif | None:
    data = pillow_heif.open_heif(stream).info.get("exif")
    return _parse(data) if isinstance(data, bytes) else None


def _open_tiff_exif(stream: BinaryIO) -> Exif | None:
    """The metadata of a TIFF, or of a RAW file: most are TIFFs, of sorts that Pillow does not open.

    Where a RAW file tells nothing itself, its preview does, a JPEG.
    """
    exif = Exif()
    with suppress(PhotoError, *BAD_DATA):
        exif.load_from_fp(stream)
        if exif.get_ifd(_EXIF_IFD) or not _RAW_TAGS.intersection(exif):
            return exif
    stream.seek(0)
    preview = extract_preview(stream.read())
    return open_image(preview, "jpeg").getexif() if isinstance(preview, bytes) else None


def _parse(data: bytes) -> Exif:
    exif = Exif()
    exif.load(data)
    return exif
