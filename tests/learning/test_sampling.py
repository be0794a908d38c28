from __future__ import annotations

import numpy as np

from snapsort.learning.examples import Examples
from snapsort.learning.learn import sample_rows


def test_a_sample_keeps_groups_whole_and_rare_labels_in() -> None:
    targets = np.repeat([0, 1, 2], [4000, 900, 12])
    groups = np.arange(4912) // 2
    vectors = np.tile(np.eye(3, dtype=np.float32)[0], (4912, 1))
    rows = sample_rows(Examples(vectors, np.zeros((4912, 3)), targets, groups), 1000, seed=0)
    taken = np.bincount(targets[rows])
    assert taken[2] == 12
    assert 0.8 < taken.sum() / 1000 < 1.2
    assert all(np.isin(np.flatnonzero(groups == group), rows).all() for group in groups[rows].tolist())
    assert len(set(rows.tolist())) == len(rows)


def test_few_examples_are_all_taken_in_order() -> None:
    few = Examples(np.eye(3, dtype=np.float32), np.zeros((3, 3)), np.arange(3), np.arange(3))
    assert sample_rows(few, 1000, seed=0).tolist() == [0, 1, 2]
