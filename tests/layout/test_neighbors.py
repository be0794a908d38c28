"""The neighbor map: likes beside likes, the same each time, and nothing known ever moves."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from snapsort.layout import FINISHED, project_neighbors, project_pca
from snapsort.layout.graph import find_pulls
from snapsort.records import Floats
from snapsort.similarity import find_neighbors
from tests.similarity.vectors import make_vectors


@pytest.fixture(scope="module")
def vectors() -> Floats:
    return make_vectors(400)


@pytest.fixture(scope="module")
def places(vectors: Floats) -> Floats:
    return project_neighbors(vectors, 2)


def test_neighbors_on_the_map_are_neighbors_in_truth(vectors: Floats, places: Floats) -> None:
    trust = trustworthiness(vectors, places, n_neighbors=15)

    assert trust > 0.93
    assert trust > trustworthiness(vectors, project_pca(vectors, 2), n_neighbors=15)


def test_the_same_vectors_and_seed_give_the_same_map(vectors: Floats, places: Floats) -> None:
    assert np.array_equal(project_neighbors(vectors, 2), places)
    assert not np.array_equal(project_neighbors(vectors, 2, seed=1), places)


def test_neighbors_that_are_known_need_not_be_sought(vectors: Floats, places: Floats) -> None:
    assert np.array_equal(project_neighbors(vectors, 2, neighbors=find_neighbors(vectors, 15)), places)


@pytest.mark.parametrize("dims", [2, 3])
@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5, 12])
def test_a_handful_of_vectors_has_a_map(n: int, dims: int) -> None:
    places = project_neighbors(make_vectors(n), dims)

    assert places.shape == (n, dims)
    assert places.dtype == np.float32
    assert np.abs(places).max(initial=0) <= 1


def test_many_equal_vectors_have_a_map() -> None:
    places = project_neighbors(np.tile(make_vectors(1), (60, 1)), 2)

    assert np.isfinite(places).all()
    assert np.abs(places).max() <= 1


def test_twins_lie_together() -> None:
    vectors = make_vectors(100)
    places = project_neighbors(np.concatenate([vectors, vectors]), 2)

    apart = np.linalg.norm(places[:100] - places[100:], axis=1)
    assert np.median(apart) < 0.1


def test_known_pictures_stay_when_pictures_are_added(vectors: Floats, places: Floats) -> None:
    known = places.copy()
    new = np.arange(0, len(vectors), 7)
    known[new] = np.nan

    extended = project_neighbors(vectors, 2, known=known)

    old = np.setdiff1d(np.arange(len(vectors)), new)
    assert np.array_equal(extended[old], places[old])
    assert np.abs(extended).max() <= 1
    assert trustworthiness(vectors, extended, n_neighbors=15) > 0.93


def test_a_new_twin_of_a_known_picture_lies_beside_it(vectors: Floats, places: Floats) -> None:
    both = np.concatenate([vectors, vectors[:20]])
    known = np.concatenate([places, np.full((20, 2), np.nan, np.float32)])

    extended = project_neighbors(both, 2, known=known)

    assert np.median(np.linalg.norm(extended[400:] - places[:20], axis=1)) < 0.1


def test_known_positions_of_another_number_of_pictures_are_refused(vectors: Floats, places: Floats) -> None:
    with pytest.raises(ValueError, match="400 vectors"):
        project_neighbors(vectors, 2, known=places[:10])


def test_progress_is_told_from_nothing_to_finished(vectors: Floats) -> None:
    told: list[int] = []

    project_neighbors(vectors[:50], 2, on_progress=told.append)

    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, FINISHED)


def test_each_point_is_pulled_by_as_many_neighbors_in_effect() -> None:
    distances = find_neighbors(make_vectors(200), 15).distances

    assert find_pulls(distances).sum(axis=1) == pytest.approx(np.full(200, 4.0), abs=0.01)
