"""What is kept between runs: it changes time, never results, and nothing is believed that makes no sense."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_sample_image

from benchmarks.edits import edits
from snapsort.duplicates import DuplicateRequest, Duplicates, find_duplicates
from snapsort.duplicates.comparing import SAMENESS_RULE, Comparing
from snapsort.duplicates.looks import LOOKS_RULE, Looks
from snapsort.duplicates.watching import watch
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.embeddings.cache import space_key
from snapsort.photos import ScanOptions, fingerprint, scan
from snapsort.records import EmbeddedPhoto, Fingerprint
from snapsort.report import Terminal
from snapsort.similarity.duplicates_sameness import Sameness

EMBED = EmbedOptions(crops="1", max_pixels=10**7, workers=2)


def load_nothing() -> NoReturn:
    raise AssertionError("the model was loaded")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A photograph, a worse copy of it, and another photograph."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    china, flower = (Image.fromarray(load_sample_image(name)) for name in ("china.jpg", "flower.jpg"))
    china.save(folder / "china.png")
    (folder / "small.jpg").write_bytes(edits()["resize to 400 px"](china, Random(0)))
    flower.save(folder / "flower.png")
    return folder


def content_of(path: Path) -> Fingerprint:
    return fingerprint(path.read_bytes())


def pair_of(one: Path, other: Path) -> tuple[Fingerprint, Fingerprint]:
    first, second = sorted((content_of(one), content_of(other)))
    return first, second


def find(folder: Path, cache_path: Path | None) -> Duplicates:
    """What is found where a model says that all pictures are alike."""
    vector = np.array([1, 0], np.float32)
    with Cache(cache_path) as cache:
        vectors = {content_of(path): vector for path in folder.iterdir()}
        cache.put_vectors(space_key("alike", "1"), vectors)
        return find_duplicates(
            DuplicateRequest((folder,), embed=EMBED),
            model=LazyEncoder("alike", load_nothing),
            cache=cache,
            watcher=Terminal(quiet=True),
        )


def names(found: Duplicates) -> list[set[str]]:
    return [{member.path.name for member in group.members} for group in found.groups]


def kept(cache_path: Path, pair: tuple[Fingerprint, Fingerprint]) -> Sameness | None:
    with Cache(cache_path) as cache:
        return cache.looks.get_comparisons(SAMENESS_RULE, pair)[pair]


def execute(path: Path, statement: str) -> int:
    """How many rows the statement changed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).rowcount


def test_a_second_run_finds_the_same_and_so_does_one_without_the_cache(folder: Path, tmp_path: Path) -> None:
    first = find(folder, tmp_path / "cache")
    assert names(first) == [{"china.png", "small.jpg"}]
    assert find(folder, tmp_path / "cache") == first
    assert find(folder, None) == first


def test_what_was_compared_is_not_compared_again(folder: Path, tmp_path: Path) -> None:
    find(folder, tmp_path / "cache")
    pair = pair_of(folder / "china.png", folder / "small.jpg")
    with Cache(tmp_path / "cache") as cache:
        cache.looks.put_comparisons(SAMENESS_RULE, {pair: None})
    assert names(find(folder, tmp_path / "cache")) == []


def test_what_another_rule_found_does_not_count_and_is_replaced(folder: Path, tmp_path: Path) -> None:
    first = find(folder, tmp_path / "cache")
    pair = pair_of(folder / "china.png", folder / "small.jpg")
    before = kept(tmp_path / "cache", pair)
    assert before is not None
    with Cache(tmp_path / "cache") as cache:
        cache.looks.put_comparisons("0", {pair: None})
        assert pair not in cache.looks.get_comparisons(SAMENESS_RULE, pair)
    assert execute(tmp_path / "cache", "UPDATE glances SET rule = '0', small = zeroblob(length(small))") == 3
    assert find(folder, tmp_path / "cache") == first
    assert kept(tmp_path / "cache", pair) == before


@pytest.mark.parametrize(
    "spoiling",
    [
        "UPDATE comparisons SET correlation = 9e999",
        "UPDATE comparisons SET correlation = NULL, shared = 1.0",
        "UPDATE comparisons SET changed = -7.5",
        "UPDATE comparisons SET one = x'00'",
        "UPDATE comparisons SET other = x'ffff'",
        "UPDATE glances SET small = x''",
        "UPDATE glances SET small_width = small_width - 1",
        "UPDATE glances SET small_width = 0",
        "UPDATE glances SET width = -3",
        "UPDATE glances SET sharpness = 9e999",
    ],
)
def test_what_makes_no_sense_is_looked_at_again(folder: Path, tmp_path: Path, spoiling: str) -> None:
    first = find(folder, tmp_path / "cache")
    where = " WHERE correlation IS NOT NULL" if "comparisons" in spoiling else ""
    assert execute(tmp_path / "cache", spoiling + where) > 0
    assert find(folder, tmp_path / "cache") == first


def test_a_changed_picture_is_looked_at_again(folder: Path, tmp_path: Path) -> None:
    find(folder, tmp_path / "cache")
    with Image.open(folder / "flower.png") as image:
        image.resize((320, 214)).save(folder / "small.jpg")
    assert names(find(folder, tmp_path / "cache")) == [{"flower.png", "small.jpg"}]


def test_a_picture_that_became_another_one_meanwhile_is_like_none_and_nothing_is_kept(folder: Path) -> None:
    photos = scan(folder, ScanOptions()).photos
    embedded = [EmbeddedPhoto(photo, content_of(photo.path)) for photo in photos]
    embedded[0] = replace(embedded[0], fingerprint=Fingerprint("0" * 64))
    contents = [photo.fingerprint for photo in embedded]
    with Cache(None) as cache:
        looks = Looks(embedded, EMBED, cache)
        looks.make_glances(lambda _: None)
        comparing = Comparing(contents, looks, cache)
        comparing.compare_ahead([(0, 2), (1, 2)], lambda _: None, workers=1)
        assert comparing.compare(0, 2) is None
        assert set(cache.looks.get_glances(LOOKS_RULE, contents)) == set(contents[1:])
        assert set(cache.looks.get_comparisons(SAMENESS_RULE, contents)) == {
            pair_of(photos[1].path, photos[2].path)
        }


def test_what_is_known_counts_as_done_before_anything_is_timed() -> None:
    told: list[int] = []
    assert list(watch("ab", told.append, done=3)) == ["a", "b"]
    assert told == [3, 4, 5]
