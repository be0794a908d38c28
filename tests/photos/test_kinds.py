from __future__ import annotations

import pytest

from snapsort.photos.kinds import Kind, describe_content, find_kind
from tests.photos.dng import make_dng
from tests.photos.pictures import encode, jpeg, make_quarters


@pytest.mark.parametrize(
    ("image_format", "kind"),
    [
        ("JPEG", "jpeg"),
        ("PNG", "png"),
        ("GIF", "gif"),
        ("BMP", "bmp"),
        ("TIFF", "tiff"),
        ("WEBP", "webp"),
        ("AVIF", "avif"),
        ("JPEG2000", "jpeg2000"),
    ],
)
def test_what_pillow_writes_is_known_by_its_first_bytes(image_format: str, kind: Kind) -> None:
    assert find_kind(encode(make_quarters(), image_format)) == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heif"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heif"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1", "heif"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "raw"),
        (b"\0\0\0\x18ftypisom\0\0\0\1isommp42", None),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  heic", None),
        (b"FUJIFILMCCD-RAW 0201", "raw"),
        (b"II*\0\x10\0\0\0CR\x02\0", "raw"),
        (b"IIU\0\x18\0\0\0", "raw"),
        (b"II+\0\x08\0\0\0", "tiff"),
        (b"\xff\x4f\xff\x51\0\x2f", "jpeg2000"),
        (b"BMW prices and other text", None),
        (b"RIFF\0\0\0\0WAVEfmt ", None),
        (b"\x89PNG", None),
        (b"\xff\xd8", None),
        (b"", None),
    ],
)
def test_magic_numbers(head: bytes, kind: Kind | None) -> None:
    assert find_kind(head) == kind


def test_a_dng_is_a_tiff_as_far_as_its_first_bytes_tell() -> None:
    assert find_kind(make_dng(jpeg(), preview_size=(48, 32))) == "tiff"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\n  <!DOCTYPE html><html>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (bytes(512), "nothing but zeros"),
        (b"hello", "not a picture"),
    ],
)
def test_other_content_is_named_where_it_is_known(head: bytes, words: str) -> None:
    assert describe_content(head) == words
