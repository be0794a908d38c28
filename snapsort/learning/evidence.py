"""Whether a gain is more than chance, counting groups, not pictures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from snapsort.learning.head import Ints
from snapsort.learning.shares import Z_95, Difference
from snapsort.learning.solve import Doubles

ROUNDS = 2000
MANY = 1000
"""Groups beyond which the mean of their gains is normal for all that matters here."""

LEVEL = 0.05


def is_beyond_chance(gains: Doubles, groups: Ints, *, seed: int, level: float = LEVEL) -> bool:
    """Whether chance would show a total gain like this in at most `level` of all cases."""
    return measure_gain(gains, groups, seed=seed).p_value <= level


def measure_gain(gains: Doubles, groups: Ints, *, seed: int) -> Difference:
    """The mean paired gain with its bootstrap interval, and the p-value of a sign-flip test.

    Were there no gain, each group's would be as likely negative as positive (Fisher 1935, "The design of
    experiments", section 21). The interval is the percentile bootstrap over groups (Efron 1979).

    Args:
        gains: (m,), positive where the second measure is the better one.
        groups: (m,); what shares one is one observation. None at all are no evidence.
    """
    if not len(gains):
        return Difference(0.0, 0.0, 0.0, 1.0)
    _, group_of = np.unique(groups, return_inverse=True)
    totals = np.bincount(group_of, weights=gains).astype(np.float64)
    sizes = np.bincount(group_of)
    if len(totals) > MANY:
        return _normal_gain(totals, sizes)
    generator = np.random.default_rng(seed)
    signs = generator.integers(0, 2, size=(ROUNDS, len(totals))) * 2 - 1
    as_large = np.count_nonzero(signs @ totals >= totals.sum() - 1e-12)
    picks = generator.integers(0, len(totals), size=(ROUNDS, len(totals)))
    means = totals[picks].sum(axis=1) / sizes[picks].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return Difference(float(gains.mean()), low, high, float((1 + as_large) / (1 + ROUNDS)))


def _normal_gain(totals: Doubles, sizes: npt.NDArray[np.signedinteger]) -> Difference:
    """The same for many groups, from the ratio's standard error (Cochran 1977, section 2.11)."""
    from scipy.stats import norm

    value = totals.sum() / sizes.sum()
    spread = np.sqrt(len(totals) * np.var(totals - value * sizes, ddof=1)) / sizes.sum()
    if spread == 0:
        return Difference(float(value), float(value), float(value), 0.0 if value > 0 else 1.0)
    return Difference(
        float(value),
        float(value - Z_95 * spread),
        float(value + Z_95 * spread),
        float(norm.sf(value / spread)),
    )
