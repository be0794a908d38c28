from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from snapsort.photos import Capture, read_capture, read_capture_time_s
from tests.photos.dng import make_dng
from tests.photos.pictures import encode, make_quarters

EXIF_IFD, DATE_TIME_ORIGINAL, SUBSEC, DATE_TIME_DIGITIZED, MAKE = 0x8769, 0x9003, 0x9291, 0x9004, 0x010F
NOON_S = datetime(2024, 5, 17, 12, 0, 0, tzinfo=UTC).timestamp()


def exif_with(details: dict[int, str]) -> bytes:
    exif = Image.Exif()
    exif[MAKE] = "Camera"
    exif[EXIF_IFD] = details
    return exif.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_kind_that_carries_metadata_tells_when_it_was_taken(kind: str) -> None:
    exif = exif_with({DATE_TIME_ORIGINAL: "2024:05:17 12:00:00", SUBSEC: "25"})
    assert read_capture(encode(make_quarters(), kind, exif=exif)).time_s == NOON_S + 0.25


def test_a_heif_picture_tells_when_it_was_taken() -> None:
    exif = exif_with({DATE_TIME_ORIGINAL: "2024:05:17 12:00:00"})
    stream = BytesIO()
    pillow_heif.from_pillow(make_quarters((64, 64))).save(stream, exif=exif)
    assert read_capture(stream.getvalue()).time_s == NOON_S


def test_the_time_of_digitizing_stands_in_for_the_time_of_taking() -> None:
    exif = exif_with({DATE_TIME_DIGITIZED: "2024:05:17 12:00:00"})
    assert read_capture(encode(make_quarters(), "JPEG", exif=exif)) == Capture(NOON_S, tags=3)


def test_a_raw_file_tells_when_it_was_taken_by_its_own_metadata_or_its_previews() -> None:
    preview = encode(make_quarters(), "JPEG", exif=exif_with({DATE_TIME_ORIGINAL: "2024:05:17 12:00:00"}))
    preview = preview[:2] + preview[20:]  # as cameras write it: EXIF first, without Pillow's 18 bytes of JFIF
    assert read_capture(make_dng(preview, preview_size=(48, 32))).time_s == NOON_S


@pytest.mark.parametrize(
    "date", ["0000:00:00 00:00:00", "2024:13:45 99:00:00", "    :  :     :  :  ", "soon", ""]
)
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    exif = exif_with({DATE_TIME_ORIGINAL: date})
    assert read_capture(encode(make_quarters(), "JPEG", exif=exif)).time_s is None


def test_what_is_no_picture_or_not_there_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.jpg").write_bytes(b"not a picture")
    assert read_capture(b"") == read_capture(b"\xff\xd8\xff") == Capture()
    assert read_capture_time_s(tmp_path / "note.jpg") is None
    assert read_capture_time_s(tmp_path / "gone.jpg") is None


def test_a_file_is_asked_by_its_path(tmp_path: Path) -> None:
    exif = exif_with({DATE_TIME_ORIGINAL: "2024:05:17 12:00:00"})
    (tmp_path / "a.jpg").write_bytes(encode(make_quarters(), "JPEG", exif=exif))
    assert read_capture_time_s(tmp_path / "a.jpg") == NOON_S
