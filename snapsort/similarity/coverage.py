"""A few columns that together say the most about all rows."""

from __future__ import annotations

import numpy as np

from snapsort.records import Floats


def choose_covering(scores: Floats, *, most: int, least_share: float) -> tuple[int, ...]:
    """Columns whose best scores, added over the rows, are large; the most telling first.

    Each next column is the one by which the sum of row maxima grows most, until that is less than
    `least_share` of the sum: greedy facility location, which reaches at least 63 % of the best sum possible
    (Nemhauser, Wolsey and Fisher 1978, "An analysis of approximations for maximizing submodular set
    functions"). O(n m most) time.

    Args:
        scores: (n, m); what is not above 0 covers nothing.
        most: how many columns at most.
    """
    covered = np.zeros(len(scores), np.float32)
    chosen: list[int] = []
    while len(chosen) < min(most, scores.shape[1]):
        gains = np.maximum(scores - covered[:, np.newaxis], 0).sum(axis=0)
        best = int(gains.argmax())
        if gains[best] <= least_share * (covered.sum() + gains[best]):
            break
        chosen.append(best)
        covered = np.maximum(covered, scores[:, best])
    return tuple(chosen)
