from __future__ import annotations

import numpy as np
import pytest

from snapsort.learning import Memory, fit_head, head_probabilities
from snapsort.learning.memory import SAME_SCENE, SURENESS, no_memory, recall, remember_missed
from snapsort.records import Floats
from tests.learning.made import make_cloud, unit

CLOUD = make_cloud(n=10)
PROBABILITIES = np.full((30, 3), 1 / 3)


def beside(vector: Floats, similarity: float) -> Floats:
    """A unit vector of that cosine to it."""
    other = np.random.default_rng(1).normal(size=len(vector))
    other -= (other @ vector) * vector
    sideways = other / np.linalg.norm(other)
    return unit((similarity * vector + np.sqrt(1 - similarity**2) * sideways)[np.newaxis])


def test_an_empty_memory_changes_nothing_bit_for_bit() -> None:
    assert recall(no_memory(32), CLOUD.vectors, PROBABILITIES).tobytes() == PROBABILITIES.tobytes()


def test_only_pictures_of_a_remembered_scene_are_recalled() -> None:
    memory = Memory(CLOUD.vectors[:1], np.array([2]))
    near, far = (beside(CLOUD.vectors[0], SAME_SCENE + more) for more in (0.005, -0.005))
    recalled = recall(memory, np.concatenate([near, far]), PROBABILITIES[:2])
    assert recalled[0] == pytest.approx(
        [(1 - SURENESS) / 3, (1 - SURENESS) / 3, SURENESS + (1 - SURENESS) / 3]
    )
    assert (recalled[1] == PROBABILITIES[1]).all()
    assert recalled.sum(axis=1) == pytest.approx(1)


def test_of_two_remembered_scenes_the_nearer_one_counts() -> None:
    two = np.concatenate([CLOUD.vectors[:1], beside(CLOUD.vectors[0], 0.98)])
    recalled = recall(Memory(two, np.array([1, 2])), two, PROBABILITIES[:2])
    assert recalled.argmax(axis=1).tolist() == [1, 2]


def test_what_is_placed_right_is_not_remembered() -> None:
    probabilities = np.array([[0.6, 0.4], [0.4, 0.6], [0.5, 0.5], [0.9, 0.1]])
    memory = remember_missed(CLOUD.vectors[:4], probabilities, np.array([0, 0, 0, 1]))
    assert memory.vectors.tobytes() == CLOUD.vectors[[1, 3]].tobytes()
    assert memory.targets.tolist() == [0, 1]


def test_no_correction_is_ever_mistaken_again() -> None:
    cloud = make_cloud(n=30, k=4, spread=1.0)
    fitted = fit_head(cloud.vectors, cloud.logits, cloud.targets, names=cloud.names, groups=cloud.groups)
    assert 0 < len(fitted.head.memory) < len(cloud.targets)
    probabilities = head_probabilities(fitted.head, cloud.vectors, cloud.logits)
    assert (probabilities.argmax(axis=1) == cloud.targets).all()
    assert probabilities[np.arange(120), cloud.targets].min() >= 0.5


def test_of_one_label_alone_no_rule_is_learned() -> None:
    cloud, new = make_cloud(n=10), make_cloud(n=50, seed=1)
    fitted = fit_head(cloud.vectors, cloud.logits, cloud.targets * 0, names=cloud.names, groups=cloud.groups)
    assert not fitted.head.is_on.any()
    assert fitted.head.temperature == 1
    winners = head_probabilities(fitted.head, new.vectors, new.logits).argmax(axis=1)
    assert (winners == new.logits.argmax(axis=1)).mean() > 0.9
    own = head_probabilities(fitted.head, cloud.vectors, cloud.logits).argmax(axis=1)
    assert (own == 0).all()


def test_nonsense_is_not_remembered() -> None:
    with pytest.raises(ValueError, match="not finite"):
        Memory(np.full((1, 4), np.nan, np.float32), np.array([0]))
    with pytest.raises(ValueError, match="a memory of"):
        Memory(np.zeros((2, 4), np.float32), np.array([0]))
