from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from snapsort.errors import PhotoError
from snapsort.photos import decode
from snapsort.photos.upright import turn_upright
from tests.photos.dng import make_dng
from tests.photos.pictures import ORIENTATION_TAG, encode, make_quarters

_RESOLUTION_UNIT_TAG = 0x0128


def preview_with(tag: int, value: int) -> bytes:
    """A JPEG with one EXIF tag, as cameras write it: EXIF first, without Pillow's 18 bytes of JFIF."""
    exif = Image.Exif()
    exif[tag] = value
    preview = encode(make_quarters(), "JPEG", exif=exif)
    return preview[:2] + preview[20:]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_raw_file_is_its_preview_turned_upright(orientation: int) -> None:
    preview = encode(make_quarters(), "JPEG")
    pixels = decode(make_dng(preview, preview_size=(48, 32), orientation=orientation))
    np.testing.assert_array_equal(pixels, turn_upright(decode(preview), orientation))


def test_a_preview_that_tells_its_own_orientation_is_not_turned_again() -> None:
    preview = preview_with(ORIENTATION_TAG, 1)
    pixels = decode(make_dng(preview, preview_size=(48, 32), orientation=6))
    np.testing.assert_array_equal(pixels, decode(preview))


def test_a_preview_with_exif_but_no_orientation_is_turned_as_the_shot() -> None:
    preview = preview_with(_RESOLUTION_UNIT_TAG, 2)
    pixels = decode(make_dng(preview, preview_size=(48, 32), orientation=6))
    np.testing.assert_array_equal(pixels, turn_upright(decode(preview), 6))


@pytest.mark.parametrize(
    ("preview", "code"),
    [
        (b"", "no_preview"),
        (encode(make_quarters((200, 200)), "JPEG")[:-300], "truncated"),
    ],
)
def test_a_raw_file_without_a_sound_preview_is_reported(preview: bytes, code: str) -> None:
    with pytest.raises(PhotoError) as caught:
        decode(make_dng(preview, preview_size=(48, 32)))
    assert caught.value.code == code


def test_a_large_preview_is_refused() -> None:
    with pytest.raises(PhotoError) as caught:
        decode(make_dng(encode(make_quarters(), "JPEG"), preview_size=(48, 32)), max_pixels=48 * 32 - 1)
    assert caught.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    "magic", [b"FUJIFILMCCD-RAW 0201", b"II*\0\x10\0\0\0CR\x02\0", b"\0\0\0\x18ftypcrx \0\0\0\1"]
)
def test_a_damaged_raw_file_is_reported(magic: bytes) -> None:
    with pytest.raises(PhotoError) as caught:
        decode(magic + bytes(2000))
    assert caught.value.code in ("broken", "no_preview")
