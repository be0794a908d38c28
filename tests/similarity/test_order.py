from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapsort.records import Floats
from snapsort.similarity import measure_path, order, path_steps
from snapsort.similarity.vectors import find_distinct
from tests.similarity.vectors import make_vectors, unit

seeds = st.integers(0, 2**32 - 1)


def length(vectors: Floats, path: np.ndarray[tuple[int], np.dtype[np.intp]]) -> float:
    return measure_path(vectors, path).length


@given(n=st.integers(0, 25), seed=seeds)
@settings(max_examples=25, deadline=None)
def test_the_order_has_every_index_once(n: int, seed: int) -> None:
    assert sorted(order(make_vectors(n, seed=seed)).tolist()) == list(range(n))


@pytest.mark.parametrize("n", [300, 1_000, 4_000])
def test_a_compiled_order_has_every_index_once(n: int) -> None:
    assert sorted(order(make_vectors(n)).tolist()) == list(range(n))


@given(n=st.integers(2, 8), seed=seeds)
@settings(max_examples=25, deadline=None)
def test_few_vectors_are_hardly_ever_longer_than_the_best_permutation(n: int, seed: int) -> None:
    vectors = make_vectors(n, seed=seed)
    exact = vectors.astype(np.float64)
    between = np.linalg.norm(exact[:, None] - exact[None], axis=2)
    paths = np.array(list(permutations(range(n))))

    best = between[paths[:, :-1], paths[:, 1:]].sum(axis=1).min()

    assert best - 1e-5 <= length(vectors, order(vectors)) <= 1.02 * best + 1e-5


def test_the_order_is_shorter_than_going_to_the_nearest_each_time() -> None:
    vectors = make_vectors(1_000)
    left, path = set(range(1, 1_000)), [0]
    while left:
        path.append(min(left, key=lambda j: -float(vectors[path[-1]] @ vectors[j])))
        left.remove(path[-1])

    assert length(vectors, order(vectors)) < 0.95 * length(vectors, np.array(path))


@pytest.mark.parametrize("n", [30, 300])
def test_equal_vectors_stand_together_by_index(n: int) -> None:
    kinds = make_vectors(n // 3)
    members = np.random.default_rng(1).integers(len(kinds), size=n)

    path = order(kinds[members])

    runs = np.flatnonzero(np.diff(members[path])) + 1
    assert len(runs) + 1 == len(set(members.tolist()))
    assert all(np.all(np.diff(run) > 0) for run in np.split(path, runs))


def test_all_equal_vectors_keep_their_order() -> None:
    assert order(unit([[1, 2, 3]] * 50)).tolist() == list(range(50))


def test_zero_and_minus_zero_are_equal() -> None:
    distinct = find_distinct(np.array([[0.0, 1.0], [1.0, 0.0], [-0.0, 1.0]], np.float32))

    assert distinct.firsts.tolist() == [0, 1]
    assert distinct.groups.tolist() == [0, 1, 0]


@pytest.mark.parametrize("n", [5, 50, 300])
def test_turning_the_space_changes_neither_order_nor_length(n: int) -> None:
    vectors = make_vectors(n)
    turn = np.linalg.qr(np.random.default_rng(0).standard_normal((16, 16)))[0]
    turned = unit(vectors @ turn)

    assert length(turned, order(turned)) == pytest.approx(length(vectors, order(vectors)), rel=0.01)


@pytest.mark.parametrize("n", [5, 50, 300])
def test_the_order_of_the_input_hardly_matters(n: int) -> None:
    vectors = make_vectors(n)
    shuffled = vectors[np.random.default_rng(0).permutation(n)]

    assert length(shuffled, order(shuffled)) == pytest.approx(length(vectors, order(vectors)), rel=0.01)


@pytest.mark.parametrize("n", [1, 2, 4, 40, 300])
@pytest.mark.parametrize("which", [0.0, 0.5, 0.99])
def test_the_anchor_comes_first(n: int, which: float) -> None:
    vectors = make_vectors(n)
    anchor = int(which * n)

    path = order(vectors, first=anchor)

    assert path[0] == anchor
    assert sorted(path.tolist()) == list(range(n))


def test_an_anchor_costs_little() -> None:
    vectors = make_vectors(300)

    assert length(vectors, order(vectors, first=150)) < 1.05 * length(vectors, order(vectors))


def test_an_anchor_comes_before_its_duplicates() -> None:
    vectors = make_vectors(20)[[*range(20), 5, 5]]

    assert order(vectors, first=20).tolist()[:3] == [20, 5, 21]


@pytest.mark.parametrize("n", [3, 40, 300])
def test_without_an_anchor_the_end_with_the_smaller_index_comes_first(n: int) -> None:
    path = order(make_vectors(n))

    assert path[0] < path[-1]


def test_the_ends_are_the_ends_of_a_line() -> None:
    angles = np.random.default_rng(0).permutation(80) / 80
    vectors = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))

    path = order(vectors)

    assert {path[0], path[-1]} == {np.argmin(angles), np.argmax(angles)}


