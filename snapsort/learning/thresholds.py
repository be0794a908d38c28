"""Thresholds that keep a promise about the error among what is moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from snapsort.decide import Probabilities
from snapsort.learning.head import Bools, Ints
from snapsort.learning.shares import needed_without_error, upper_bound
from snapsort.learning.solve import Doubles

NEVER = math.inf
"""The threshold of a label under which nothing is moved."""

REVIEW_FROM = 0.5
"""A guess is worth a look when it is more likely right than wrong."""

SHARES = (0.5,) + 7 * (0.5 / 7,)
"""How the candidates share the allowance for error. In simulations with 150 to 2000 corrections this moved
most, or nearly so; one candidate alone moves less the more corrections there are, equal shares need more."""


@dataclass(frozen=True, slots=True)
class LabelThreshold:
    """When pictures that a label wins are moved, and what that is based on.

    Attributes:
        move_from: least probability to be moved; infinite: never.
        review_from: least probability to be shown for review; below, and for negatives, it is left alone.
        n: held-out pictures that would have been moved under this label; `errors` of them wrongly.
        more: corrections of this label that are still missing before anything can be promised.
    """

    move_from: float
    review_from: float
    n: int
    errors: int
    more: int


@dataclass(frozen=True, slots=True)
class ThresholdChoice:
    """What is moved, and the promise that goes with it.

    Attributes:
        is_proven: whether the promise holds; if not, nothing is moved.
        max_error, confidence: the promise.
        bound: with this confidence, at most this share of what is moved is wrong; 1 if not proven.
        n: held-out pictures that would have been moved; `errors` of them wrongly.
        labels: k, in label order.
    """

    is_proven: bool
    max_error: float
    confidence: float
    bound: float
    n: int
    errors: int
    labels: tuple[LabelThreshold, ...]


@dataclass(frozen=True, slots=True)
class ExpectedErrors:
    """One line of the table for those without corrections: believed by the model, proven by nothing.

    Attributes:
        threshold: least probability to be moved.
        n: pictures that would be moved.
        expected_error: the share of them that is wrong if the model's probabilities are right; NaN for n = 0.
    """

    threshold: float
    n: int
    expected_error: float


def choose_thresholds(
    probabilities: Probabilities,
    targets: Ints,
    is_negative: Bools,
    *,
    max_error: float,
    confidence: float = 0.95,
    groups: Ints | None = None,
) -> ThresholdChoice:
    """The lowest thresholds for which the error among the moved is proven to be at most `max_error`.

    Pictures that a label with a folder wins are ordered by probability. Candidates are the first n0, n1, ...
    of them, n0 being the fewest that can prove anything. Each is tested with the exact binomial test of
    Clopper and Pearson, from the strictest on; the allowance 1 - confidence is divided among the candidates,
    and what a passed test has not used up is handed to the next one (Wiens 2003, "A fixed sequence Bonferroni
    procedure for testing multiple endpoints"). So the probability to choose any candidate that breaks the
    promise is at most 1 - confidence: learn, then test (Angelopoulos et al. 2021, arxiv.org/abs/2110.01052,
    section 2.3). Candidates depend on the probabilities, never on the targets.

    Args:
        probabilities: (m, k) of pictures that they were not learned from.
        targets: (m,) what these pictures are.
        is_negative: (k,) labels under which nothing is moved.
        max_error: in (0, 1).
        confidence: in (0, 1).
        groups: (m,); of near-duplicates only the first counts, as the others are no independent evidence.
    """
    if not (0 < max_error < 1 and 0 < confidence < 1):
        raise ValueError(f"max_error {max_error} and confidence {confidence} must be between 0 and 1")
    rows = np.arange(len(targets)) if groups is None else np.unique(groups, return_index=True)[1]
    winners = probabilities[rows].argmax(axis=1) if len(rows) else np.zeros(0, np.int64)
    has_folder = ~is_negative[winners]
    rows, winners = rows[has_folder], winners[has_folder]
    highest = probabilities[rows, winners]
    is_wrong = winners != targets[rows]
    limit = _lowest_proven(highest, is_wrong, max_error=max_error, confidence=confidence)
    is_moved = highest >= limit
    n, errors = int(is_moved.sum()), int(is_wrong[is_moved].sum())
    most = len(highest) if n else _needed(highest, is_wrong, max_error=max_error, confidence=confidence)
    missing = _share_out(most, np.bincount(winners, minlength=len(is_negative)), is_negative)
    return ThresholdChoice(
        is_proven=n > 0,
        max_error=max_error,
        confidence=confidence,
        bound=upper_bound(errors, n, confidence=confidence) if n else 1.0,
        n=n,
        errors=errors,
        labels=_label_thresholds(
            winners[is_moved], is_wrong[is_moved], is_negative, limit=limit, missing=missing
        ),
    )


def expected_errors(
    probabilities: Probabilities,
    is_negative: Bools,
    *,
    thresholds: Sequence[float] = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99),
) -> tuple[ExpectedErrors, ...]:
    """For each threshold how many pictures would be moved, and what error the model expects of them.

    Args:
        probabilities: (n, k), calibrated as well as may be.
        is_negative: (k,) labels under which nothing is moved.
    """
    highest = probabilities.max(axis=1, initial=0.0)
    goes = ~is_negative[probabilities.argmax(axis=1)]
    table = []
    for threshold in thresholds:
        moved = highest[goes & (highest >= threshold)]
        error = float((1 - moved).mean()) if len(moved) else math.nan
        table.append(ExpectedErrors(threshold, len(moved), error))
    return tuple(table)


def _lowest_proven(highest: Doubles, is_wrong: Bools, *, max_error: float, confidence: float) -> float:
    order = np.argsort(-highest, kind="stable")
    ranked, errors = highest[order], np.cumsum(is_wrong[order])
    allowance, proven = 0.0, NEVER
    for size, share in zip(_candidates(len(ranked), max_error, confidence), SHARES, strict=False):
        n = int(np.count_nonzero(highest >= ranked[size - 1]))  # equal ones go together
        allowance += share * (1 - confidence)
        if upper_bound(int(errors[n - 1]), n, confidence=1 - allowance) <= max_error:
            proven = float(ranked[n - 1])
        else:
            allowance = 0.0
    return proven


def _candidates(m: int, max_error: float, confidence: float) -> list[int]:
    """Sizes from the fewest that can prove anything to all m, each larger by the same factor."""
    fewest = _fewest(max_error, confidence)
    if m < fewest:
        return []
    return sorted(set(np.geomspace(fewest, m, len(SHARES)).round().astype(int).tolist()))


def _fewest(max_error: float, confidence: float) -> int:
    return needed_without_error(max_error, confidence=1 - SHARES[0] * (1 - confidence))


def _needed(highest: Doubles, is_wrong: Bools, *, max_error: float, confidence: float) -> int:
    """How many pictures must go into folders to prove something, if those that are missing go rightly."""
    n = fewest = _fewest(max_error, confidence)
    strictest = np.argsort(-highest, kind="stable")[:fewest]
    errors = int(is_wrong[strictest].sum())
    while upper_bound(errors, n, confidence=1 - SHARES[0] * (1 - confidence)) > max_error:
        n += max(n // 50, 1)
    return len(highest) + n - len(strictest)


def _share_out(most: int, n: Ints, is_negative: Bools) -> Ints:
    """(k,) how many more of each label make `most` in all, the rarest labels first."""
    missing = np.zeros_like(n)
    for _ in range(most - int(n[~is_negative].sum())):
        missing[np.where(is_negative, most, n + missing).argmin()] += 1
    return missing


def _label_thresholds(
    winners: Ints, is_wrong: Bools, is_negative: Bools, *, limit: float, missing: Ints
) -> tuple[LabelThreshold, ...]:
    k = len(is_negative)
    n, errors = np.bincount(winners, minlength=k), np.bincount(winners[is_wrong], minlength=k)
    columns = (column.tolist() for column in (is_negative, n, errors, missing))
    return tuple(
        LabelThreshold(NEVER, NEVER, 0, 0, 0)
        if negative
        # Where no held-out picture of a label would have been moved, nothing speaks for moving one.
        else LabelThreshold(limit if moved else NEVER, min(limit, REVIEW_FROM), moved, wrong, more)
        for negative, moved, wrong, more in zip(*columns, strict=True)
    )
