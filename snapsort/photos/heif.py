"""HEIC and HEIF pictures, through libheif. Its opener is not registered with Pillow: that is module state."""

from __future__ import annotations

from typing import BinaryIO

import pillow_heif

from snapsort.photos.damage import as_photo_errors, check_size
from snapsort.photos.flatten import make_rgb
from snapsort.records import Pixels


def read_heif_size(stream: BinaryIO) -> tuple[int, int]:
    """Width and height of the upright picture, from its header.

    Raises:
        PhotoError: the header is damaged.
    """
    with as_photo_errors("HEIF"):
        width, height = pillow_heif.open_heif(stream).size
        return int(width), int(height)


def decode_heif(content: bytes, *, max_pixels: int, enough_px: int | None) -> Pixels:
    """Upright RGB pixels of the primary picture.

    libheif applies the container's own rotation and mirroring, which for HEIF stand in place of EXIF's
    (ISO/IEC 23008-12, section 6.5.10), so nothing is turned here.

    Raises:
        PhotoError: `truncated`, `broken`, `too_many_pixels` or `out_of_memory`.
    """
    with as_photo_errors("HEIF"):
        heif = pillow_heif.open_heif(content)
        size = heif.size
    check_size(size, max_pixels=max_pixels)
    with as_photo_errors("HEIF"):
        return make_rgb(heif.to_pillow(), enough_px=enough_px)
