from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from benchmarks.figures import bootstrap, sample, share, wilson_interval
from benchmarks.table import format_number


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_the_one_that_scipy_computes(counts: tuple[int, int]) -> None:
    hits, n = counts
    expected = binomtest(hits, n).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson_interval(hits, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_the_interval_of_a_published_example_is_reproduced() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, Wilson without continuity correction.
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_a_share_of_nothing_is_not_a_number() -> None:
    figure = share("recall", 0, 0)
    assert math.isnan(figure.value)
    assert math.isnan(figure.low)
    assert format_number(figure.value, figure.unit) == "-"


def test_a_sample_is_its_median_and_range() -> None:
    figure = sample("start", [3.0, 1.0, 10.0], unit="ms")
    assert (figure.value, figure.low, figure.high, figure.n) == (3.0, 1.0, 10.0, 3)


def test_a_bootstrap_of_a_mean_is_as_wide_as_its_standard_error_says() -> None:
    values = np.random.default_rng(1).normal(size=400)
    figure = bootstrap("mean", lambda draws: float(values[draws].mean()), n=400)
    assert figure.value == pytest.approx(values.mean())
    assert (figure.high - figure.low) == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.9661, "", "96.6 %"), (1234.5, "ms", "1,234 ms"), (12.34, "ms", "12.3 ms"), (2.345, "x", "2.35 x")],
)
def test_a_number_has_its_unit_and_the_digits_that_matter(value: float, unit: str, text: str) -> None:
    assert format_number(value, unit) == text
