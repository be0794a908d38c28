"""Smaller copies: upright, not larger, in the same format, with what the camera wrote."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms
from PIL.Image import Exif

from snapsort.errors import PhotoError
from snapsort.photos import Resize, decode, make_smaller, smaller_name
from snapsort.records import Pixels

HALF = Resize(scale=0.5)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(orientation: int) -> Exif:
    """What a camera writes: IFD 0, the Exif IFD and the GPS IFD."""
    tags = Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "Maker"
    tags[0x8769] = {0x9003: "2024:05:17 11:42:09", 0xA002: 64, 0xA003: 48}
    tags[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    return reread(tags)


def reread(tags: Exif) -> Exif:
    """The same from bytes, as Pillow's TIFF writer wants it."""
    again = Exif()
    again.load(tags.tobytes())
    return again


def save(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def corners(pixels: Pixels) -> list[str]:
    """The colors near the corners, as letters, row by row."""
    h, w = pixels.shape[:2]
    spots = [
        (h // 8, w // 8),
        (h // 8, w - w // 8 - 1),
        (h - h // 8 - 1, w // 8),
        (h - h // 8 - 1, w - w // 8 - 1),
    ]
    return ["rgb"[int(np.argmax(pixels[y, x]))] if pixels[y, x].min() < 128 else "w" for y, x in spots]


def quarters(width: int = 64, height: int = 48) -> Image.Image:
    """Red, green, blue and white quarters: no two of the eight orientations look alike."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((220, 0, 0), (0, 0, width // 2, height // 2))
    image.paste((0, 220, 0), (width // 2, 0, width, height // 2))
    image.paste((0, 0, 220), (0, height // 2, width // 2, height))
    return image


def shrink(content: bytes, name: str = "x.jpg", resize: Resize = HALF) -> bytes:
    return make_smaller(content, name, resize, max_pixels=10**8)


def read(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_copy_is_upright_and_says_so(kind: str, orientation: int) -> None:
    content = save(quarters(), kind, exif=exif(orientation))

    copy = shrink(content)

    assert corners(np.asarray(read(copy).convert("RGB"))) == corners(decode(content))
    assert read(copy).getexif()[0x0112] == 1
    assert read(copy).format == kind


def test_a_turned_photo_has_its_sides_swapped() -> None:
    assert read(shrink(save(quarters(64, 48), "JPEG", exif=exif(6)))).size == (24, 32)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_what_the_camera_wrote_is_kept(kind: str) -> None:
    copy = read(shrink(save(quarters(), kind, exif=exif(1), icc_profile=SRGB)))

    tags = copy.getexif()
    assert tags[0x010F] == "Maker"
    assert tags.get_ifd(0x8769)[0x9003] == "2024:05:17 11:42:09"
    assert (tags.get_ifd(0x8769)[0xA002], tags.get_ifd(0x8769)[0xA003]) == (32, 24)
    assert tags.get_ifd(0x8825)[1] == "N"
    assert copy.info["icc_profile"] == SRGB


def test_the_longest_side_is_what_was_asked_for() -> None:
    content = save(quarters(300, 200), "JPEG")

    assert read(shrink(content, resize=Resize(longest_px=150))).size == (150, 100)


@pytest.mark.parametrize("resize", [Resize(longest_px=1600), Resize(scale=1.0)])
def test_nothing_is_enlarged_and_what_is_small_enough_stays_byte_for_byte(resize: Resize) -> None:
    content = save(quarters(), "JPEG", exif=exif(1))

    assert shrink(content, resize=resize) == content
    turned = shrink(save(quarters(), "JPEG", exif=exif(6)), resize=resize)
    assert read(turned).size == (48, 64)


def test_transparency_stays_where_the_format_has_it() -> None:
    image = Image.new("RGBA", (64, 64), (200, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 32, 64))

    copy = read(shrink(save(image, "PNG"), "x.png"))

    assert copy.mode == "RGBA"
    assert copy.getpixel((2, 2)) == (0, 0, 0, 0)
    assert copy.getpixel((30, 2)) == (200, 0, 0, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_every_mode_can_be_made_smaller(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    image = quarters().convert("I").convert("I;16") if mode == "I;16" else quarters().convert(mode)

    assert read(shrink(save(image, kind))).size == (32, 24)


def test_a_cmyk_profile_is_not_put_on_rgb_pixels() -> None:
    profile = bytearray(SRGB)
    profile[16:20] = b"CMYK"
    content = save(quarters().convert("CMYK"), "JPEG", icc_profile=bytes(profile))

    assert "icc_profile" not in read(shrink(content)).info


def test_what_cannot_be_written_becomes_a_jpeg_with_another_extension() -> None:
    content = save(quarters(), "GIF")

    assert read(shrink(content, "x.gif", Resize(scale=1.0))).format == "JPEG"
    assert smaller_name(content, "0007__x.gif") == "0007__x.jpg"
    assert smaller_name(content, "0007__x") == "0007__x.jpg"
    assert smaller_name(save(quarters(), "PNG"), "x.png") == "x.png"


def test_a_heic_keeps_its_metadata_and_profile() -> None:
    import pillow_heif

    stream = BytesIO()
    heif = pillow_heif.from_pillow(quarters())
    heif.save(stream, exif=exif(1).tobytes(), icc_profile=SRGB)

    copy = read(shrink(stream.getvalue(), "IMG.HEIC"))

    assert copy.format == "JPEG"
    assert copy.getexif().get_ifd(0x8769)[0x9003] == "2024:05:17 11:42:09"
    assert copy.info["icc_profile"] == SRGB


def test_metadata_that_is_too_long_for_a_jpeg_loses_the_makers_note() -> None:
    tags = exif(6)
    tags[0x8769] = {0x9003: "2024:05:17 11:42:09", 0x927C: b"n" * 65_450}
    content = save(quarters(), "PNG", exif=tags)
    assert len(tags.tobytes()) > 65_500

    copied = read(shrink(content, "x.png")).getexif().get_ifd(0x8769)

    assert copied[0x9003] == "2024:05:17 11:42:09"
    assert 0x927C not in copied


def test_broken_pictures_and_bombs_are_refused() -> None:
    content = save(quarters(640, 480), "JPEG")
    with pytest.raises(PhotoError, match="ends too early"):
        shrink(content[: len(content) // 2])
    with pytest.raises(PhotoError, match="limit"):
        make_smaller(content, "x.jpg", HALF, max_pixels=1000)
    with pytest.raises(PhotoError):
        shrink(b"no picture")
