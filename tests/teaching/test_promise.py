"""A promise becomes thresholds: moved, to review, left."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from snapsort.decide import decide
from snapsort.learning import LabelThreshold, ThresholdChoice
from snapsort.moving import read_plan, write_plan
from snapsort.records import Label, LabelSet
from snapsort.teaching.promise import expect_errors, mark_reviews, with_promise
from tests.moving.trees import decided, make_desk, write_file

LABELS = LabelSet(
    "mine",
    (
        Label("receipts", ("a receipt",), PurePosixPath("receipts"), min_probability=0.99, min_margin=0.9),
        Label("memes", ("a meme",), PurePosixPath("memes")),
        Label("other", ("anything",), None),
    ),
)
CHOICE = ThresholdChoice(
    is_proven=True,
    max_error=0.1,
    confidence=0.95,
    bound=0.08,
    n=40,
    errors=0,
    labels=(
        LabelThreshold(move_from=0.8, review_from=0.5, n=40, errors=0, more=0),
        LabelThreshold(move_from=math.inf, review_from=0.5, n=0, errors=0, more=9),
        LabelThreshold(move_from=math.inf, review_from=math.inf, n=0, errors=0, more=0),
    ),
)
PROBABILITIES = np.array(
    [
        [0.8, 0.1, 0.1],
        [0.79, 0.11, 0.1],
        [0.45, 0.3, 0.25],
        [0.0, 1.0, 0.0],
        [0.3, 0.4, 0.3],
        [0.0, 0.0, 1.0],
    ]
)
REASONS = ["sure", "to_review", "below_threshold", "to_review", "below_threshold", "negative"]


def test_three_outcomes() -> None:
    labels = with_promise(LABELS, CHOICE)
    decisions = mark_reviews(decide(PROBABILITIES, labels), labels, CHOICE)
    assert [decision.reason for decision in decisions] == REASONS


def test_what_nothing_is_promised_for_can_still_be_saved_in_a_plan(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    labels = with_promise(LABELS, CHOICE)
    decisions = mark_reviews(decide(PROBABILITIES, labels), labels, CHOICE)
    photos = [decided(write_file(desk.root / f"{number}.png")) for number in range(len(decisions))]
    paired = zip(photos, decisions, strict=True)
    plan = desk.plan([replace(photo, decision=decision) for photo, decision in paired])
    write_plan(plan, tmp_path / "plan.jsonl")
    assert [stay.reason for stay in read_plan(tmp_path / "plan.jsonl").stays] == REASONS[1:]


def test_expected_errors_are_the_models_own_doubts_about_what_would_move() -> None:
    table = {row.threshold: row for row in expect_errors(decide(PROBABILITIES, LABELS))}
    assert (table[0.7].n, round(table[0.7].expected_error, 6)) == (3, round((0.2 + 0.21 + 0.0) / 3, 6))
    assert table[0.99].n == 1
