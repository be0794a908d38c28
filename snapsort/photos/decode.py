"""A picture's bytes become upright RGB pixels, by the one decoder that the first bytes ask for."""

from __future__ import annotations

from snapsort.errors import PhotoError
from snapsort.photos.kinds import HEAD_BYTES, Kind, find_kind
from snapsort.records import Pixels

MAX_PIXELS = 250_000_000
"""Twice the largest sensor sold; decoding such a picture takes about 2.5 GB."""


def decode(content: bytes, *, max_pixels: int = MAX_PIXELS, enough_px: int | None = None) -> Pixels:
    """The picture as people see it: turned upright, on white where it is transparent, the first frame.

    Deep grey values are scaled to 8 bits, not clipped. Color profiles are not applied. A RAW file gives its
    embedded preview. Thread-safe; lets other threads run while it decodes.

    Args:
        content: the whole file.
        max_pixels: limit on width x height, checked before decoding.
        enough_px: a whole fraction of the picture will do, as long as its shorter side has this many pixels:
            a JPEG decoder skips most of the work then. None is the whole picture.

    Returns:
        (h, w, 3) uint8 in C order, h and w at least 1.

    Raises:
        PhotoError: `unsupported_kind`, `truncated`, `broken`, `too_many_pixels`, `no_preview` or
            `out_of_memory`. No other exception comes from bad data.
    """
    kind = find_kind(content[:HEAD_BYTES])
    if kind is None:
        raise PhotoError("unsupported_kind", "its content is not a picture of a kind that is read")
    return _decode_kind(content, kind, max_pixels=max_pixels, enough_px=enough_px)


def _decode_kind(content: bytes, kind: Kind, *, max_pixels: int, enough_px: int | None) -> Pixels:
    # Imported here, so that a run whose photos are all cached loads no decoder.
    if kind == "heif":
        from snapsort.photos.heif import decode_heif

        return decode_heif(content, max_pixels=max_pixels, enough_px=enough_px)
    if kind == "raw":
        from snapsort.photos.raw import decode_preview

        return decode_preview(content, max_pixels=max_pixels, enough_px=enough_px)
    if kind == "tiff":
        from snapsort.photos.raw import decode_tiff

        return decode_tiff(content, max_pixels=max_pixels, enough_px=enough_px)
    from snapsort.photos.images import decode_image

    return decode_image(content, kind, max_pixels=max_pixels, enough_px=enough_px)
