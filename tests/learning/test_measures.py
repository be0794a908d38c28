from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom, binomtest
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.metrics import log_loss as sklearn_log_loss

from snapsort.decide import softmax
from snapsort.learning import evaluate
from snapsort.learning.calibration import expected_calibration_error, fit_temperature, reliability_bins
from snapsort.learning.evidence import measure_gain
from snapsort.learning.shares import make_share, needed_without_error, upper_bound

GENERATOR = np.random.default_rng(0)
TARGETS = GENERATOR.integers(0, 4, size=300)
PROBABILITIES = softmax(GENERATOR.normal(size=(300, 4)) + 1.5 * np.eye(4)[TARGETS])


def test_figures_are_those_of_scikit_learn() -> None:
    found = evaluate(PROBABILITIES, TARGETS)
    winners = PROBABILITIES.argmax(axis=1)
    precision, recall, _, n = precision_recall_fscore_support(TARGETS, winners)
    assert (found.confusion == confusion_matrix(TARGETS, winners)).all()
    assert [label.precision.value for label in found.labels] == pytest.approx(precision)
    assert [label.recall.value for label in found.labels] == pytest.approx(recall)
    assert [label.n for label in found.labels] == n.tolist()
    assert found.log_loss == pytest.approx(sklearn_log_loss(TARGETS, PROBABILITIES))
    assert found.accuracy.value == pytest.approx((winners == TARGETS).mean())


def test_the_least_sure_and_the_most_surely_wrong_are_named_in_order() -> None:
    probabilities = np.array([[0.9, 0.1], [0.45, 0.55], [0.2, 0.8], [0.99, 0.01]])
    found = evaluate(probabilities, np.array([1, 0, 1, 1]), listed=2)
    assert found.least_sure == (1, 2)
    assert found.surely_wrong == (3, 0)


def test_a_label_that_never_occurs_has_no_recall_rather_than_a_bad_one() -> None:
    found = evaluate(np.array([[0.6, 0.3, 0.1]]), np.array([0]))
    assert math.isnan(found.labels[2].recall.value)
    assert math.isnan(found.labels[2].precision.value)


@pytest.mark.parametrize(
    ("probabilities", "targets"),
    [
        (PROBABILITIES[:0], TARGETS[:0]),
        (PROBABILITIES[:5], TARGETS[:4]),
        (PROBABILITIES[:5] * np.nan, TARGETS[:5]),
        (PROBABILITIES[:5] * 2, TARGETS[:5]),
        (PROBABILITIES[:5], TARGETS[:5] + 4),
    ],
    ids=["nothing", "other lengths", "NaN", "no probabilities", "no such label"],
)
def test_nonsense_is_not_evaluated(
    probabilities: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    targets: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> None:
    with pytest.raises(ValueError, match=r"targets|picture|sum to 1"):
        evaluate(probabilities, targets)


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (3, 10), (10, 10), (999, 1000)])
def test_intervals_are_those_of_scipy(hits: int, n: int) -> None:
    share = make_share(hits, n)
    wilson = binomtest(hits, n).proportion_ci(method="wilson")
    assert (share.low, share.high) == pytest.approx((wilson.low, wilson.high))
    exact = binomtest(hits, n, alternative="less").proportion_ci(confidence_level=0.95, method="exact")
    assert upper_bound(hits, n, confidence=0.95) == pytest.approx(exact.high)


def test_the_least_proof_is_the_number_of_trials_at_which_luck_ends() -> None:
    needed = needed_without_error(0.02, confidence=0.95)
    assert binom.cdf(0, needed, 0.02) <= 0.05 < binom.cdf(0, needed - 1, 0.02)
    assert upper_bound(0, needed, confidence=0.95) <= 0.02 < upper_bound(0, needed - 1, confidence=0.95)


@pytest.mark.parametrize("true_temperature", [0.5, 1.0, 2.5])
def test_the_temperature_of_miscalibrated_logits_is_found(true_temperature: float) -> None:
    logits = np.random.default_rng(1).normal(size=(4000, 5)) * 2
    cumulated = softmax(logits / true_temperature).cumsum(axis=1)
    targets = (np.random.default_rng(2).random((4000, 1)) > cumulated).sum(axis=1)
    assert fit_temperature(logits, targets) == pytest.approx(true_temperature, rel=0.06)


def test_a_handful_of_lucky_pictures_does_not_make_it_certain() -> None:
    assert 0.5 < fit_temperature(np.eye(3) * 2, np.arange(3)) < 1


def test_no_pictures_leave_the_temperature_alone() -> None:
    assert fit_temperature(np.zeros((0, 3)), np.zeros(0, np.int64)) == pytest.approx(1, abs=1e-4)


def test_the_calibration_error_of_a_calibrated_model_is_near_zero_and_of_a_boaster_what_it_boasts() -> None:
    generator = np.random.default_rng(3)
    highest = generator.uniform(0.5, 0.9, size=8000)
    honest = generator.random(8000) < highest
    boaster = generator.random(8000) < highest - 0.2
    assert expected_calibration_error(highest, honest) < 0.03
    assert expected_calibration_error(highest, boaster) == pytest.approx(0.2, abs=0.03)


def test_each_picture_is_in_one_bin_of_the_reliability_diagram() -> None:
    highest = np.linspace(0.3, 1, 100)
    bins = reliability_bins(highest, highest > 0.5)
    assert sum(bin_.right.n for bin_ in bins) == 100
    assert [bin_.mean_probability for bin_ in bins] == sorted(bin_.mean_probability for bin_ in bins)


def test_a_gain_that_is_the_same_for_each_group_is_no_chance() -> None:
    sure = measure_gain(np.full(20, 0.3), np.arange(20), seed=0)
    assert (sure.value, sure.low, sure.high) == pytest.approx((0.3, 0.3, 0.3))
    assert sure.p_value < 0.01


def test_twenty_pictures_of_one_group_are_one_observation() -> None:
    assert measure_gain(np.full(20, 0.3), np.zeros(20, np.int64), seed=0).p_value > 0.4


def test_the_p_value_of_no_gain_is_small_as_rarely_as_it_says() -> None:
    generator = np.random.default_rng(4)
    values = [measure_gain(generator.normal(size=30), np.arange(30), seed=0).p_value for _ in range(300)]
    assert np.mean(np.array(values) <= 0.05) < 0.09


def test_many_groups_are_judged_as_few_would_be() -> None:
    generator = np.random.default_rng(5)
    gains, groups = generator.normal(0.02, 1, size=3000), np.repeat(np.arange(1500), 2)
    exact = measure_gain(gains[:2000], groups[:2000], seed=0)  # 1000 groups: resampled
    normal = measure_gain(np.append(gains[:2000], 0.0), np.append(groups[:2000], 1000), seed=0)
    assert (normal.value, normal.low, normal.high) == pytest.approx(
        (exact.value, exact.low, exact.high), abs=0.006
    )
    assert normal.p_value == pytest.approx(exact.p_value, abs=0.03)
