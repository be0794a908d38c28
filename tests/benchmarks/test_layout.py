"""Trustworthiness as scikit-learn measures it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness as oracle

from benchmarks.layout import K, trustworthiness
from snapsort.layout import project_pca
from tests.similarity.vectors import make_vectors


@pytest.mark.parametrize("is_map", [True, False])
def test_trustworthiness_is_scikit_learns(is_map: bool) -> None:
    vectors = make_vectors(200, d=32)
    chance = np.random.default_rng(0).uniform(size=(200, 2)).astype(np.float32)
    places = project_pca(vectors, 2) if is_map else chance

    assert trustworthiness(vectors, places, seed=0) == pytest.approx(oracle(vectors, places, n_neighbors=K))
