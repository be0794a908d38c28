"""Numbers with their uncertainty: shares with Wilson intervals, samples with median and range, bootstraps."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]

RESAMPLES = 1000
Z_95 = 1.959963984540054
"""The normal distribution's 97.5 % quantile."""


Settings = tuple[tuple[str, str], ...]
"""Names and values."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, from `low` to `high`, out of n observations.

    `interval` says what the range is. A share of nothing has NaN for all three.
    """

    name: str
    value: float
    low: float
    high: float
    n: int
    unit: str
    interval: Literal["Wilson 95 %", "bootstrap 95 %", "min to max"]


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that were measured together; one line of a results file.

    `settings` says what tells this group from others: the model, the crops.
    """

    name: str
    settings: Settings
    n: int
    seed: int | None
    figures: tuple[Figure, ...]


def share(name: str, hits: int, n: int) -> Figure:
    """`hits` of `n`, as a ratio with its Wilson interval."""
    low, high = wilson_interval(hits, n)
    return Figure(name, hits / n if n else math.nan, low, high, n, "", "Wilson 95 %")


def sample(name: str, values: Sequence[float], *, unit: str) -> Figure:
    """The median of at least one value, and their range."""
    return Figure(name, median(values), min(values), max(values), len(values), unit, "min to max")


def bootstrap(name: str, measure: Callable[[Ints], float], *, n: int, seed: int = 0) -> Figure:
    """What a measure of n draws says of all, and the middle 95 % of what it says of n with repetition.

    The percentile bootstrap (Efron 1979, "Bootstrap methods: another look at the jackknife").

    Args:
        measure: takes the numbers of the draws, 0 .. n-1.
    """
    generator = np.random.default_rng(seed)
    again = [measure(generator.integers(0, n, n)) for _ in range(RESAMPLES)]
    low, high = np.quantile(again, (0.025, 0.975), method="inverted_cdf").tolist()
    return Figure(name, measure(np.arange(n)), low, high, n, "", "bootstrap 95 %")


def wilson_interval(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of `hits` in `n`; NaN for n = 0.

    Wilson 1927, "Probable inference, the law of succession, and statistical inference",
    J. Am. Stat. Assoc. 22, 209-212.
    """
    if n == 0:
        return math.nan, math.nan
    p, z2 = hits / n, Z_95**2
    center = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    # At 0 and n hits one end is exactly 0 or 1, which rounding would miss.
    return (0.0 if hits == 0 else center - half), (1.0 if hits == n else center + half)
