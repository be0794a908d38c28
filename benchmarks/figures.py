"""Numbers with their uncertainty: shares with Wilson intervals, samples with median and range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

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
    interval: Literal["Wilson 95 %", "min to max"]


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
