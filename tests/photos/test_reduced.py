"""Pictures that are decoded no larger than it takes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from snapsort.errors import PhotoError
from snapsort.photos import decode
from tests.photos.pictures import encode, encode_heif

SIZE = (1000, 700)


def draw(size: tuple[int, int] = SIZE) -> Image.Image:
    """Soft shapes in all colors."""
    generator = np.random.default_rng(7)
    coarse = generator.integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)


def save_turned(image_format: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return encode(draw(), image_format, exif=exif)


CONTENTS = {
    "JPEG": encode(draw(), "JPEG", quality=95),
    "progressive JPEG": encode(draw(), "JPEG", quality=95, progressive=True),
    "gray JPEG": encode(draw().convert("L"), "JPEG", quality=95),
    "CMYK JPEG": encode(draw().convert("CMYK"), "JPEG", quality=95),
    "turned JPEG": save_turned("JPEG"),
    "PNG": encode(draw(), "PNG"),
    "turned PNG": save_turned("PNG"),
    "opaque PNG": encode(draw().convert("RGBA"), "PNG"),
    "palette PNG": encode(draw().convert("P"), "PNG"),
    "WebP": encode(draw(), "WEBP", quality=95),
    "TIFF": encode(draw(), "TIFF"),
    "HEIC": encode_heif(draw()),
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("enough_px", [64, 150, 340])
def test_a_reduced_picture_shows_the_same_and_is_as_large_as_asked(content: bytes, enough_px: int) -> None:
    whole = decode(content)

    reduced = decode(content, enough_px=enough_px)

    assert enough_px <= min(reduced.shape[:2]) < min(whole.shape[:2])
    assert (reduced.shape[0] > reduced.shape[1]) == (whole.shape[0] > whole.shape[1])
    small, expected = (
        np.asarray(Image.fromarray(pixels).resize((32, 32), Image.Resampling.BOX), np.float32)
        for pixels in (reduced, whole)
    )
    assert np.abs(small - expected).mean() < 5  # of 255; turned wrongly, or another picture: 50


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_picture_that_is_just_large_enough_is_left_as_it_is(content: bytes) -> None:
    assert np.array_equal(decode(content, enough_px=700), decode(content))


@given(st.integers(1, 90), st.integers(1, 90), st.integers(1, 100), st.sampled_from(["JPEG", "PNG"]))
@settings(deadline=None, max_examples=40)
def test_no_side_is_made_shorter_than_asked_or_than_it_was(
    width: int, height: int, enough_px: int, image_format: str
) -> None:
    reduced = decode(encode(draw((width, height)), image_format), enough_px=enough_px)

    assert min(reduced.shape[:2]) >= min(enough_px, width, height)
    assert max(reduced.shape[:2]) <= max(width, height)


@pytest.mark.parametrize("kind", ["JPEG", "progressive JPEG", "PNG", "WebP"])
def test_a_truncated_picture_is_truncated_at_any_size(kind: str) -> None:
    content = CONTENTS[kind][: len(CONTENTS[kind]) // 2]

    for enough_px in (None, 64):
        with pytest.raises(PhotoError):
            decode(content, enough_px=enough_px)


def test_the_limit_on_pixels_is_of_the_whole_picture() -> None:
    with pytest.raises(PhotoError) as refusal:
        decode(CONTENTS["JPEG"], max_pixels=699_999, enough_px=64)

    assert refusal.value.code == "too_many_pixels"


def test_an_alpha_channel_that_hides_nothing_changes_nothing() -> None:
    assert np.array_equal(decode(CONTENTS["opaque PNG"]), decode(CONTENTS["PNG"]))
