"""Clusters: those that were planted, none where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from snapsort.layout import MAX_CLUSTERS, find_clusters
from snapsort.layout.clusters import _silhouette
from snapsort.records import Floats


def plant(sizes: list[int]) -> Floats:
    """Round blobs of these sizes on a circle, one after the other."""
    generator = np.random.default_rng(0)
    angles = np.linspace(0, 2 * np.pi, len(sizes), endpoint=False)
    middles = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    members = np.repeat(middles, sizes, axis=0)
    return (members + generator.normal(scale=0.05, size=members.shape)).astype(np.float32)


@pytest.mark.parametrize("sizes", [[60, 50], [90, 80, 70, 60, 50], [40] * 9])
def test_planted_groups_are_found_as_many_as_there_are(sizes: list[int]) -> None:
    owners = find_clusters(plant(sizes))

    truth = np.repeat(np.arange(len(sizes)), sizes)
    assert adjusted_rand_score(truth, owners) == 1
    assert np.bincount(owners).tolist() == sizes  # the largest first


def test_points_without_groups_are_one_group() -> None:
    points = np.random.default_rng(0).normal(size=(500, 2)).astype(np.float32)

    assert not find_clusters(points).any()


@pytest.mark.parametrize("n", [0, 1, 2, 30])
def test_equal_points_are_one_group(n: int) -> None:
    owners = find_clusters(np.ones((n, 2), np.float32))

    assert np.array_equal(owners, np.zeros(n, np.int32))
    assert owners.dtype == np.int32


def test_there_are_never_more_clusters_than_colors() -> None:
    owners = find_clusters(plant([20] * 14))

    assert 1 < len(np.unique(owners)) <= MAX_CLUSTERS


def test_equal_calls_give_equal_clusters() -> None:
    points = np.random.default_rng(1).uniform(size=(300, 3)).astype(np.float32)

    assert np.array_equal(find_clusters(points), find_clusters(points))


def test_the_silhouette_is_scikit_learns() -> None:
    generator = np.random.default_rng(2)
    points, owners = generator.normal(size=(80, 3)).astype(np.float32), generator.integers(4, size=80)
    owners[0] = 9  # alone

    assert _silhouette(points, owners.astype(np.int32)) == pytest.approx(silhouette_score(points, owners))
