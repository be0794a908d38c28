from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from snapsort.decide import score, zero_shot_logits
from snapsort.learning import Head, Memory, apply_head, head_probabilities, make_zero_head
from tests.learning.made import make_cloud, unit

CLOUD = make_cloud(n=10)


def some_head() -> Head:
    generator = np.random.default_rng(1)
    return replace(
        make_zero_head(CLOUD.names, dimension=32),
        weights=generator.normal(size=(3, 32)).astype(np.float32),
        biases=np.array([1, 2, 3], np.float32),
        is_on=np.array([True, False, True]),
    )


def test_without_corrections_probabilities_are_those_of_zero_shot_bit_for_bit() -> None:
    label_vectors = unit(np.random.default_rng(2).normal(size=(3, 32)))
    weights = np.array([1, 2, 0.5], np.float32)
    logits = zero_shot_logits(CLOUD.vectors, label_vectors, scale=18.0, weights=weights)
    learned = head_probabilities(make_zero_head(CLOUD.names, dimension=32), CLOUD.vectors, logits)
    assert learned.tobytes() == score(CLOUD.vectors, label_vectors, scale=18.0, weights=weights).tobytes()


def test_a_label_that_is_off_keeps_its_zero_shot_logit_bit_for_bit() -> None:
    corrected = apply_head(some_head(), CLOUD.vectors, CLOUD.logits)
    assert corrected[:, 1].tobytes() == CLOUD.logits[:, 1].tobytes()
    assert corrected[:, [0, 2]] == pytest.approx(
        CLOUD.logits[:, [0, 2]] + CLOUD.vectors @ some_head().weights[[0, 2]].T + [1, 3], abs=1e-5
    )


def test_the_temperature_changes_how_sure_not_who_wins() -> None:
    cold, hot = some_head(), replace(some_head(), temperature=3.0)
    sure, unsure = (head_probabilities(head, CLOUD.vectors, CLOUD.logits) for head in (cold, hot))
    assert (sure.argmax(axis=1) == unsure.argmax(axis=1)).all()
    assert (sure.max(axis=1) > unsure.max(axis=1)).all()


def test_applying_a_head_leaves_its_arguments_alone() -> None:
    before = CLOUD.logits.copy()
    apply_head(some_head(), CLOUD.vectors, CLOUD.logits)
    assert (CLOUD.logits == before).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": np.full((3, 32), np.nan, np.float32)},
        {"biases": np.array([0, np.inf, 0], np.float32)},
        {"biases": np.zeros(2, np.float32)},
        {"temperature": 0.0},
        {"temperature": float("nan")},
        {"names": ("a", "b")},
        {"memory": Memory(np.zeros((1, 16), np.float32), np.array([0]))},
        {"memory": Memory(np.zeros((1, 32), np.float32), np.array([3]))},
        {"memory": Memory(np.zeros((1, 32), np.float32), np.array([-1]))},
    ],
)
def test_a_head_with_nonsense_in_it_cannot_be_made(changes: dict[str, object]) -> None:
    parts = {name: getattr(some_head(), name) for name in Head.__slots__} | changes
    with pytest.raises(ValueError, match="a head"):
        Head(**parts)


def test_a_head_refuses_vectors_of_another_dimension() -> None:
    with pytest.raises(ValueError, match="32 dimensions"):
        apply_head(some_head(), CLOUD.vectors[:, :16], CLOUD.logits)
