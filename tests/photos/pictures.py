"""Small pictures, written by Pillow."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
from PIL import Image

ORIENTATION_TAG = 0x0112


def make_quarters(size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Red, green, blue and black quarters: every turn and mirroring of it looks different."""
    w, h = size
    image = Image.new("RGB", size, "black")
    image.paste("red", (0, 0, w // 2, h // 2))
    image.paste("lime", (w // 2, 0, w, h // 2))
    image.paste("blue", (0, h // 2, w // 2, h))
    return image


def encode(image: Image.Image, image_format: str, **options: object) -> bytes:
    """The picture as a file's bytes."""
    stream = BytesIO()
    image.save(stream, image_format, **options)
    return stream.getvalue()


def encode_heif(image: Image.Image, **options: object) -> bytes:
    stream = BytesIO()
    pillow_heif.from_pillow(image).save(stream, quality=-1, **options)
    return stream.getvalue()


def jpeg() -> bytes:
    """A small JPEG."""
    return encode(make_quarters(), "JPEG")


def png() -> bytes:
    """A small PNG."""
    return encode(make_quarters(), "PNG")
