from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.records import Floats
from snapsort.similarity import find_best


def unit_rows(n: int, *, d: int = 16, seed: int = 0) -> Floats:
    rows = np.random.default_rng(seed).normal(size=(n, d))
    return np.ascontiguousarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(st.integers(1, 40), st.integers(1, 50))
def test_one_wish_gives_the_largest_cosines_in_falling_order(n: int, most: int) -> None:
    vectors, wish = unit_rows(n), unit_rows(1, seed=1)[0]
    found = find_best(vectors, [wish], most=most)
    cosines = vectors @ wish
    assert found.rows.tolist() == np.argsort(-cosines, kind="stable")[:most].tolist()
    assert found.scores == pytest.approx(cosines[found.rows], abs=1e-6)


def test_what_is_unwanted_comes_last() -> None:
    vectors = unit_rows(50)
    found = find_best(vectors, [], [vectors[7]], most=50)
    assert found.rows[-1] == 7


def test_words_are_heard_beside_a_picture_though_their_cosines_are_small() -> None:
    d = 16
    picture, words = np.eye(d, dtype=np.float32)[:2]
    # Rows 0 to 9 are close to the picture, rows 5 to 14 slightly closer to the words than the others.
    vectors = 0.1 * unit_rows(20, d=d)
    vectors[:10] += picture
    vectors[10:] += np.eye(d, dtype=np.float32)[2]
    vectors[5:15] += np.float32(0.15) * words
    vectors = np.ascontiguousarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
    assert set(find_best(vectors, [picture, words], most=5).rows.tolist()) == {5, 6, 7, 8, 9}
    assert set(find_best(vectors, [picture], [words], most=5).rows.tolist()) == {0, 1, 2, 3, 4}


def test_equal_rows_keep_their_order_and_break_nothing() -> None:
    same = np.repeat(unit_rows(1), 4, axis=0)
    found = find_best(same, [same[0], unit_rows(1, seed=3)[0]], most=3)
    assert found.rows.tolist() == [0, 1, 2]
    assert np.isfinite(found.scores).all()


def test_no_pictures_are_found_among_none() -> None:
    assert find_best(np.empty((0, 16), np.float32), [unit_rows(1)[0]], most=3).rows.tolist() == []


def test_who_asks_for_nothing_is_told_so() -> None:
    with pytest.raises(ValueError, match="nothing is asked for"):
        find_best(unit_rows(3), [], most=3)
