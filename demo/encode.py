"""Pictures to bytes, in the formats and with the metadata that cameras, phones and programs write."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from PIL import ExifTags, Image

Camera = tuple[str, str]
"""Make and model."""

REFLEX: Camera = ("NIKON CORPORATION", "NIKON D5300")
PHONE: Camera = ("Apple", "iPhone 13")
ANDROID: Camera = ("Google", "Pixel 7")


def png(picture: Image.Image, _taken: datetime) -> bytes:
    """As a program saves it."""
    return saved(picture, "PNG")


def indexed_png(picture: Image.Image, _taken: datetime) -> bytes:
    """With a palette of 128 colors."""
    return saved(picture.quantize(128), "PNG")


def jpeg(picture: Image.Image, _taken: datetime) -> bytes:
    """As a program saves it: no metadata."""
    return saved(picture, "JPEG", quality=88)


def messenger_jpeg(picture: Image.Image, _taken: datetime) -> bytes:
    """As a messenger passes it on: small and rough."""
    picture = picture.copy()
    picture.thumbnail((1280, 1280), Image.Resampling.LANCZOS)
    return saved(picture, "JPEG", quality=48)


def reflex_jpeg(picture: Image.Image, taken: datetime) -> bytes:
    """As a camera writes it."""
    return saved(picture, "JPEG", quality=92, exif=exif(REFLEX, taken))


def phone_jpeg(picture: Image.Image, taken: datetime) -> bytes:
    """As a phone writes it."""
    return saved(picture, "JPEG", quality=85, exif=exif(PHONE, taken))


def turned_jpeg(picture: Image.Image, taken: datetime) -> bytes:
    """As a phone held upright writes it: the pixels lie on their side, and the metadata say so."""
    lying = picture.transpose(Image.Transpose.ROTATE_90)
    return saved(lying, "JPEG", quality=85, exif=exif(ANDROID, taken, orientation=6))


def truncated_jpeg(picture: Image.Image, taken: datetime) -> bytes:
    """The first part of a JPEG, as an interrupted download leaves it."""
    whole = phone_jpeg(picture, taken)
    return whole[: len(whole) * 2 // 5]


def heic(picture: Image.Image, taken: datetime) -> bytes:
    """As a newer phone writes it."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(picture, "HEIF", quality=60, exif=exif(PHONE, taken))


def webp(picture: Image.Image, _taken: datetime) -> bytes:
    """As a web page serves it."""
    return saved(picture, "WEBP", quality=75)


def gray_tiff(picture: Image.Image, _taken: datetime) -> bytes:
    """As a scanner writes it."""
    return saved(picture.convert("L"), "TIFF", compression="tiff_lzw", dpi=(150, 150))


def exif(camera: Camera, taken: datetime, *, orientation: int = 1) -> Image.Exif:
    """A camera's metadata; 6 means that the pixels need a quarter turn to the right."""
    written, when = Image.Exif(), taken.strftime("%Y:%m:%d %H:%M:%S")
    written[ExifTags.Base.Make], written[ExifTags.Base.Model] = camera
    written[ExifTags.Base.Orientation] = orientation
    written[ExifTags.Base.DateTime] = when
    written.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = when
    return written


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a picture."""
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()
