from __future__ import annotations

import math

import numpy as np
import pytest

from snapsort.decide import Probabilities
from snapsort.learning import ThresholdChoice, choose_thresholds, expected_errors
from snapsort.learning.head import Ints
from snapsort.learning.shares import needed_without_error

SPLITS = 200
NEGATIVE = np.array([False, False, True])


def draw(n: int, *, seed: int, boast: float) -> tuple[Probabilities, Ints]:
    """n pictures; the winner is right with probability p ** boast where p is what is claimed."""
    generator = np.random.default_rng(seed)
    claimed = 1 - 0.6 * generator.beta(0.6, 4.0, size=n)
    winners = generator.integers(0, 3, size=n)
    is_right = generator.random(n) < claimed**boast
    probabilities = np.repeat(((1 - claimed) / 2)[:, np.newaxis], 3, axis=1)
    probabilities[np.arange(n), winners] = claimed
    return probabilities, np.where(is_right, winners, (winners + generator.integers(1, 3, size=n)) % 3)


def error_among_moved(choice: ThresholdChoice, probabilities: Probabilities, targets: Ints) -> float:
    winners = probabilities.argmax(axis=1)
    limits = np.array([label.move_from for label in choice.labels])
    is_moved = probabilities.max(axis=1) >= limits[winners]
    return float((winners != targets)[is_moved].mean()) if is_moved.any() else 0.0


@pytest.mark.parametrize("boast", [1.0, 2.0], ids=["honest probabilities", "boasting ones"])
@pytest.mark.parametrize("m", [300, 1000])
def test_the_promise_is_broken_in_at_most_one_of_twenty_splits(m: int, boast: float) -> None:
    population = draw(40_000, seed=10_000, boast=boast)
    broken = moved = 0
    for seed in range(SPLITS):
        choice = choose_thresholds(*draw(m, seed=seed, boast=boast), NEGATIVE, max_error=0.05)
        broken += error_among_moved(choice, *population) > 0.05
        moved += choice.is_proven
    # 5 % of 200 splits are 10; more than 15 happen by chance once in 20 times.
    assert broken <= 15
    assert moved > 0


def test_nothing_is_promised_when_every_other_picture_is_wrong() -> None:
    choice = choose_thresholds(*draw(2000, seed=0, boast=20.0), NEGATIVE, max_error=0.02)
    if choice.is_proven:
        assert choice.bound <= 0.02
    generator = np.random.default_rng(0)
    sure = np.tile([0.99, 0.005, 0.005], (2000, 1))
    hopeless = choose_thresholds(sure, generator.integers(0, 2, size=2000), NEGATIVE, max_error=0.02)
    assert (hopeless.is_proven, hopeless.bound, hopeless.n) == (False, 1.0, 0)
    assert all(label.move_from == math.inf for label in hopeless.labels)


def test_it_says_how_many_corrections_are_missing_and_of_which_label() -> None:
    probabilities = np.repeat([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05]], [30, 10], axis=0)
    targets = np.repeat([0, 1], [30, 10])
    choice = choose_thresholds(probabilities, targets, NEGATIVE, max_error=0.02)
    needed = needed_without_error(0.02, confidence=0.975)
    assert not choice.is_proven
    assert [label.more for label in choice.labels] == [needed // 2 - 30 + needed % 2, needed // 2 - 10, 0]
    assert sum(label.more for label in choice.labels) + 40 == needed


def test_with_what_was_missing_the_promise_can_be_made() -> None:
    needed = needed_without_error(0.02, confidence=0.975)
    probabilities = np.tile([0.9, 0.05, 0.05], (needed, 1))
    choice = choose_thresholds(probabilities, np.zeros(needed, np.int64), NEGATIVE, max_error=0.02)
    assert (choice.is_proven, choice.n, choice.errors) == (True, needed, 0)
    assert choice.bound <= 0.02
    assert choice.labels[0].move_from == pytest.approx(0.9)
    one_less = choose_thresholds(probabilities[1:], np.zeros(needed - 1, np.int64), NEGATIVE, max_error=0.02)
    assert not one_less.is_proven


def test_a_label_of_which_nothing_was_seen_is_never_moved_and_negatives_neither() -> None:
    probabilities = np.tile([0.9, 0.05, 0.05], (400, 1))
    choice = choose_thresholds(probabilities, np.zeros(400, np.int64), NEGATIVE, max_error=0.02)
    assert [label.move_from for label in choice.labels] == [pytest.approx(0.9), math.inf, math.inf]
    assert [label.review_from for label in choice.labels] == [0.5, 0.5, math.inf]


def test_copies_of_one_picture_are_one_proof() -> None:
    probabilities = np.tile([0.9, 0.05, 0.05], (400, 1))
    targets = np.zeros(400, np.int64)
    one_burst = choose_thresholds(
        probabilities, targets, NEGATIVE, max_error=0.02, groups=np.zeros(400, np.int64)
    )
    assert not one_burst.is_proven


def test_equal_probabilities_are_moved_together_or_not_at_all() -> None:
    probabilities = np.tile([0.9, 0.05, 0.05], (400, 1))
    targets = np.where(np.arange(400) < 300, 0, 1)  # the first 300 alone would be a proof
    assert not choose_thresholds(probabilities, targets, NEGATIVE, max_error=0.02).is_proven


def test_no_corrections_at_all_give_no_promise() -> None:
    nothing = choose_thresholds(np.zeros((0, 3)), np.zeros(0, np.int64), NEGATIVE, max_error=0.02)
    assert not nothing.is_proven
    assert sum(label.more for label in nothing.labels) == needed_without_error(0.02, confidence=0.975)


@pytest.mark.parametrize("max_error", [0.0, 1.0, float("nan")])
def test_an_impossible_promise_is_refused(max_error: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        choose_thresholds(np.zeros((0, 3)), np.zeros(0, np.int64), NEGATIVE, max_error=max_error)


def test_expected_errors_count_what_would_move_and_what_the_model_doubts() -> None:
    probabilities = np.array([[0.8, 0.1, 0.1], [0.1, 0.6, 0.3], [0.05, 0.05, 0.9]])
    low, high = expected_errors(probabilities, NEGATIVE, thresholds=(0.5, 0.7))
    assert (low.n, high.n) == (2, 1)
    assert (low.expected_error, high.expected_error) == pytest.approx((0.3, 0.2))
    (nothing,) = expected_errors(probabilities, NEGATIVE, thresholds=(0.99,))
    assert nothing.n == 0
    assert math.isnan(nothing.expected_error)
