"""The quick map: an oracle, and the degenerate cases."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from snapsort.layout import project_pca
from tests.similarity.vectors import make_vectors


@pytest.mark.parametrize("dims", [2, 3])
def test_axes_are_scikit_learns_up_to_sign_and_scale(dims: int) -> None:
    vectors = make_vectors(300)

    places = project_pca(vectors, dims)

    expected = PCA(dims).fit_transform(vectors)
    for axis in range(dims):
        assert abs(np.corrcoef(places[:, axis], expected[:, axis])[0, 1]) == pytest.approx(1, abs=1e-4)
    ratios = np.ptp(expected, axis=0) / np.ptp(expected[:, 0])
    assert np.ptp(places, axis=0) / np.ptp(places[:, 0]) == pytest.approx(ratios, abs=1e-4)


def test_the_map_fills_its_frame_and_does_not_leave_it() -> None:
    places = project_pca(make_vectors(200), 3)

    assert places.dtype == np.float32
    assert places.min(axis=0)[0], places.max(axis=0)[0] == (-1, 1)
    assert np.abs(places).max() <= 1


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_equal_vectors_lie_in_the_middle(n: int) -> None:
    vectors = np.tile(make_vectors(1), (n, 1))

    assert np.array_equal(project_pca(vectors, 3), np.zeros((n, 3), np.float32))


def test_two_vectors_lie_at_the_two_ends_of_one_axis() -> None:
    places = project_pca(np.eye(2, dtype=np.float32), 3)

    assert sorted(places[:, 0].tolist()) == [-1, 1]
    assert not places[:, 1:].any()


def test_fewer_dimensions_than_axes_leave_the_others_empty() -> None:
    angles = np.linspace(0, 3, 20, dtype=np.float32)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1)

    assert not project_pca(vectors, 3)[:, 2].any()


def test_rows_that_are_no_unit_vectors_are_refused() -> None:
    with pytest.raises(ValueError, match="not of length 1"):
        project_pca(np.ones((3, 4), np.float32), 2)
