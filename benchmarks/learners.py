"""Ways to learn from a few labeled pictures, all from the same vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from snapsort.decide import Logits
from snapsort.learning.examples import Examples
from snapsort.learning.head import Ints
from snapsort.learning.learn import DEFAULT, PENALTIES, apply_learned, fit_weights, learn, with_constant
from snapsort.learning.solve import Doubles

NEIGHBORS = 5
SHARPNESS = 5.5
"""Tip-Adapter's beta, its authors' default."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Labeled pictures to learn from and others to be right about; `scale` is the model's logit scale."""

    known: Examples
    new: Examples
    scale: float


def zero_shot(problem: Problem) -> Logits:
    """The prompts alone."""
    return problem.new.logits


def logistic_regression(problem: Problem) -> Logits:
    """scikit-learn's, as it comes, without the prompts."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=1000).fit(problem.known.vectors, problem.known.targets)
    scores = np.full((len(problem.new), problem.known.k), -np.inf)
    decision = model.decision_function(problem.new.vectors)
    scores[:, model.classes_] = decision if decision.ndim == 2 else np.stack([-decision, decision], axis=1)
    return scores


def nearest_mean(problem: Problem) -> Logits:
    """The label whose mean vector is the most similar."""
    scores = np.full((len(problem.new), problem.known.k), -np.inf)
    for label in np.flatnonzero(problem.known.counts):
        mean = problem.known.vectors[problem.known.targets == label].mean(axis=0)
        scores[:, label] = problem.new.vectors @ (mean / np.linalg.norm(mean))
    return scores


def neighbors(problem: Problem) -> Logits:
    """Votes of the 5 most similar pictures, each by its similarity."""
    similarity = problem.new.vectors @ problem.known.vectors.T
    nearest = np.argsort(-similarity, axis=1)[:, :NEIGHBORS]
    votes = np.zeros((len(problem.new), problem.known.k))
    for column in nearest.T:
        rows = np.arange(len(problem.new))
        votes[rows, problem.known.targets[column]] += similarity[rows, column]
    return votes


def tip_adapter(problem: Problem) -> Logits:
    """Zero-shot plus an untrained cache of the pictures (Zhang et al. 2022, arxiv.org/abs/2207.09519).

    Its alpha is 1 at the model's own scale, its beta 5.5.
    """
    affinity = np.exp(-SHARPNESS * (1 - problem.new.vectors @ problem.known.vectors.T))
    return np.asarray(
        problem.new.logits + problem.scale * affinity @ np.eye(problem.known.k)[problem.known.targets]
    )


def ours(problem: Problem) -> Logits:
    """What `fit_head` gives; without its report, which takes six times as long and changes nothing."""
    return apply_learned(learn(problem.known, seed=0), problem.new)


def ours_unproven(problem: Problem) -> Logits:
    """The same without asking for proof: every label with an example is on."""
    return add_weighted(problem.new, unproven_weights(problem.known))


def unproven_weights(known: Examples) -> Doubles:
    """The (k, d + 1) weights of `fit_head` at the default penalty, all labels on."""
    every = np.ones(known.k, np.bool_)
    (weights,) = fit_weights(known, PENALTIES[DEFAULT : DEFAULT + 1], is_free=every, tolerance=1e-4)
    return weights


def add_weighted(examples: Examples, weights: Doubles) -> Logits:
    """Zero-shot logits plus what weights say."""
    return np.asarray(examples.logits + with_constant(examples.vectors) @ weights.T)


LEARNERS: dict[str, Callable[[Problem], Logits]] = {
    "zero-shot": zero_shot,
    "logistic regression": logistic_regression,
    "nearest mean": nearest_mean,
    "5 neighbors": neighbors,
    "Tip-Adapter": tip_adapter,
    "ours": ours,
    "ours, without proof": ours_unproven,
}


def mean_recall(scores: Logits, targets: Ints) -> float:
    """Share of right winners, each label counting the same: pictures are drawn by label, not by habit."""
    is_right = scores.argmax(axis=1) == targets
    return float(np.mean([is_right[targets == label].mean() for label in np.unique(targets)]))