def test_equal_calls_give_equal_orders_and_other_seeds_other_ones() -> None:
    vectors = make_vectors(500)

    once, again, other = order(vectors, seed=1), order(vectors, seed=1), order(vectors, seed=2)

    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


def test_the_input_is_left_as_it_is() -> None:
    vectors = make_vectors(100)
    before = vectors.copy()

    order(vectors)

    assert np.array_equal(vectors, before)


def test_time_keeps_series_together() -> None:
    vectors = make_vectors(200)
    series = np.random.default_rng(0).permutation(np.repeat(np.arange(10), 20))
    times_s = series * 86_400.0

    path = order(vectors, times_s=times_s, time_weight=2.0)

    assert np.count_nonzero(np.diff(series[path])) == 9


def test_a_time_weight_of_zero_ignores_the_times() -> None:
    vectors = make_vectors(100)

    assert np.array_equal(order(vectors, times_s=np.arange(100.0)[::-1]), order(vectors))


@pytest.mark.parametrize("weight", [-1.0, np.nan, np.inf])
def test_a_time_weight_that_is_no_weight_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="time_weight"):
        order(make_vectors(3), times_s=np.zeros(3), time_weight=weight)


@pytest.mark.parametrize("times_s", [None, np.zeros(2), np.array([0, 1, np.nan])])
def test_times_that_do_not_fit_are_refused(
    times_s: np.ndarray[tuple[int], np.dtype[np.float64]] | None,
) -> None:
    with pytest.raises(ValueError, match="times_s"):
        order(make_vectors(3), times_s=times_s, time_weight=1.0)


@pytest.mark.parametrize("first", [-1, 3])
def test_an_anchor_that_is_not_there_is_refused(first: int) -> None:
    with pytest.raises(ValueError, match="first"):
        order(make_vectors(3), first=first)


def test_nan_is_refused() -> None:
    vectors = make_vectors(100)
    vectors[70, 3] = np.nan

    with pytest.raises(ValueError, match="row 70"):
        order(vectors)


def test_figures_are_of_the_steps() -> None:
    vectors = unit([[1, 0], [0, 1], [-1, 0]])

    figures = measure_path(vectors, np.array([0, 1, 2]))

    assert path_steps(vectors, np.array([0, 2, 1])) == pytest.approx([0, 2, 2**0.5])
    assert figures.length == pytest.approx(2 * 2**0.5)
    assert figures.mean_step == figures.p90_step == figures.p99_step == pytest.approx(2**0.5)


@pytest.mark.parametrize("n", [0, 1])
def test_without_a_step_all_figures_are_zero(n: int) -> None:
    figures = measure_path(make_vectors(n), np.arange(n))

    assert (figures.length, figures.mean_step, figures.p90_step, figures.p99_step) == (0, 0, 0, 0)
    assert len(path_steps(make_vectors(n), np.arange(n))) == n
