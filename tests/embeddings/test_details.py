"""Details of pictures through the cache: each file is looked into once."""

from __future__ import annotations

from pathlib import Path

from snapsort.embeddings import Cache, find_details
from snapsort.photos import ScanOptions, fingerprint, scan
from snapsort.records import Details, EmbeddedPhoto
from tests.embeddings.fakes import GREEN, RED, picture, write

LATER_NS = 2**62
"""Later than all times of files, so that what was just written counts as known."""


def read(root: Path, cache: Cache) -> tuple[Details, ...]:
    photos = scan(root, ScanOptions(), known=cache).photos
    seen = [EmbeddedPhoto(photo, fingerprint(b"")) for photo in photos]
    return find_details(seen, cache=cache, workers=2, on_progress=lambda _: None, now_ns=lambda: LATER_NS)


def test_details_come_in_the_order_of_the_pictures(tmp_path: Path) -> None:
    for width in (30, 10, 20):
        write(tmp_path / f"{width}.png", picture(RED, (width, 9)))
    with Cache(None) as cache:
        assert read(tmp_path, cache) == tuple(Details("png", width, 9) for width in (10, 20, 30))


def test_what_is_known_is_not_read_again(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        write(tmp_path / name, picture(RED))
    told, progress = Details("gif", 1, 2, 3.5), list[int]()
    with Cache(None) as cache:
        first = scan(tmp_path, ScanOptions(), known=cache).photos[0]
        cache.put_details([(first.file, told)], read_ns=LATER_NS)

        assert read(tmp_path, cache) == (told, Details("png", 8, 8))

        photos = [
            EmbeddedPhoto(p, fingerprint(b"")) for p in scan(tmp_path, ScanOptions(), known=cache).photos
        ]
        find_details(photos, cache=cache, workers=1, on_progress=progress.append)
    assert progress == [2]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", picture(RED)).path
    with Cache(None) as cache:
        read(tmp_path, cache)
        path.write_bytes(picture(GREEN, (20, 9)))
        assert read(tmp_path, cache) == (Details("png", 20, 9),)


def test_a_file_that_cannot_be_read_now_is_asked_again(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", picture(RED)).path
    with Cache(None) as cache:
        seen = [EmbeddedPhoto(p, fingerprint(b"")) for p in scan(tmp_path, ScanOptions(), known=cache).photos]
        content = path.read_bytes()
        path.unlink()
        gone = find_details(seen, cache=cache, workers=1, on_progress=lambda _: None, now_ns=lambda: LATER_NS)
        path.write_bytes(content)
        assert (gone, read(tmp_path, cache)) == ((Details(),), (Details("png", 8, 8),))


def test_no_pictures_have_no_details() -> None:
    with Cache(None) as cache:
        assert find_details([], cache=cache, workers=1, on_progress=lambda _: None) == ()
