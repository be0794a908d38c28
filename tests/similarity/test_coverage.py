from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from snapsort.records import Floats
from snapsort.similarity import choose_covering


def covered(scores: Floats, chosen: tuple[int, ...]) -> float:
    return float(np.maximum(scores[:, list(chosen)].max(axis=1), 0).sum()) if chosen else 0.0


@given(st.integers(1, 12), st.integers(1, 7), st.integers(1, 4), st.integers(0, 10_000))
def test_what_is_chosen_covers_at_least_63_percent_of_what_any_choice_could(
    n: int, m: int, most: int, seed: int
) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, m)).astype(np.float32)
    chosen = choose_covering(scores, most=most, least_share=0.0)
    assert len(set(chosen)) == len(chosen) <= most
    size = min(most, m)
    best = max(covered(scores, choice) for choice in combinations(range(m), size))
    assert covered(scores, chosen) >= (1 - 1 / np.e) * best - 1e-5


def test_the_most_telling_comes_first_and_twins_are_not_both_chosen() -> None:
    scores = np.zeros((10, 4), np.float32)
    scores[:6, 0] = scores[:6, 1] = 1
    scores[6:9, 2] = 1
    scores[9, 3] = 0.05
    assert choose_covering(scores, most=4, least_share=0.01) == (0, 2)
    assert choose_covering(scores, most=4, least_share=0.001) == (0, 2, 3)
    assert choose_covering(scores, most=1, least_share=0.001) == (0,)


def test_what_fits_nothing_is_not_chosen() -> None:
    assert choose_covering(np.full((3, 2), -1, np.float32), most=2, least_share=0.0) == ()
    assert choose_covering(np.empty((0, 2), np.float32), most=2, least_share=0.0) == ()
