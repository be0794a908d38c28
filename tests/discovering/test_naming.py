"""Names of clusters: what sets each apart, and never one name twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from snapsort.discovering import Topics, embed_topics, name_clusters
from snapsort.embeddings import Cache, LabelVectors, LazyEncoder
from snapsort.records import Floats
from tests.embeddings.fakes import ColorEncoder, SeesOnly, lazy

NAMES = ("pictures", "dogs", "cats", "cars")


def unit(rows: list[list[float]]) -> Floats:
    array = np.array(rows, np.float32)
    scaled: Floats = array / np.linalg.norm(array, axis=1, keepdims=True)
    return scaled


TOPICS = Topics(
    NAMES,
    LabelVectors(unit([[1, 1, 1, 2], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]), 20.0),
)


def numbers(*clusters: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(clusters, np.int32)


def test_each_cluster_is_called_what_the_others_are_not() -> None:
    vectors = unit([[0.9, 0.5, 0.5, 0], [0.9, 0.4, 0.5, 0], [0.4, 0.5, 0.9, 0], [0.5, 0.9, 0.5, 0]])

    assert name_clusters(vectors, numbers(0, 0, 1, 2), TOPICS) == ("dogs", "cars", "cats")


def test_what_is_in_no_cluster_has_no_name() -> None:
    vectors = unit([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])

    assert name_clusters(vectors, numbers(-1, 0, -1), TOPICS) == ("cats",)
    assert name_clusters(vectors, numbers(-1, -1, -1), TOPICS) == ()


def test_two_clusters_of_dogs_are_told_apart_by_a_number_when_nothing_else_fits() -> None:
    vectors = unit([[1, 0, 0, 0], [1, 0, 0, 0.1], [0, 0, 1, 0]])

    assert name_clusters(vectors, numbers(0, 1, 2), TOPICS) == ("dogs", "dogs 2", "cars")


def test_without_topics_clusters_are_numbered() -> None:
    vectors = unit([[1, 0, 0, 0], [0, 1, 0, 0]])

    assert name_clusters(vectors, numbers(1, 0), None) == ("cluster 1", "cluster 2")


@given(st.lists(st.integers(0, 6), min_size=7, max_size=30), st.integers(0, 99))
def test_names_never_repeat(clusters: list[int], seed: int) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(len(clusters), 4)).tolist())
    found = np.unique(np.array(clusters), return_inverse=True)[1].astype(np.int32)

    names = name_clusters(vectors, found, TOPICS)

    assert len(set(names)) == len(names) == found.max() + 1


def test_a_model_that_only_sees_has_no_topics() -> None:
    with Cache(None) as cache:
        assert embed_topics(model=LazyEncoder("sees@1", SeesOnly), cache=cache) is None
        read = embed_topics(model=lazy(ColorEncoder()), cache=cache)
    assert read is not None
    assert "receipts" in read.names
    assert len(read.prompts.vectors) == len(read.names)
