"""Numbers with their uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The normal distribution's 97.5 % quantile."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` as a ratio, with its Wilson 95 % interval; all NaN when n is 0."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger the second of two paired measures is, with a 95 % interval.

    `p_value` is one-sided: how often chance alone would show at least this much gain.
    """

    value: float
    low: float
    high: float
    p_value: float


def make_share(hits: int, n: int) -> Share:
    """The share with its interval.

    Wilson 1927, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc.
    22, 209-212.

    >>> make_share(8, 10)
    Share(value=0.8, low=0.490..., high=0.943..., n=10)
    """
    if n == 0:
        return Share(math.nan, math.nan, math.nan, 0)
    p, z2 = hits / n, Z_95**2
    center = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    # At 0 and n hits one end is exactly 0 or 1, which rounding would miss.
    return Share(p, 0.0 if hits == 0 else center - half, 1.0 if hits == n else center + half, n)


def upper_bound(errors: int, n: int, *, confidence: float) -> float:
    """The largest error rate that `errors` in `n` leave plausible: Clopper and Pearson's one-sided bound.

    The true rate is above it in at most 1 - confidence of all samples, whatever it is. 1 when n is 0.
    Clopper and Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the
    binomial", Biometrika 26, 404-413.
    """
    from scipy.stats import beta

    if errors >= n:
        return 1.0
    return float(beta.ppf(confidence, errors + 1, n - errors))


def needed_without_error(max_error: float, *, confidence: float) -> int:
    """How many trials without one error prove that the rate is at most `max_error`.

    >>> needed_without_error(0.02, confidence=0.95)
    149
    """
    return math.ceil(math.log(1 - confidence) / math.log1p(-max_error))
