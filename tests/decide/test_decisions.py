from __future__ import annotations

from pathlib import PurePosixPath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.decide import Probabilities, decide
from snapsort.records import Decision, Label, LabelSet, Reason


def label(name: str, *, min_probability: float | None = None, min_margin: float | None = None) -> Label:
    return Label(name, (f"a {name}",), PurePosixPath(name), min_probability, min_margin)


def negative(name: str = "photo") -> Label:
    return Label(name, (f"a {name}",), None)


def label_set(*labels: Label) -> LabelSet:
    return LabelSet("test", labels)


def rows(*values: list[float]) -> Probabilities:
    return np.array(values, dtype=np.float64)


THREE = label_set(label("receipts"), label("documents"), negative())


def test_a_decision_says_everything_that_was_weighed() -> None:
    (decision,) = decide(rows([0.7, 0.1, 0.2]), THREE, min_probability=0.6, min_margin=0.3)

    assert decision == Decision(
        label="receipts",
        folder=PurePosixPath("receipts"),
        probability=0.7,
        runner_up="photo",
        runner_up_probability=0.2,
        min_probability=0.6,
        min_margin=0.3,
        reason="sure",
    )


@pytest.mark.parametrize(
    ("probabilities", "reason"),
    [
        ([0.2, 0.1, 0.7], "negative"),
        ([0.2, 0.3, 0.5], "negative"),
        ([0.45, 0.4, 0.15], "below_threshold"),
        ([0.55, 0.4, 0.05], "below_margin"),
        ([0.75, 0.25, 0.0], "sure"),
    ],
)
def test_the_first_condition_that_fails_is_the_reason(probabilities: list[float], reason: Reason) -> None:
    (decision,) = decide(rows(probabilities), THREE, min_probability=0.5, min_margin=0.25)

    assert decision.reason == reason


def test_a_photo_that_just_reaches_threshold_and_margin_goes() -> None:
    (decision,) = decide(rows([0.5, 0.25, 0.25]), THREE, min_probability=0.5, min_margin=0.25)

    assert decision.reason == "sure"


def test_without_limits_half_is_enough() -> None:
    decisions = decide(rows([0.5, 0.5, 0.0], [0.49, 0.31, 0.2]), THREE)

    assert [decision.reason for decision in decisions] == ["sure", "below_threshold"]


@pytest.mark.parametrize(("own", "default"), [(0.9, 0.1), (0.1, 0.9), (0.0, 1.0)])
def test_a_labels_own_limits_win(own: float, default: float) -> None:
    labels = label_set(label("receipts", min_probability=own, min_margin=own), negative())

    (decision,) = decide(rows([0.7, 0.3]), labels, min_probability=default, min_margin=default)

    assert (decision.min_probability, decision.min_margin) == (own, own)
    assert decision.reason == ("sure" if own < 0.4 else "below_threshold")


def test_only_the_winners_limits_count() -> None:
    labels = label_set(label("receipts"), label("documents", min_probability=1.0), negative())

    (decision,) = decide(rows([0.6, 0.3, 0.1]), labels)

    assert decision.reason == "sure"


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5]), min_size=2, max_size=6))
def test_of_equals_the_earlier_label_wins(values: list[float]) -> None:
    labels = label_set(*(label(str(column)) for column in range(len(values))))

    (decision,) = decide(rows(values), labels)

    first = max(range(len(values)), key=lambda column: (values[column], -column))
    others = [column for column in range(len(values)) if column != first]
    second = max(others, key=lambda column: (values[column], -column))
    assert (decision.label, decision.runner_up) == (str(first), str(second))


@given(st.permutations([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.4, 0.35, 0.25], [0.3, 0.6, 0.1]]))
def test_a_decision_depends_on_its_own_row_only(values: list[list[float]]) -> None:
    together = decide(rows(*values), THREE)

    assert together == tuple(decide(rows(row), THREE)[0] for row in values)


def test_no_photos_no_decisions() -> None:
    assert decide(np.empty((0, 3)), THREE) == ()


@pytest.mark.parametrize("probabilities", [rows([0.5, 0.5]), np.ones(3) / 3, np.empty((0, 4))])
def test_probabilities_of_other_labels_are_refused(probabilities: Probabilities) -> None:
    with pytest.raises(ValueError, match="for 3 labels"):
        decide(probabilities, THREE)


def test_one_label_is_no_choice() -> None:
    with pytest.raises(ValueError, match="for 1 labels"):
        decide(rows([1.0]), label_set(negative()))
