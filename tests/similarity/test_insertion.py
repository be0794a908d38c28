from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapsort.similarity import insert_into_order, measure_path, order
from tests.similarity.vectors import make_vectors, unit


@given(placed=st.integers(0, 20), new=st.integers(0, 10), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=50, deadline=None)
def test_what_was_placed_keeps_its_order(placed: int, new: int, seed: int) -> None:
    members = np.random.default_rng(seed).permutation(placed + new)
    vectors = make_vectors(len(members), seed=seed)

    path = insert_into_order(vectors, members[:placed], members[placed:])

    assert sorted(path.tolist()) == list(range(len(members)))
    assert [index for index in path if index in members[:placed]] == members[:placed].tolist()


def test_new_ones_go_where_they_fit_also_to_the_ends() -> None:
    angles = np.array([0.2, 0.4, 0.6, 0.8, 0.0, 0.5, 0.55, 1.0])
    vectors = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))

    path = insert_into_order(vectors, [0, 1, 2, 3], [7, 6, 5, 4])

    assert path.tolist() == [4, 0, 1, 5, 6, 2, 3, 7]


def test_a_new_one_goes_into_the_wide_gap_around_it_rather_than_to_a_nearer_end() -> None:
    angles = np.array([0.0, 0.1, 1.0, 1.1, 0.4])
    vectors = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))

    assert insert_into_order(vectors, [0, 1, 2, 3], [4]).tolist() == [0, 1, 4, 2, 3]


def test_a_new_duplicate_stands_beside_what_it_equals() -> None:
    vectors = make_vectors(40)[[*range(40), 17, 17]]
    placed = order(vectors[:40])

    path = insert_into_order(vectors, placed, [40, 41]).tolist()

    assert sorted(path.index(index) - path.index(17) for index in (17, 40, 41)) in (
        [-2, -1, 0],
        [-1, 0, 1],
        [0, 1, 2],
    )


def test_a_few_new_ones_make_the_path_little_longer_than_a_fresh_one() -> None:
    vectors = make_vectors(400)
    placed = order(vectors[:360])

    path = insert_into_order(vectors, placed, range(360, 400))

    assert measure_path(vectors, path).length < 1.15 * measure_path(vectors, order(vectors)).length


@pytest.mark.parametrize(("placed", "new"), [([0, 1], [1, 2]), ([0], [1]), ([0, 1], [3])])
def test_indices_that_are_missing_or_twice_are_refused(placed: list[int], new: list[int]) -> None:
    with pytest.raises(ValueError, match="once"):
        insert_into_order(make_vectors(3), placed, new)
