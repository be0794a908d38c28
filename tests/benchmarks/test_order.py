from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from benchmarks.clusters import make_clusters
from benchmarks.options import BenchmarkOptions
from benchmarks.order import Measured, measure, ratios, run, ways_for
from benchmarks.paths import WAYS, two_opt
from snapsort.similarity import measure_path
from snapsort.similarity.figures import PathFigures


@pytest.mark.parametrize("way", [way for way in WAYS if way != "LKH"])
def test_every_way_gives_each_index_once(way: str) -> None:
    vectors = make_clusters(250, d=16)

    assert sorted(WAYS[way](vectors).tolist()) == list(range(250))


def test_lkh_finds_the_best_order_of_a_few() -> None:
    pytest.importorskip("elkai", reason="LKH is not installed")
    vectors = make_clusters(7, d=8)

    best = min(measure_path(vectors, np.array(path)).length for path in permutations(range(7)))

    assert measure_path(vectors, WAYS["LKH"](vectors)).length == pytest.approx(best, abs=1e-4)


def test_two_opt_uncrosses_and_leaves_the_ends() -> None:
    places = np.array([0.0, 3, 2, 1, 4])

    assert two_opt(np.abs(places[:, None] - places[None])).tolist() == [0, 3, 2, 1, 4]


def test_made_clusters_are_unit_rows_and_the_same_for_a_seed() -> None:
    vectors = make_clusters(600, d=32, seed=3)

    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(600), abs=1e-5)
    assert np.array_equal(vectors, make_clusters(600, d=32, seed=3))


def test_slow_ways_are_left_out_of_large_sets() -> None:
    assert ways_for(1_000_000) == ["name", "random", "snapsort"]
    assert set(ways_for(10)) >= {"nearest", "tree", "blockwise", "snapsort"}


def test_a_way_is_measured_in_its_own_process(tmp_path: Path) -> None:
    np.save(tmp_path / "vectors.npy", np.eye(5, dtype=np.float32))

    found = measure("name", tmp_path / "vectors.npy")

    assert found is not None
    assert found.figures.length == pytest.approx(4 * 2**0.5)
    assert 0 < found.peak_gib < 10


def test_ours_is_compared_with_the_shortest_of_the_others_and_with_lkh_apart() -> None:
    def measured(way: str, length: float, seconds: float) -> Measured:
        return Measured(way, PathFigures(length, 0, 0, 0), 1.0, seconds, 1.0)

    figures = ratios(
        [
            measured("tree", 12, 1),
            measured("nearest", 11, 1),
            measured("snapsort", 10, 2),
            measured("LKH", 8, 40),
        ]
    )

    assert [figure.value for figure in figures] == pytest.approx([10 / 11, 10 / 8, 20])


def test_vectors_from_a_file_take_the_place_of_pictures(tmp_path: Path) -> None:
    np.save(tmp_path / "vectors.npy", make_clusters(30, d=8))
    options = BenchmarkOptions(None, "builtin", 1, 1, 0, vectors=tmp_path / "vectors.npy")

    group = next(run(options))

    assert group.n == 30
    assert {"snapsort: path", "path / the best other's"} <= {figure.name for figure in group.figures}
