from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("imagehash", reason="the hashes to compare with come with the extra `bench`")

from benchmarks.duplicate_pool import PoolFile, find_half, make_pool
from benchmarks.duplicates import Truth, find_best_distance, pairs_within, scores
from benchmarks.hashes import HASHES, measure_distances
from snapsort.photos import decode

FILES = [
    PoolFile(Path("0/a.png"), 0, "original"),
    PoolFile(Path("0/copy a.png"), 0, "copy"),
    PoolFile(Path("0/JPEG 40.jpg"), 0, "JPEG 40"),
    PoolFile(Path("0/second take.jpg"), 0, "second take"),
    PoolFile(Path("1/b.png"), 1, "original"),
]


def write_pictures(folder: Path, number: int) -> Path:
    (folder / "photos").mkdir(parents=True)
    rng = np.random.default_rng(0)
    for index in range(number):
        image = Image.fromarray(rng.integers(0, 255, (8, 8, 3), dtype=np.uint8)).resize((120, 90))
        image.save(folder / "photos" / f"{index}.png")
    return folder


def pairs_of(matrix: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> set[tuple[int, int]]:
    return {(int(one), int(other)) for one, other in np.argwhere(matrix) if one < other}


def test_the_truth_knows_three_kinds_of_pairs() -> None:
    truth = Truth.of(FILES)
    assert pairs_of(truth.exact) == {(0, 1)}
    assert pairs_of(truth.same) == {(0, 2), (1, 2)}
    assert pairs_of(truth.similar) == {(0, 3), (1, 3), (2, 3)}


def test_scores_count_pairs() -> None:
    truth = Truth.of(FILES)
    found = truth.same.copy()
    found[0, 2] = found[2, 0] = False
    found[3, 4] = found[4, 3] = True
    assert [(figure.value, figure.n) for figure in scores("same", found, truth.same)] == [(0.5, 2), (0.5, 2)]


def test_the_best_distance_separates_what_can_be_separated() -> None:
    truth = Truth.of(FILES)
    distances = np.where(truth.same, 7, np.where(truth.exact, 0, 20))
    best = find_best_distance(distances, truth)
    assert best == 7
    assert pairs_of(pairs_within(distances, best, truth)) == pairs_of(truth.same)


def test_a_pool_holds_each_picture_of_its_half_and_the_halves_share_none(tmp_path: Path) -> None:
    pictures = write_pictures(tmp_path / "pictures", 12)
    halves = [{photo.path.name for photo in find_half(pictures, half)} for half in (0, 1)]
    assert halves[0] | halves[1] == {f"{index}.png" for index in range(12)}
    assert halves[0] & halves[1] == set()

    files = make_pool(pictures, 0, tmp_path / "pool", sample=4, seed=0)
    assert {file.path.name for file in files if file.made == "original"} == halves[0]
    assert all(decode(file.path.read_bytes()).size for file in files)
    edited = {file.original for file in files if file.made == "second take"}
    assert len(edited) == 2
    assert len(files) == len(halves[0]) + 2 * 5


def test_hashes_of_equal_pictures_are_equal(tmp_path: Path) -> None:
    pictures = write_pictures(tmp_path / "pictures", 2)
    paths = [pictures / "photos" / name for name in ("0.png", "0.png", "1.png")]
    for name in HASHES:
        distances = measure_distances(paths, name)
        assert distances[0, 1] == 0
        assert distances[0, 2] > 0
        assert (distances == distances.T).all()
