"""What lists of pictures say: read off headers, upright, and nothing of what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from snapsort.photos import read_details
from snapsort.records import Details
from tests.photos.dng import make_dng
from tests.photos.pictures import ORIENTATION_TAG, encode, encode_heif, jpeg, make_quarters

DATE_TIME_ORIGINAL = 0x9003
EXIF_IFD = 0x8769
NOON_S = 1_715_947_200.0


def details_of(tmp_path: Path, content: bytes, name: str = "a") -> Details:
    path = tmp_path / name
    path.write_bytes(content)
    return read_details(path)


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    exif[EXIF_IFD] = {DATE_TIME_ORIGINAL: "2024:05:17 12:00:00"}
    return exif.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (48, 32)), (3, (48, 32)), (6, (32, 48)), (8, (32, 48))]
)
def test_the_size_is_that_of_the_upright_picture(
    tmp_path: Path, kind: str, orientation: int, size: tuple[int, int]
) -> None:
    content = encode(make_quarters(), kind, exif=turned(orientation))
    assert details_of(tmp_path, content) == Details(kind.lower(), *size, NOON_S)


def test_a_heic_picture_is_as_large_as_it_is_shown(tmp_path: Path) -> None:
    assert details_of(tmp_path, encode_heif(make_quarters())) == Details("heif", 48, 32, None)


def test_a_raw_file_does_not_tell_how_large_its_preview_is(tmp_path: Path) -> None:
    details = details_of(tmp_path, make_dng(jpeg(), preview_size=(48, 32)), "a.dng")
    assert (details.kind, details.width_px, details.height_px) == ("raw", 0, 0)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"plain text"])
def test_of_what_is_no_picture_nothing_is_known(tmp_path: Path, content: bytes) -> None:
    assert details_of(tmp_path, content) == Details()


def test_of_a_picture_with_a_damaged_header_the_kind_is_known(tmp_path: Path) -> None:
    assert details_of(tmp_path, b"\x89PNG\r\n\x1a\n and no more") == Details("png")


def test_of_what_is_not_there_nothing_is_known(tmp_path: Path) -> None:
    assert read_details(tmp_path / "gone.jpg") == Details()
    assert read_details(tmp_path) == Details()
