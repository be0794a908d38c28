"""Making a thumbnail from a picture's bytes, with Pillow."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from PIL.Image import Resampling

from snapsort.photos import decode
from snapsort.photos.damage import as_photo_errors, check_size
from snapsort.photos.flatten import make_rgb
from snapsort.photos.images import open_image, read_orientation
from snapsort.photos.kinds import HEAD_BYTES, find_kind
from snapsort.photos.upright import turn_upright
from snapsort.records import Pixels
from snapsort.thumbnails.sizes import QUALITY


def make_thumbnail(content: bytes, *, size_px: int, max_pixels: int) -> bytes:
    """An upright JPEG of the picture, without metadata, at most `size_px` wide and high; never enlarged.

    Args:
        content: the whole file.
        max_pixels: limit on width x height of the picture, checked before decoding.

    Raises:
        PhotoError: it cannot be decoded.
    """
    image = Image.fromarray(_decode_roughly(content, size_px=size_px, max_pixels=max_pixels))
    image.thumbnail((size_px, size_px), Resampling.LANCZOS, reducing_gap=2.0)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()


def _decode_roughly(content: bytes, *, size_px: int, max_pixels: int) -> Pixels:
    """Upright pixels, of a JPEG no more than needed: an eighth of the sides takes a tenth of the time."""
    if find_kind(content[:HEAD_BYTES]) != "jpeg":
        return decode(content, max_pixels=max_pixels)
    image = open_image(content, "jpeg")
    check_size(image.size, max_pixels=max_pixels)
    with as_photo_errors("JPEG"):
        image.draft(image.mode, (2 * size_px, 2 * size_px))
        image.load()
        pixels = make_rgb(image)
    return turn_upright(pixels, read_orientation(image, default=1))
