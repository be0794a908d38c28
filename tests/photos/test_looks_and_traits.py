from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from snapsort.photos import decode, make_look
from snapsort.photos.traits import read_traits
from tests.photos.dng import make_dng
from tests.photos.pictures import encode, jpeg, make_quarters, png
from tests.photos.test_capture import DATE_TIME_ORIGINAL, exif_with


def noise(size: tuple[int, int]) -> Image.Image:
    rng = np.random.default_rng(0)
    return Image.fromarray(rng.integers(0, 255, (size[1], size[0], 3), dtype=np.uint8))


def test_a_blurred_picture_is_less_sharp_whatever_its_exposure() -> None:
    sharp = noise((600, 400)).filter(ImageFilter.GaussianBlur(1))
    blurred = sharp.filter(ImageFilter.GaussianBlur(3))
    dark = sharp.point(lambda value: value // 2)
    looks = [make_look(np.asarray(image)).glance for image in (sharp, blurred, dark)]
    assert looks[1].sharpness < looks[0].sharpness * 0.5
    assert looks[2].sharpness == pytest.approx(looks[0].sharpness, rel=0.1)


def test_a_gray_picture_has_no_color_even_as_a_jpeg() -> None:
    gray = noise((200, 100)).convert("L").convert("RGB")
    saved = decode(encode(gray, "JPEG", quality=30))
    assert [make_look(pixels).glance.is_colored for pixels in (saved, np.asarray(noise((200, 100))))] == [
        False,
        True,
    ]


def test_formats_rank_by_how_near_they_are_to_the_camera() -> None:
    taken = exif_with({DATE_TIME_ORIGINAL: "2024:05:17 12:00:00"})
    files = {
        "a.dng": make_dng(jpeg(), preview_size=(48, 32)),
        "b.jpg": encode(make_quarters(), "JPEG", exif=taken),
        "c.png": png(),
        "d.jpg": jpeg(),
        "e.webp": encode(make_quarters(), "WEBP"),
    }
    traits = [read_traits(Path(name), content) for name, content in files.items()]
    assert [item.format for item in traits] == ["RAW", "camera JPEG", "PNG", "JPEG", "WebP"]
    assert [item.format_rank for item in traits] == [4, 3, 2, 1, 0]


def test_what_is_no_picture_ranks_last() -> None:
    assert read_traits(Path("a.jpg"), b"").format_rank == 0
