"""What no decoder likes: bytes at random, damaged files, and the worst real ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from snapsort.errors import PhotoError
from snapsort.photos import decode
from tests.photos.dng import make_dng
from tests.photos.pictures import encode, jpeg, make_quarters

NASTY = Path(__file__).parents[2].parent / "shared" / "pictures" / "nasty"

_PREFIXES = (
    *(
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0",
        b"II*\0\x08\0\0\0",
    ),
    *(b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0", b"RIFF\xff\0\0\0WEBPVP8X", b"RIFF\xff\0\0\0WEBPVP8 "),
    *(
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
        b"\xff\x4f\xff\x51\0\x2f",
    ),
    *(
        b"\0\0\0\x0cjP  \r\n\x87\n",
        b"FUJIFILMCCD-RAW ",
        b"IIU\0\x08\0\0\0",
        b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
    ),
)
_SOUND = (
    jpeg(),
    make_dng(jpeg(), preview_size=(48, 32)),
    encode(make_quarters(), "TIFF", compression="tiff_lzw"),
    *(encode(make_quarters(), name) for name in ("PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000")),
    encode(Image.new("P", (9, 9)), "PNG", transparency=0),
)


def is_pixels_or_photo_error(content: bytes) -> bool:
    try:
        pixels = decode(content, max_pixels=1_000_000)
    except PhotoError as error:
        return bool(error.code and error.reason)
    return pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3 and min(pixels.shape) > 0


@given(st.sampled_from(_PREFIXES), st.binary(max_size=400))
def test_bytes_behind_a_magic_number_give_pixels_or_a_photo_error(prefix: bytes, rest: bytes) -> None:
    assert is_pixels_or_photo_error(prefix + rest)


@given(st.data())
def test_a_damaged_picture_gives_pixels_or_a_photo_error(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(_SOUND)))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.none(), st.integers(0, len(content))))
    assert is_pixels_or_photo_error(bytes(content[:end]))


_DECODE_ALL = """
import json, resource, signal, sys
from pathlib import Path

resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))

from snapsort.errors import PhotoError
from snapsort.photos import decode, read_content
from snapsort.photos.content import stamp_of
from snapsort.records import SourceFile

def look_at(path):
    try:
        pixels = decode(read_content(SourceFile(path, stamp_of(path.lstat()))))
    except PhotoError as error:
        return error.code
    assert pixels.dtype == "uint8" and pixels.shape[2] == 3 and min(pixels.shape) > 0
    return "pixels"

results = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    signal.alarm(20)
    results[path.name] = look_at(path)
signal.alarm(0)
print(json.dumps(results))
"""


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a memory limit")
def test_the_worst_real_files_give_pixels_or_a_photo_error_in_little_memory_and_time() -> None:
    if not NASTY.is_dir():
        pytest.skip("the folder of nasty pictures is not here")
    run = subprocess.run(
        [sys.executable, "-c", _DECODE_ALL, str(NASTY)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
        timeout=300,
    )
    results: dict[str, str] = json.loads(run.stdout)
    readable = {path.name for path in NASTY.iterdir() if pillow_reads(path)}
    assert results.keys() == {path.name for path in NASTY.iterdir()}
    assert readable <= {name for name, result in results.items() if result == "pixels"}


def pillow_reads(path: Path) -> bool:
    """Whether Pillow, left to its own ways, reads a file of a kind that we read."""
    kinds = ("JPEG", "MPO", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000")
    try:
        with Image.open(path, formats=kinds) as image:
            image.load()
    except Exception:
        return False
    return True
