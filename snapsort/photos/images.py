"""What Pillow decodes, each kind by its own decoder class.

Not by `Image.open`: it refuses large pictures by a limit that is Pillow's module state. Here `max_pixels` is
checked between reading the header and decoding. Pillow still applies its own limit (179 million pixels) to
animation frames, TIFF tiles and WebP, whose memory it takes before we can ask.
"""

from __future__ import annotations

import logging
import warnings
from io import BytesIO
from typing import BinaryIO

from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.Image import Image
from PIL.ImageFile import ImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from snapsort.photos.damage import BAD_DATA, as_photo_errors, check_size
from snapsort.photos.flatten import make_rgb
from snapsort.photos.kinds import Kind
from snapsort.photos.upright import turn_upright
from snapsort.records import Pixels

# A multi-picture JPEG (MPO) is read as a JPEG: its first picture.
_DECODERS: dict[Kind, type[ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "gif": GifImageFile,
    "bmp": BmpImageFile,
    "tiff": TiffImageFile,
    "webp": WebPImageFile,
    "avif": AvifImageFile,
    "jpeg2000": Jpeg2KImageFile,
}
_ORIENTATION_TAG = 0x0112
_TURNED = (5, 6, 7, 8)
"""Orientations that swap width and height (Exif 3.0, section 4.6.5)."""


def decode_image(content: bytes, kind: Kind, *, max_pixels: int, enough_px: int | None) -> Pixels:
    """Upright RGB pixels of a picture of one of Pillow's kinds.

    Raises:
        PhotoError: `truncated`, `broken`, `too_many_pixels` or `out_of_memory`.
    """
    return load_image(open_image(content, kind), kind, max_pixels=max_pixels, enough_px=enough_px)


def open_image(content: bytes, kind: Kind) -> ImageFile:
    """The picture with its header read and nothing decoded."""
    return open_image_stream(BytesIO(content), kind)


def open_image_stream(stream: BinaryIO, kind: Kind) -> ImageFile:
    """The picture with its header read and nothing decoded; it needs the stream as long as it is used."""
    _silence_pillow()
    with as_photo_errors(kind.upper()):
        return _DECODERS[kind](stream)


def read_image_size(stream: BinaryIO, kind: Kind) -> tuple[int, int]:
    """Width and height of the upright picture, from its header.

    Raises:
        PhotoError: the header is damaged.
    """
    image = open_image_stream(stream, kind)
    width, height = image.size
    # The header of a TIFF gives the size as it will be when Pillow has turned it.
    is_turned = kind != "tiff" and read_orientation(image, default=1) in _TURNED
    return (height, width) if is_turned else (width, height)


def load_image(
    image: ImageFile, kind: Kind, *, max_pixels: int, enough_px: int | None, default_orientation: int = 1
) -> Pixels:
    """The decoded pixels of an opened picture, upright.

    Args:
        image: as `open_image` gave it.
        kind: for messages.
        max_pixels: limit on width x height.
        enough_px: as `decode` has it.
        default_orientation: the EXIF orientation of a picture that does not tell its own.
    """
    check_size(image.size, max_pixels=max_pixels)
    with as_photo_errors(kind.upper()):
        if enough_px is not None:
            # Only JPEG does anything: an eighth, a quarter or half, each side at least this long. A third
            # more than what means of squares need: where colors meet, its fractions differ from the whole.
            side = enough_px * 4 // 3
            image.draft(None, (side, side))
        image.load()
        pixels = make_rgb(image, enough_px=enough_px)
    return turn_upright(pixels, read_orientation(image, default=default_orientation))


def read_orientation(image: Image, *, default: int) -> int:
    """The EXIF orientation; the default when it cannot be read, for the picture itself may be sound.

    Ask after decoding: a PNG may carry it behind the pixels, and Pillow has turned a TIFF by then.
    """
    try:
        orientation = image.getexif().get(_ORIENTATION_TAG, default)
    except BAD_DATA:
        return default
    return orientation if isinstance(orientation, int) else default


def _silence_pillow() -> None:
    """Keep Pillow's remarks on odd tags off stderr; what matters it raises.

    Warning filters belong to the process. `catch_warnings` would set back those of other threads, so this
    one, which concerns Pillow alone, stays. Without a handler of its own, a log record would be printed.
    """
    warnings.filterwarnings("ignore", module=r"PIL\.")
    logger = logging.getLogger("PIL")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
