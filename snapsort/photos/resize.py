"""Making the smaller copy itself, with Pillow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from PIL.Image import Exif, Resampling, Transpose
from pillow_heif import open_heif

from snapsort.errors import PhotoError
from snapsort.photos.damage import BAD_DATA, as_photo_errors, check_size
from snapsort.photos.decode import decode
from snapsort.photos.exif import open_exif
from snapsort.photos.flatten import make_rgb
from snapsort.photos.images import open_image, read_orientation
from snapsort.photos.kinds import Kind
from snapsort.photos.smaller import AVIF_QUALITY, JPEG_QUALITY, WEBP_QUALITY, Resize

_SAVE_OPTIONS: Mapping[Kind, Mapping[str, object]] = {
    "jpeg": {"format": "JPEG", "quality": JPEG_QUALITY},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": WEBP_QUALITY},
    "avif": {"format": "AVIF", "quality": AVIF_QUALITY},
    "tiff": {"format": "TIFF"},  # libtiff, which compresses, cannot write the Exif table
    "bmp": {"format": "BMP"},
}
_WITH_ALPHA: frozenset[Kind] = frozenset(("png", "webp", "avif"))

# Exif 3.0 (CIPA DC-008-2023), section 4.6.
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_ORIENTATION, _EXIF_IFD, _GPS_IFD = 0x0112, 0x8769, 0x8825
_MAKER_NOTE, _PIXEL_WIDTH, _PIXEL_HEIGHT, _INTEROPERABILITY_IFD = 0x927C, 0xA002, 0xA003, 0xA005
# fmt: off
_TEXT_TAGS = frozenset((
    0x010E, 0x010F, 0x0110, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298,
))
# fmt: on
"""Of the first IFD: description, make, model, resolutions, software, time, artist, host, copyright. What else
stands there describes how the old pixels lie."""
_MAX_EXIF_BYTES = 65_500  # of a JPEG: a segment of 64 KiB

_PROFILE_SPACES = {"RGB": b"RGB ", "RGBA": b"RGB ", "L": b"GRAY"}


def resize_picture(content: bytes, kind: Kind, resize: Resize, *, written: Kind, max_pixels: int) -> bytes:
    """The content of the smaller copy in the format `written`; see `smaller.make_smaller`.

    Raises:
        PhotoError: it cannot be decoded.
    """
    opened = _open(content, kind, resize, max_pixels=max_pixels)
    wanted, orientation = resize.fit(opened.size), opened.orientation
    if wanted == opened.size and orientation == 1 and kind == written:
        return content
    with as_photo_errors(kind.upper()):
        image = _in_writable_mode(opened.image, written)
        if wanted != image.size:
            image = image.resize(wanted, Resampling.LANCZOS, reducing_gap=3.0)
        if orientation in _UPRIGHT:
            image = image.transpose(_UPRIGHT[orientation])
        return _save(image, written, exif=_read_exif(content, kind), profile=_read_profile(content, kind))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A picture in memory. `size` is its own; the image in memory may be smaller already."""

    image: Image.Image
    size: tuple[int, int]
    orientation: int


def _open(content: bytes, kind: Kind, resize: Resize, *, max_pixels: int) -> _Opened:
    if kind in ("heif", "raw", "tiff"):
        upright = Image.fromarray(decode(content, max_pixels=max_pixels))
        return _Opened(upright, upright.size, 1)
    image = open_image(content, kind)
    check_size(image.size, max_pixels=max_pixels)
    size = image.size
    width, height = resize.fit(size)
    with as_photo_errors(kind.upper()):
        # A JPEG can be decoded at an eighth, a quarter or half; at twice the wanted size nobody sees it.
        image.draft(image.mode, (2 * width, 2 * height))
        image.load()
    return _Opened(image, size, read_orientation(image, default=1))


def _in_writable_mode(image: Image.Image, written: Kind) -> Image.Image:
    """The picture in gray, color, or color with transparency where the format has it."""
    if image.has_transparency_data and written in _WITH_ALPHA:
        return image.convert("RGBA") if image.mode != "La" else image.convert("LA").convert("RGBA")
    if image.mode in ("L", "RGB") and not image.has_transparency_data:
        return image
    return Image.fromarray(make_rgb(image))


def _save(image: Image.Image, written: Kind, *, exif: Exif | None, profile: bytes) -> bytes:
    options = dict(_SAVE_OPTIONS[written])
    if exif is not None:
        options["exif"] = _fitted(exif, image.size)
    if profile[16:20] == _PROFILE_SPACES.get(image.mode):  # ICC.1:2022, section 7.2.6
        options["icc_profile"] = profile
    stream = BytesIO()
    save: Callable[..., None] = image.save
    save(stream, **options)
    return stream.getvalue()


def _fitted(exif: Exif, size: tuple[int, int]) -> Exif:
    """What of the metadata is still true of an upright copy of this size, and fits into a JPEG."""
    details = {tag: value for tag, value in exif.get_ifd(_EXIF_IFD).items() if tag != _INTEROPERABILITY_IFD}
    details |= dict(zip((_PIXEL_WIDTH, _PIXEL_HEIGHT), size, strict=True))
    fitted = Exif()
    fitted.update({tag: value for tag, value in exif.items() if tag in _TEXT_TAGS})
    fitted[_ORIENTATION] = 1
    fitted[_EXIF_IFD] = details
    if places := exif.get_ifd(_GPS_IFD):
        fitted[_GPS_IFD] = dict(places)
    if len(fitted.tobytes()) > _MAX_EXIF_BYTES:
        details.pop(_MAKER_NOTE, None)
    # Written and read again: Pillow's TIFF writer takes the inner tables from a stream only.
    written = Exif()
    written.load(fitted.tobytes())
    return written


def _read_exif(content: bytes, kind: Kind) -> Exif | None:
    """The picture's metadata; None when it has none, or none that can be written again."""
    with suppress(PhotoError, *BAD_DATA):
        exif = open_exif(BytesIO(content), kind)
        if exif:
            _fitted(exif, (1, 1)).tobytes()
            return exif
    return None


def _read_profile(content: bytes, kind: Kind) -> bytes:
    """The picture's color profile; empty when it has none."""
    with suppress(PhotoError, *BAD_DATA):
        info = open_heif(content).info if kind == "heif" else open_image(content, kind).info
        return bytes(info.get("icc_profile") or b"")
    return b""
