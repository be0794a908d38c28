from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from snapsort.decide import explain
from snapsort.records import Decision, Reason


def decision(
    reason: Reason,
    probability: float,
    runner_up_probability: float = 0.05,
    *,
    min_probability: float = 0.5,
) -> Decision:
    return Decision(
        label="receipts",
        folder=None if reason == "negative" else PurePosixPath("receipts"),
        probability=probability,
        runner_up="documents",
        runner_up_probability=runner_up_probability,
        min_probability=min_probability,
        min_margin=0.1,
        reason=reason,
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (decision("sure", 0.93), "looks like receipts (0.93)"),
        (decision("said", 0.02), "you said so"),
        (decision("negative", 0.8), "looks like receipts, which stays"),
        (decision("below_threshold", 0.41), "0.41 is below the threshold 0.50"),
        (decision("to_review", 0.61, min_probability=0.7), "0.61 is below the threshold 0.70"),
        (decision("to_review", 0.61, min_probability=1.1), "nothing can be promised for receipts yet"),
        (decision("below_margin", 0.51, 0.49), "only 0.02 ahead of documents"),
    ],
)
def test_each_reason_has_its_words(given: Decision, words: str) -> None:
    assert explain(given) == words


def test_rounding_never_makes_the_words_untrue() -> None:
    assert explain(decision("below_threshold", 0.49998)) == "0.49998 is below the threshold 0.50000"
    assert explain(decision("below_margin", 0.5, 0.4001)) == "only 0.0999 ahead of documents"
