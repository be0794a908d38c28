"""One picture's way from the disk to what the encoder takes: the work that is done in threads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.embeddings.cache import Reading
from snapsort.embeddings.lazy import Encoder
from snapsort.errors import PhotoError
from snapsort.photos import crop_views, decode, fingerprint, read_content
from snapsort.records import Crops, Fingerprint, Floats, Pixels, Problem, SourceFile


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that was read: its bytes, and the fingerprint of just these bytes."""

    reading: Reading
    content: bytes


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """What the encoder takes. `views` is (v, 3, h, w) float32."""

    file: SourceFile
    fingerprint: Fingerprint
    views: Floats


def read_picture(file: SourceFile, read_ns: int) -> Picture | Problem:
    """The file's content, or why it cannot be read. `read_ns` is the time now."""
    try:
        content = read_content(file)
    except PhotoError as error:
        return Problem(file.path, "read", error.code, error.reason)
    return Picture(Reading(file, fingerprint(content), read_ns), content)


def decode_picture(picture: Picture, *, max_pixels: int, enough_px: int) -> Pixels | Problem:
    """The picture's pixels, at a size that is enough, or why it cannot be decoded."""
    try:
        return decode(picture.content, max_pixels=max_pixels, enough_px=enough_px)
    except PhotoError as error:
        return Problem(picture.reading.file.path, "decode", error.code, error.reason)


def prepare_picture(
    picture: Picture, encoder: Encoder, *, crops: Crops, max_pixels: int
) -> PreparedPicture | Problem:
    """The picture's views as the encoder takes them, or why it cannot be decoded."""
    pixels = decode_picture(picture, max_pixels=max_pixels, enough_px=encoder.enough_px)
    if isinstance(pixels, Problem):
        return pixels
    # Measured with the built-in model, which takes pictures whole: three crops cost a tenth of the receipts.
    is_seen_whole = crops == "auto" and not encoder.cuts_elongated
    views = np.stack([encoder.prepare(view) for view in crop_views(pixels, "1" if is_seen_whole else crops)])
    return PreparedPicture(picture.reading.file, picture.reading.fingerprint, views)
