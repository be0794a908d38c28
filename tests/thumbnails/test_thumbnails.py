"""Thumbnails: upright, small, by content, and made again when what was kept is lost."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from snapsort.errors import PhotoError
from snapsort.photos import fingerprint
from snapsort.records import Fingerprint, SourceFile
from snapsort.thumbnails import SIZES_PX, forget_oldest, thumbnail
from tests.embeddings.fakes import photo

MAX_PIXELS = 10_000_000


def encoded(image: Image.Image, kind: str, *, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif)
    return stream.getvalue()


def half_red(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, (0, 0, 250))
    image.paste((250, 0, 0), (0, 0, size[0] // 2, size[1]))
    return image


def written(path: Path, content: bytes) -> tuple[SourceFile, Fingerprint]:
    path.write_bytes(content)
    return photo(path).file, fingerprint(content)


def make(file: SourceFile, content: Fingerprint, folder: Path | None, *, size_px: int = 160) -> Image.Image:
    made = thumbnail(file, content, size_px=size_px, folder=folder, max_pixels=MAX_PIXELS)
    return Image.open(io.BytesIO(made))


@pytest.mark.parametrize("size_px", SIZES_PX)
def test_the_longer_side_is_as_asked(tmp_path: Path, size_px: int) -> None:
    file, content = written(tmp_path / "a.png", encoded(half_red((1000, 500)), "PNG"))
    image = make(file, content, None, size_px=size_px)
    assert (image.format, image.size) == ("JPEG", (size_px, size_px // 2))


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.png", encoded(half_red((40, 20)), "PNG"))
    assert make(file, content, None).size == (40, 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_picture_is_upright_and_says_nothing_of_turning(tmp_path: Path, kind: str) -> None:
    file, content = written(tmp_path / "a", encoded(half_red(), kind, orientation=6))  # turn clockwise
    image = make(file, content, None)
    assert image.size == (80, 160)
    assert dict(image.getexif()) == {}
    pixels = np.asarray(image.convert("RGB"))
    assert pixels[[20, 140], 40].argmax(axis=1).tolist() == [0, 2]  # red above, blue below


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.png", encoded(Image.new("RGBA", (9, 9)), "PNG"))
    assert make(file, content, None).getpixel((4, 4)) == (255, 255, 255)


def test_a_kept_thumbnail_needs_the_file_no_more(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.jpg", encoded(half_red(), "JPEG"))
    first = thumbnail(file, content, size_px=160, folder=tmp_path / "kept", max_pixels=MAX_PIXELS)
    file.path.unlink()
    again = thumbnail(file, content, size_px=160, folder=tmp_path / "kept", max_pixels=MAX_PIXELS)
    assert again == first


def test_sizes_are_kept_apart(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.png", encoded(half_red((900, 900)), "PNG"))
    sizes = [make(file, content, tmp_path / "kept", size_px=size_px).size for size_px in SIZES_PX]
    assert sizes == [(160, 160), (320, 320), (640, 640)]


def test_one_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.jpg", encoded(half_red(), "JPEG"))
    kept = tmp_path / "kept"
    first = thumbnail(file, content, size_px=160, folder=kept, max_pixels=MAX_PIXELS)
    (path,) = kept.rglob("*.jpg")
    path.write_bytes(first[:100])
    assert thumbnail(file, content, size_px=160, folder=kept, max_pixels=MAX_PIXELS) == first
    assert path.read_bytes() == first


def test_another_content_under_the_name_gives_no_thumbnail_and_keeps_none(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.png", encoded(half_red(), "PNG"))
    file, _ = written(tmp_path / "a.png", encoded(half_red((40, 40)), "PNG"))
    with pytest.raises(PhotoError, match="changed"):
        make(file, content, tmp_path / "kept")
    assert list(tmp_path.rglob("*.jpg")) == []


def test_what_is_no_picture_gives_none_and_keeps_none(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(PhotoError) as caught:
        make(file, content, tmp_path / "kept")
    assert caught.value.code == "unsupported_kind"
    assert list(tmp_path.rglob("*")) == [file.path]


def test_a_picture_with_too_many_pixels_is_not_decoded(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.jpg", encoded(half_red((2000, 1000)), "JPEG"))
    with pytest.raises(PhotoError) as caught:
        thumbnail(file, content, size_px=160, folder=None, max_pixels=1000)
    assert caught.value.code == "too_many_pixels"


def test_where_nothing_can_be_kept_it_is_made_all_the_same(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.png", encoded(half_red(), "PNG"))
    (tmp_path / "kept").write_text("a file stands where the folder should be")
    assert make(file, content, tmp_path / "kept").size == (160, 80)


def test_threads_that_want_the_same_get_the_same_and_leave_one_file(tmp_path: Path) -> None:
    file, content = written(tmp_path / "a.png", encoded(half_red(), "PNG"))
    kept, results = tmp_path / "kept", []

    def ask() -> None:
        results.append(thumbnail(file, content, size_px=160, folder=kept, max_pixels=MAX_PIXELS))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert len(set(results)) == 1
    assert [path.read_bytes() for path in kept.rglob("*") if path.is_file()] == results[:1]


def test_the_oldest_are_forgotten_first_and_only_as_many_as_needed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for i, side in enumerate((300, 310, 320)):
        file, content = written(tmp_path / f"{i}.png", encoded(half_red((side, side)), "PNG"))
        thumbnail(file, content, size_px=160, folder=kept, max_pixels=MAX_PIXELS)
    files = sorted(kept.rglob("*.jpg"), key=lambda path: path.stat().st_mtime_ns)
    sizes = [path.stat().st_size for path in files]
    assert forget_oldest(kept, max_bytes=sum(sizes)) == 0
    assert forget_oldest(kept, max_bytes=sum(sizes) - 1) == 1
    assert sorted(kept.rglob("*.jpg"), key=lambda path: path.stat().st_mtime_ns) == files[1:]
    assert forget_oldest(tmp_path / "missing", max_bytes=0) == 0
