"""Clusters: those that were planted, none where there are none."""

from __future__ import annotations

from typing import cast

import networkx
import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import adjusted_rand_score

from snapsort.layout import MAX_CLUSTERS, find_clusters
from snapsort.layout.clusters import FEWEST
from snapsort.layout.communities import as_matrix, find_communities, modularity
from snapsort.layout.graph import make_graph
from snapsort.records import Floats
from snapsort.similarity import Neighbors, find_neighbors


def plant(sizes: list[int], *, d: int = 64) -> Floats:
    """Unit vectors around as many random directions, one group after the other."""
    generator = np.random.default_rng(0)
    middles = np.repeat(unit(generator.normal(size=(len(sizes), d))), sizes, axis=0)
    return unit(middles + generator.normal(scale=0.5 / np.sqrt(d), size=middles.shape))


def unit(rows: npt.NDArray[np.float64]) -> Floats:
    scaled: Floats = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def near(vectors: Floats) -> Neighbors:
    return find_neighbors(vectors, 15)


@pytest.mark.parametrize(
    "sizes", [[60, 50], [90, 80, 70, 60, 50], [40] * 14, [1000, 30], [300, 10, 5], [5] * 4]
)
def test_planted_groups_are_found_as_many_as_there_are(sizes: list[int]) -> None:
    owners = find_clusters(near(plant(sizes)))

    truth = np.repeat(np.arange(len(sizes)), sizes)
    assert adjusted_rand_score(truth, owners) == 1
    assert np.bincount(owners).tolist() == sizes  # the largest first


@pytest.mark.parametrize("n", [20, 500])
def test_pictures_of_one_kind_are_one_group(n: int) -> None:
    assert not find_clusters(near(plant([n]))).any()


@pytest.mark.parametrize("n", [3, 4, 30, 100])
def test_equal_pictures_are_one_group(n: int) -> None:
    owners = find_clusters(near(np.full((n, 4), 0.5, np.float32)))

    assert np.array_equal(owners, np.zeros(n, np.int32))
    assert owners.dtype == np.int32


@pytest.mark.parametrize("n", range(FEWEST))
def test_fewer_than_a_group_are_in_none(n: int) -> None:
    assert find_clusters(near(plant([n]))).tolist() == [-1] * n


def test_of_too_many_groups_the_largest_have_numbers() -> None:
    sizes = [30] * MAX_CLUSTERS + [20] * 3
    owners = find_clusters(near(plant(sizes)))

    assert np.bincount(owners + 1).tolist() == [60, *[30] * MAX_CLUSTERS]
    assert set(owners[-60:].tolist()) == {-1}


def test_equal_calls_give_equal_clusters_and_others_nearly_the_same() -> None:
    neighbors = near(unit(np.random.default_rng(1).normal(size=(300, 6))))

    owners = find_clusters(neighbors)

    assert np.array_equal(owners, find_clusters(neighbors))
    assert adjusted_rand_score(owners, find_clusters(neighbors, seed=1)) > 0.6


def test_the_order_of_rows_does_not_matter_where_groups_are_clear() -> None:
    vectors = plant([50, 40, 30])
    shuffled = np.random.default_rng(3).permutation(len(vectors))

    assert np.array_equal(find_clusters(near(vectors[shuffled])), find_clusters(near(vectors))[shuffled])


def test_communities_are_as_good_as_those_of_networkx() -> None:
    graph = make_graph(near(unit(np.random.default_rng(2).normal(size=(400, 5)))), least_share=0.0)
    links = as_matrix(graph)
    known = networkx.from_scipy_sparse_array(links)
    best = networkx.community.louvain_communities(known, seed=0)

    owners = find_communities(graph, seed=0)

    ours = [set(np.flatnonzero(owners == number).tolist()) for number in range(owners.max() + 1)]
    measured = cast("float", networkx.community.modularity(known, ours))
    assert modularity(links, owners) == pytest.approx(measured)
    assert measured >= networkx.community.modularity(known, best) - 0.005
