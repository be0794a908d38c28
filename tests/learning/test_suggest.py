from __future__ import annotations

import numpy as np

from snapsort.learning import suggest
from snapsort.learning.suggest import CANDIDATES
from tests.learning.made import make_cloud, unit

UNSURE, SURE = [0.5, 0.5], [0.99, 0.01]


def test_of_a_burst_one_is_asked_before_any_of_it_is_asked_again() -> None:
    generator = np.random.default_rng(0)
    burst = unit(np.array([1.0, 0, 0, 0]) + 0.001 * generator.normal(size=(20, 4)))
    others = np.eye(4, dtype=np.float32)[1:]
    chosen = suggest(np.concatenate([burst, others]), np.tile(UNSURE, (23, 1)), n=4)
    assert sum(index < 20 for index in chosen.tolist()) == 1


def test_the_uncertain_are_asked_before_the_certain() -> None:
    probabilities = np.array([SURE, SURE, UNSURE, SURE])
    assert suggest(np.eye(4, dtype=np.float32), probabilities, n=1).tolist() == [2]


def test_a_usual_picture_is_asked_about_before_an_oddity() -> None:
    generator = np.random.default_rng(0)
    usual = unit(np.array([1.0, 0, 0, 0]) + 0.2 * generator.normal(size=(20, 4)))
    odd = np.array([[0, 0, 0, 1]], np.float32)
    (first,) = suggest(np.concatenate([odd, usual]), np.tile(UNSURE, (21, 1)), n=1).tolist()
    assert first > 0


def test_a_label_that_few_pictures_seem_to_have_is_asked_about_first() -> None:
    probabilities = np.array([[0.6, 0.4, 0.0], [0.6, 0.4, 0.0], [0.4, 0.0, 0.6]])
    assert suggest(np.eye(3, dtype=np.float32), probabilities, n=1).tolist() == [2]


def test_in_a_large_folder_the_surest_are_not_asked_about() -> None:
    generator = np.random.default_rng(0)
    vectors = unit(generator.normal(size=(CANDIDATES + 20, 8)))
    probabilities = np.tile(UNSURE, (len(vectors), 1))
    probabilities[:20] = SURE
    assert suggest(vectors, probabilities, n=len(vectors)).min() == 20


def test_what_is_known_and_what_is_like_it_is_not_asked() -> None:
    vectors = unit(np.array([[1.0, 0, 0], [1, 0.001, 0], [0, 1, 0], [0, 0, 1]]))
    chosen = suggest(vectors, np.tile(UNSURE, (4, 1)), n=2, known=np.array([0]))
    assert set(chosen.tolist()) == {2, 3}


def test_no_more_are_suggested_than_there_are_and_each_once() -> None:
    cloud = make_cloud(n=3)
    chosen = suggest(cloud.vectors, np.tile([0.5, 0.3, 0.2], (9, 1)), n=50, known=np.array([4]))
    assert sorted(chosen.tolist()) == [0, 1, 2, 3, 5, 6, 7, 8]


def test_nothing_asked_of_nothing() -> None:
    assert suggest(np.zeros((0, 4), np.float32), np.zeros((0, 2)), n=5).tolist() == []
