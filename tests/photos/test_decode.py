from __future__ import annotations

import struct
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from snapsort.errors import PhotoError
from snapsort.photos import decode
from snapsort.photos.upright import turn_upright
from tests.photos.pictures import ORIENTATION_TAG, encode, encode_heif, jpeg, make_quarters, png

WHITE, BLACK, RED = [255, 255, 255], [0, 0, 0], [255, 0, 0]


def code_of(content: bytes, max_pixels: int = 1_000_000) -> str:
    with pytest.raises(PhotoError) as caught:
        decode(content, max_pixels=max_pixels)
    return caught.value.code


@pytest.mark.parametrize(
    ("image_format", "options"),
    [
        ("JPEG", {"quality": 100, "subsampling": 0}),
        ("MPO", {"quality": 100, "subsampling": 0}),
        ("PNG", {}),
        ("BMP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("GIF", {}),
        ("JPEG2000", {}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {"quality": 100, "subsampling": "4:4:4"}),
    ],
)
def test_each_kind_gives_the_picture(image_format: str, options: dict[str, object]) -> None:
    pixels = decode(encode(make_quarters(), image_format, **options))
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    np.testing.assert_allclose(pixels, np.asarray(make_quarters()), atol=4)


def test_heif_gives_the_picture() -> None:
    pixels = decode(encode_heif(make_quarters((64, 64)), chroma=444))
    np.testing.assert_allclose(pixels, np.asarray(make_quarters((64, 64))), atol=4)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied_once(image_format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    plain = decode(encode(make_quarters(), image_format))
    turned = decode(encode(make_quarters(), image_format, exif=exif))
    np.testing.assert_array_equal(turned, turn_upright(plain, orientation))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heif_is_not_turned_twice(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    turned = decode(encode_heif(make_quarters((64, 96)), exif=exif.tobytes(), chroma=444))
    expected = turn_upright(np.array(make_quarters((64, 96))), orientation)
    np.testing.assert_allclose(turned, expected, atol=4)


@pytest.mark.parametrize(
    ("orientation", "transpose"),
    [
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_270),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_90),
    ],
)
def test_turning_agrees_with_pillow(orientation: int, transpose: Image.Transpose) -> None:
    turned = turn_upright(np.array(make_quarters()), orientation)
    np.testing.assert_array_equal(turned, np.asarray(make_quarters().transpose(transpose)))
    assert turned.flags.c_contiguous


def test_a_broken_orientation_does_not_lose_the_picture() -> None:
    damaged = encode(make_quarters(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")
    np.testing.assert_array_equal(decode(damaged), decode(jpeg()))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparency_becomes_white(mode: str) -> None:
    image = Image.new("LA" if mode != "RGBA" else "RGBA", (2, 1), 0)
    image.putpixel((1, 0), (0, 255) if mode != "RGBA" else (255, 0, 0, 255))
    image_format = "PNG" if mode != "PA" else "TIFF"
    pixels = decode(encode(image, image_format))
    assert pixels[0].tolist() == [WHITE, BLACK if mode != "RGBA" else RED]


def test_half_transparent_is_half_white() -> None:
    assert decode(encode(Image.new("RGBA", (1, 1), (255, 0, 0, 128)), "PNG"))[0, 0].tolist() == [
        255,
        127,
        127,
    ]


def test_a_transparent_palette_entry_becomes_white() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([9, 9, 9, 255, 0, 0])
    image.putpixel((1, 0), 1)
    for image_format in ("PNG", "GIF"):
        assert decode(encode(image, image_format, transparency=0))[0].tolist() == [WHITE, RED]


@pytest.mark.parametrize(
    ("mode", "clear", "solid"), [("L", 7, 0), ("RGB", (7, 8, 9), (0, 0, 0)), ("I;16", 7, 0)]
)
def test_a_transparent_color_becomes_white(mode: str, clear: int, solid: int) -> None:
    image = Image.new(mode, (2, 1), clear)
    image.putpixel((1, 0), solid)
    assert decode(encode(image, "PNG", transparency=clear))[0].tolist() == [WHITE, BLACK]


@pytest.mark.parametrize("image_format", ["PNG", "TIFF", "JPEG2000"])
def test_16_bit_gray_is_scaled_and_not_clipped(image_format: str) -> None:
    levels = np.array([[0, 257, 32896, 65278, 65535]], dtype=np.uint16)
    pixels = decode(encode(Image.fromarray(levels), image_format))
    assert pixels[0, :, 0].tolist() == [0, 1, 128, 254, 255]
    assert (pixels == pixels[:, :, :1]).all()


def test_big_endian_16_bit_gray_is_scaled() -> None:
    levels = np.array([[0, 32896, 65535]], dtype=">u2")
    image = Image.frombytes("I;16B", (3, 1), levels.tobytes())
    assert decode(encode(image, "TIFF"))[0, :, 0].tolist() == [0, 128, 255]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 128, 255], [0, 128, 255]),
        ([0, 32896, 65535], [0, 128, 255]),
        ([-100, 0, 100], [0, 128, 255]),
        ([0, 1_000_000, 2_000_000], [0, 128, 255]),
        ([0, 0, 0], [0, 0, 0]),
        ([-5, -5, -5], [0, 0, 0]),
    ],
)
def test_32_bit_gray_is_scaled_to_its_range(values: list[int], expected: list[int]) -> None:
    image = Image.fromarray(np.array([values], dtype=np.int32))
    assert decode(encode(image, "TIFF"))[0, :, 0].tolist() == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 128.0, 255.0], [0, 128, 255]),
        ([-1.0, 0.0, 1.0], [0, 128, 255]),
        ([float("nan"), 0.0, 1.0], [0, 0, 255]),
        ([float("inf"), 0.0, 1.0], [0, 0, 255]),
        ([7e37, 7e37, 7e37], [0, 0, 0]),
    ],
)
def test_floating_point_gray_is_scaled_to_its_range(values: list[float], expected: list[int]) -> None:
    image = Image.fromarray(np.array([values], dtype=np.float32))
    assert decode(encode(image, "TIFF"))[0, :, 0].tolist() == expected


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
def test_other_modes_become_rgb(mode: str) -> None:
    image = make_quarters().convert(mode)
    container = "PNG" if mode in ("1", "P") else "TIFF"
    np.testing.assert_allclose(decode(encode(image, container)), np.asarray(image.convert("RGB")), atol=1)


