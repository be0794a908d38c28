from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from snapsort.learning.solve import Task, cross_entropies, make_design, solve
from tests.learning.made import Cloud, make_cloud

EVERY = np.ones(3, np.bool_)


def weights_of(
    cloud: Cloud, *, penalty: float, free: np.ndarray[tuple[int], np.dtype[np.bool_]] = EVERY
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    design = make_design(cloud.vectors.astype(np.float64))
    task = Task(cloud.logits, cloud.targets, np.ones(len(cloud.targets)), free)
    return solve(design, task, penalty=penalty) @ design.axes


@pytest.mark.parametrize("n", [3, 100], ids=["fewer pictures than dimensions", "more"])
@pytest.mark.parametrize("penalty", [10.0, 1.0, 0.01])
def test_without_the_prior_the_weights_are_those_of_scikit_learn(n: int, penalty: float) -> None:
    cloud = make_cloud(n=n)
    without_prior = Cloud(cloud.vectors, np.zeros_like(cloud.logits), cloud.targets)
    oracle = LogisticRegression(C=1 / penalty, fit_intercept=False, tol=1e-10, max_iter=10_000)
    oracle.fit(cloud.vectors.astype(np.float64), cloud.targets)
    assert weights_of(without_prior, penalty=penalty) == pytest.approx(oracle.coef_, abs=1e-4)


def test_the_prior_is_the_answer_when_learning_is_forbidden() -> None:
    assert np.abs(weights_of(make_cloud(n=5), penalty=1e9)).max() < 1e-6


def test_a_label_that_is_not_free_gets_no_weight() -> None:
    weights = weights_of(make_cloud(n=5), penalty=0.1, free=np.array([True, False, True]))
    assert not weights[1].any()
    assert weights[0].any()


def test_no_step_from_the_answer_lowers_the_objective() -> None:
    cloud, penalty = make_cloud(n=10), 0.5
    found = weights_of(cloud, penalty=penalty)
    features = cloud.vectors.astype(np.float64)

    def objective(weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        losses = cross_entropies(cloud.logits + features @ weights.T, cloud.targets)
        return float(losses.sum() + penalty / 2 * (weights**2).sum())

    steps = np.random.default_rng(0).normal(size=(50, *found.shape)) * 1e-3
    assert all(objective(found) <= objective(found + step) for step in steps)
