"""A decision's reason in words."""

from __future__ import annotations

from snapsort.records import Decision


def explain(decision: Decision) -> str:
    """Why the photo goes or stays, as one clause: "looks like receipts (0.93)"."""
    if decision.reason == "sure":
        return f"looks like {decision.label} ({decision.probability:.2f})"
    if decision.reason == "said":
        return "you said so"
    if decision.reason == "negative":
        return f"looks like {decision.label}, which stays"
    if decision.min_probability > 1:
        return f"nothing can be promised for {decision.label} yet"
    if decision.reason in ("below_threshold", "to_review"):
        probability, threshold = _apart(decision.probability, decision.min_probability)
        return f"{probability} is below the threshold {threshold}"
    margin, _ = _apart(decision.margin, decision.min_margin)
    return f"only {margin} ahead of {decision.runner_up}"


def _apart(value: float, limit: float) -> tuple[str, str]:
    """Both numbers with as many digits as tell them apart: 0.4999 and 0.5000, not 0.50 and 0.50."""
    for digits in range(2, 16):
        pair = f"{value:.{digits}f}", f"{limit:.{digits}f}"
        if pair[0] != pair[1]:
            return pair
    return repr(value), repr(limit)
