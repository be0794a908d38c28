from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from snapsort.learning import group_near_duplicates
from snapsort.learning.folds import make_folds
from tests.learning.made import make_cloud, unit

EXAMPLES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12)), min_size=1, max_size=60)


@given(EXAMPLES, st.integers(2, 6), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_no_group_is_divided_and_no_fold_is_empty(
    examples: list[tuple[int, int]], wanted: int, seed: int
) -> None:
    targets, groups = np.array(examples).T
    folds = make_folds(targets, groups, folds=wanted, seed=seed)
    assert all(len(set(folds[groups == group].tolist())) == 1 for group in set(groups.tolist()))
    assert sorted(set(folds.tolist())) == list(range(min(wanted, len(set(groups.tolist())))))


@given(EXAMPLES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_examples_does_not_change_their_folds(
    examples: list[tuple[int, int]], chance: object
) -> None:
    targets, groups = np.array(examples).T
    order = np.random.default_rng(len(examples)).permutation(len(examples))
    folds = make_folds(targets, groups, folds=3, seed=0)
    assert (make_folds(targets[order], groups[order], folds=3, seed=0) == folds[order]).all()


def test_each_label_is_spread_over_all_folds() -> None:
    targets = np.repeat([0, 1, 2], [50, 10, 5])
    folds = make_folds(targets, np.arange(65), folds=5, seed=0)
    assert [np.bincount(folds[targets == label], minlength=5).tolist() for label in range(3)] == [
        [10] * 5,
        [2] * 5,
        [1] * 5,
    ]


def test_a_chain_of_near_duplicates_is_one_group_named_by_its_first() -> None:
    angles = np.radians([0, 90, 10, 20, 180])
    vectors = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    assert group_near_duplicates(vectors, min_similarity=0.98).tolist() == [0, 1, 0, 0, 4]


def test_grouping_in_blocks_equals_grouping_at_once() -> None:
    vectors = make_cloud(n=700, k=3, d=3, spread=1.0).vectors
    vectors[1500] = vectors[3]
    groups = group_near_duplicates(vectors, min_similarity=0.99999)
    similar = vectors @ vectors.T >= 0.99999
    assert groups[1500] == groups[3]
    assert all(groups[first] == groups[second] for first, second in np.argwhere(similar).tolist())


def test_no_pictures_have_no_groups() -> None:
    assert group_near_duplicates(np.zeros((0, 4), np.float32)).tolist() == []


def test_groups_among_very_many_are_those_that_every_pair_shows() -> None:
    scenes = make_cloud(n=7_500, k=1, d=64, spread=1.0).vectors
    shots = np.repeat(scenes, 3, axis=0) + 0.01 * make_cloud(n=22_500, k=1, d=64, spread=1.0, seed=1).vectors
    order = np.random.default_rng(0).permutation(22_500)
    vectors = unit(shots.astype(np.float64))[order]
    groups = group_near_duplicates(vectors, min_similarity=0.95)
    assert len(np.unique(groups)) == 7_500
    assert (groups[np.argsort(order)].reshape(-1, 3) == groups[np.argsort(order)][::3, np.newaxis]).all()
