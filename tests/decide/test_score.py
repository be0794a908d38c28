from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.extmath import softmax

from snapsort.decide import score
from snapsort.records import Floats


def unit_rows(count: int, dimension: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((count, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def neutral(count: int) -> Floats:
    return np.ones(count, dtype=np.float32)


sizes = st.integers(1, 12)
seeds = st.integers(0, 2**32 - 1)
scales = st.floats(0.1, 200)


def test_two_labels_by_hand() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    labels = np.array([[1, 0], [0, 1]], dtype=np.float32)

    probabilities = score(vectors, labels, scale=10, weights=neutral(2))

    likely = 1 / (1 + np.exp(-10))
    close = 1 / (1 + np.exp(10 * 0.2))
    expected = [[likely, 1 - likely], [1 - likely, likely], [close, 1 - close]]
    assert probabilities == pytest.approx(np.array(expected), abs=1e-6)
    assert probabilities.dtype == np.float64


@given(n=sizes, k=sizes, seed=seeds, scale=scales)
def test_it_is_the_softmax_of_scaled_cosines(n: int, k: int, seed: int, scale: float) -> None:
    vectors, labels = unit_rows(n, 5, seed), unit_rows(k, 5, seed + 1)

    probabilities = score(vectors, labels, scale=scale, weights=neutral(k))

    cosines = vectors.astype(np.float64) @ labels.astype(np.float64).T
    assert probabilities == pytest.approx(softmax(scale * cosines), abs=1e-12)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(n), abs=1e-12)


@given(n=sizes, seed=seeds, scale=scales)
def test_a_weight_of_two_doubles_the_odds(n: int, seed: int, scale: float) -> None:
    vectors, labels = unit_rows(n, 5, seed), unit_rows(3, 5, seed + 1)

    plain = score(vectors, labels, scale=scale, weights=neutral(3))
    weighted = score(vectors, labels, scale=scale, weights=np.array([2, 1, 1], dtype=np.float32))

    odds = plain[:, 0] * (weighted[:, 1] + weighted[:, 2])
    doubled = weighted[:, 0] * (plain[:, 1] + plain[:, 2])
    assert doubled == pytest.approx(2 * odds, rel=1e-9, abs=1e-300)


@given(n=st.integers(2, 12), seed=seeds, data=st.data())
def test_neither_batches_nor_their_order_show(n: int, seed: int, data: st.DataObject) -> None:
    vectors, labels = unit_rows(n, 5, seed), unit_rows(4, 5, seed + 1)
    cut = data.draw(st.integers(0, n))
    order = data.draw(st.permutations(range(n)))
    whole = score(vectors, labels, scale=100, weights=neutral(4))

    parts = [score(part, labels, scale=100, weights=neutral(4)) for part in (vectors[:cut], vectors[cut:])]
    shuffled = score(vectors[order], labels, scale=100, weights=neutral(4))

    assert np.concatenate(parts) == pytest.approx(whole, abs=1e-12)
    assert shuffled == pytest.approx(whole[order], abs=1e-12)


def test_more_rows_than_are_scored_at_once_keep_their_order() -> None:
    vectors, labels = unit_rows(10_000, 4, 0), unit_rows(3, 4, 1)

    probabilities = score(vectors, labels, scale=30, weights=neutral(3))

    expected = softmax(30 * (vectors.astype(np.float64) @ labels.astype(np.float64).T))
    assert probabilities == pytest.approx(expected, abs=1e-12)


@settings(max_examples=20)
@given(seed=seeds)
def test_a_huge_scale_does_not_overflow(seed: int) -> None:
    probabilities = score(unit_rows(4, 5, seed), unit_rows(3, 5, seed + 1), scale=1e6, weights=neutral(3))

    assert probabilities.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-12)


@pytest.mark.parametrize("dimension", [0, 5])
def test_no_photos_have_no_probabilities(dimension: int) -> None:
    vectors = np.empty((0, dimension), dtype=np.float32)

    assert score(vectors, unit_rows(3, 5, 0), scale=1, weights=neutral(3)).shape == (0, 3)


@pytest.mark.parametrize("weights", [[1, 0], [1, -1], [1, np.nan], [1], [1, 1, 1]])
def test_weights_are_one_positive_number_a_label(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights must be 2 positive numbers"):
        score(unit_rows(1, 5, 0), unit_rows(2, 5, 1), scale=1, weights=np.array(weights, dtype=np.float32))


def test_a_vector_that_is_not_finite_is_refused() -> None:
    vectors = np.full((1, 5), np.nan, dtype=np.float32)

    with pytest.raises(ValueError, match="do not sum to 1"):
        score(vectors, unit_rows(2, 5, 1), scale=1, weights=neutral(2))
