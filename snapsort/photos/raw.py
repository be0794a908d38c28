"""The embedded previews of RAW files, through LibRaw. Sensor data is never developed."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import numpy as np
import numpy.typing as npt
import rawpy
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from snapsort.errors import PhotoError
from snapsort.photos.damage import as_photo_errors, check_size
from snapsort.photos.images import load_image, open_image
from snapsort.photos.kinds import HEAD_BYTES, find_kind
from snapsort.photos.upright import orientation_of_flip, turn_upright
from snapsort.records import Pixels

_SUB_IFDS_TAG, _DNG_VERSION_TAG, _PHOTOMETRIC_TAG = 330, 50706, 262
_SENSOR_PHOTOMETRICS = (32803, 34892)  # color filter array, linear raw: TIFF/EP and DNG
_NO_PREVIEW = (
    rawpy.LibRawNoThumbnailError,
    rawpy.LibRawUnsupportedThumbnailError,
    rawpy.LibRawNotImplementedError,
)


def decode_preview(content: bytes, *, max_pixels: int, enough_px: int | None) -> Pixels:
    """Upright RGB pixels of the largest preview in a RAW file.

    Raises:
        PhotoError: `no_preview`, or what is wrong with the file or its preview.
    """
    preview, orientation = _extract(content)
    if isinstance(preview, bytes):
        return _decode_jpeg(preview, orientation, max_pixels=max_pixels, enough_px=enough_px)
    h, w, channels = preview.shape
    if channels != 3:
        raise PhotoError("no_preview", f"its preview has {channels} channels")
    check_size((w, h), max_pixels=max_pixels)
    return turn_upright(preview, orientation)


def decode_tiff(content: bytes, *, max_pixels: int, enough_px: int | None) -> Pixels:
    """Upright RGB pixels of a TIFF, which may be a camera's RAW file: then of its preview.

    Most RAW files are TIFFs whose first picture is a thumbnail or sensor data, and only their inside says so.
    """
    try:
        image = open_image(content, "tiff")
    except PhotoError as unopened:
        try:
            return decode_preview(content, max_pixels=max_pixels, enough_px=enough_px)
        except PhotoError as unread:
            if unread.code == "broken":
                raise unopened from unopened.__cause__
            raise
    if _may_be_raw(image):
        with suppress(PhotoError):
            return decode_preview(content, max_pixels=max_pixels, enough_px=enough_px)
    return load_image(image, "tiff", max_pixels=max_pixels, enough_px=enough_px)


def extract_preview(content: bytes) -> bytes | Pixels:
    """The largest preview in a RAW file: a JPEG file, or pixels as they lie.

    Raises:
        PhotoError: `no_preview`, or what is wrong with the file.
    """
    return _extract(content)[0]


def _may_be_raw(image: ImageFile) -> bool:
    """Whether a TIFF has what RAW files have. Pyramids have it too; LibRaw finds no preview in them."""
    tags = image.tag_v2 if isinstance(image, TiffImageFile) else {}
    return (
        _SUB_IFDS_TAG in tags
        or _DNG_VERSION_TAG in tags
        or tags.get(_PHOTOMETRIC_TAG) in _SENSOR_PHOTOMETRICS
    )


def _extract(content: bytes) -> tuple[bytes | npt.NDArray[np.uint8], int]:
    """The largest preview, as a JPEG file or as pixels, and the EXIF orientation of the shot."""
    try:
        with as_photo_errors("RAW"), rawpy.RawPy() as raw:
            raw.open_buffer(BytesIO(content))
            return raw.extract_thumb().data, orientation_of_flip(raw.sizes.flip)
    except _NO_PREVIEW as error:
        raise PhotoError("no_preview", "it holds no preview that can be read") from error
    except rawpy.LibRawUnsufficientMemoryError as error:
        raise PhotoError("out_of_memory", "there is not enough memory to decode it") from error
    except rawpy.LibRawError as error:
        raise PhotoError("broken", "its RAW data is damaged or of a rare sort") from error


def _decode_jpeg(preview: bytes, orientation: int, *, max_pixels: int, enough_px: int | None) -> Pixels:
    """The pixels of a JPEG preview. Its own orientation wins: some cameras turn the preview."""
    if find_kind(preview[:HEAD_BYTES]) != "jpeg":
        raise PhotoError("no_preview", "its preview is no JPEG")
    image = open_image(preview, "jpeg")
    return load_image(
        image, "jpeg", max_pixels=max_pixels, enough_px=enough_px, default_orientation=orientation
    )