def test_lab_becomes_rgb() -> None:
    profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.applyTransform(make_quarters(), ImageCms.buildTransform(*profiles, "RGB", "LAB"))
    assert image is not None
    np.testing.assert_allclose(decode(encode(image, "TIFF")), np.asarray(make_quarters()), atol=25)


def test_a_cmyk_jpeg_is_not_inverted() -> None:
    pixels = decode(encode(make_quarters().convert("CMYK"), "JPEG", quality=100, subsampling=0))
    np.testing.assert_allclose(pixels, np.asarray(make_quarters()), atol=6)


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_its_first_frame(image_format: str) -> None:
    frames = [Image.new("RGB", (4, 4), color) for color in ("red", "blue")]
    content = encode(frames[0], image_format, save_all=True, append_images=frames[1:], lossless=True)
    assert decode(content)[0, 0].tolist() == RED


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000", "GIF"])
def test_a_truncated_picture_is_reported(image_format: str) -> None:
    content = encode(Image.effect_noise((200, 200), 90).convert("RGB"), image_format)
    assert code_of(content[: len(content) // 2]) in ("truncated", "broken")


def test_a_truncated_jpeg_and_png_are_said_to_end_too_early() -> None:
    assert code_of(encode(make_quarters((300, 300)), "JPEG")[:-200]) == "truncated"
    assert code_of(png()[:-40]) == "truncated"


def test_a_truncated_heif_is_reported() -> None:
    content = encode_heif(Image.effect_noise((200, 200), 90).convert("RGB"))
    assert code_of(content[: len(content) // 2]) == "truncated"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000"])
def test_the_pixel_limit_is_inclusive(image_format: str) -> None:
    content = encode(Image.new("RGB", (20, 10)), image_format)
    assert decode(content, max_pixels=200).shape == (10, 20, 3)
    assert code_of(content, max_pixels=199) == "too_many_pixels"


def test_the_pixel_limit_holds_for_heif() -> None:
    assert code_of(encode_heif(Image.new("RGB", (64, 64))), max_pixels=64 * 64 - 1) == "too_many_pixels"


def test_only_our_own_pixel_limit_counts() -> None:
    w = h = 13_400  # 179 560 000 pixels: Image.open refuses above 178 956 970
    content = encode(Image.new("1", (w, h)), "PNG")
    with pytest.raises(Image.DecompressionBombError):
        Image.open(BytesIO(content))
    assert code_of(content, max_pixels=w * h - 1) == "too_many_pixels"
    assert code_of(content[:1000], max_pixels=w * h) == "truncated"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7", b"8BPS\0\1", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"P6 1 1 255\n"]
)
def test_what_is_no_picture_reaches_no_decoder(content: bytes) -> None:
    assert code_of(content) == "unsupported_kind"


def with_tag_entry(content: bytes, tag: int, *, at: int, value: int) -> bytes:
    """A little-endian TIFF whose entry of a tag has another 16-bit value at this offset in the entry."""
    changed = bytearray(content)
    (directory,) = struct.unpack_from("<I", changed, 4)
    (count,) = struct.unpack_from("<H", changed, directory)
    entries = [directory + 2 + 12 * index for index in range(count)]
    (entry,) = [entry for entry in entries if struct.unpack_from("<H", changed, entry) == (tag,)]
    struct.pack_into("<H", changed, entry + at, value)
    return bytes(changed)


def test_pillow_says_nothing_on_stderr(tmp_path: Path) -> None:
    tiff = encode(make_quarters(), "TIFF")
    (tmp_path / "warns").write_bytes(with_tag_entry(tiff, 259, at=4, value=2))  # two compressions
    (tmp_path / "logs").write_bytes(with_tag_entry(tiff, 277, at=8, value=99))  # 99 samples per pixel
    program = """
import contextlib, pathlib, sys
from snapsort.errors import PhotoError
from snapsort.photos import decode
for path in pathlib.Path(sys.argv[1]).iterdir():
    with contextlib.suppress(PhotoError):
        decode(path.read_bytes())
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    run = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=True, timeout=60)
    assert run.stderr == b""


def test_pillows_own_limits_and_openers_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(encode_heif(make_quarters((64, 64))))
    program = """
import pathlib, sys
from PIL import Image
before = Image.MAX_IMAGE_PIXELS
from snapsort.photos import decode
decode(pathlib.Path(sys.argv[1]).read_bytes())
sys.exit(before != Image.MAX_IMAGE_PIXELS or "HEIF" in Image.OPEN)
"""
    command = [sys.executable, "-c", program, str(tmp_path / "a.heic")]
    assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == 0
