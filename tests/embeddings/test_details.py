"""Details of pictures through the cache: each content is looked into once."""

from __future__ import annotations

from pathlib import Path

from snapsort.embeddings import Cache, find_details
from snapsort.photos import fingerprint
from snapsort.records import Details, EmbeddedPhoto, Fingerprint
from tests.embeddings.fakes import GREEN, RED, picture, write


def seen(path: Path, content: bytes) -> EmbeddedPhoto:
    return EmbeddedPhoto(write(path, content), fingerprint(content))


def test_details_come_in_the_order_of_the_pictures(tmp_path: Path) -> None:
    photos = [seen(tmp_path / f"{width}.png", picture(RED, (width, 9))) for width in (30, 10, 20)]
    with Cache(None) as cache:
        found = find_details(photos, cache=cache, workers=2, on_progress=lambda _: None)
    assert found == tuple(Details("png", width, 9) for width in (30, 10, 20))


def test_what_is_known_is_not_read_again(tmp_path: Path) -> None:
    photos = [seen(tmp_path / "a.png", picture(RED)), seen(tmp_path / "b.png", picture(GREEN))]
    cache_file, progress = tmp_path / "cache", list[int]()
    with Cache(cache_file) as cache:
        first = find_details(photos, cache=cache, workers=1, on_progress=progress.append)
    for photo in photos:
        photo.photo.path.unlink()
    with Cache(cache_file) as cache:
        assert find_details(photos, cache=cache, workers=1, on_progress=progress.append) == first
    assert progress == [0, 2, 2]


def test_a_twin_that_is_gone_has_the_details_of_the_other(tmp_path: Path) -> None:
    twins = [seen(tmp_path / name, picture(RED)) for name in ("a.png", "b.png")]
    twins[1].photo.path.unlink()
    with Cache(None) as cache:
        found = find_details(twins, cache=cache, workers=1, on_progress=lambda _: None)
    assert found == (Details("png", 8, 8), Details("png", 8, 8))


def test_every_field_survives_the_cache(tmp_path: Path) -> None:
    kept = {
        Fingerprint("ab" * 32): Details("raw", 0, 0, -1.5),
        Fingerprint("cd" * 32): Details("", 7, 8, None),
    }
    with Cache(tmp_path / "cache") as cache:
        cache.put_details(kept)
    with Cache(tmp_path / "cache") as cache:
        assert cache.get_details([*kept, Fingerprint("ef" * 32)]) == kept


def test_no_pictures_have_no_details() -> None:
    with Cache(None) as cache:
        assert find_details([], cache=cache, workers=1, on_progress=lambda _: None) == ()
