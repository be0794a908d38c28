"""The procedure: how far to go from zero-shot, for which labels, and at which temperature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.decide import Logits
from snapsort.learning.calibration import fit_temperature
from snapsort.learning.evidence import is_beyond_chance
from snapsort.learning.examples import Examples
from snapsort.learning.folds import make_folds
from snapsort.learning.head import Bools, Ints
from snapsort.learning.solve import Doubles, Task, cross_entropies, make_design, solve
from snapsort.records import Floats

PENALTIES = (10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01)
"""From hardly any correction to much."""

FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What the procedure found.

    Attributes:
        weights: (k, d + 1); the last column is the bias.
        is_on: (k,).
        held_out: (m, k) logits of the examples, each by weights that have not seen it, all labels on.
    """

    weights: Doubles
    is_on: Bools
    penalty: float
    temperature: float
    held_out: Logits


def learn(examples: Examples, *, seed: int) -> Learned:
    """Choose the penalty by cross-validation, switch off what does not help, and learn from all examples."""
    folds = make_folds(examples.targets, examples.groups, folds=FOLDS, seed=seed)
    paths = _held_out_paths(examples, folds)
    losses = [cross_entropies(path, examples.targets).mean() for path in paths]
    best = int(np.argmin(losses))
    is_on = find_helpful(examples, paths[best], seed=seed)
    free = is_on & (examples.counts > 0)
    weights = (
        fit_weights(examples, PENALTIES[best : best + 1], is_free=free)[0]
        if free.any()
        else np.zeros((examples.k, examples.vectors.shape[1] + 1))
    )
    chosen = np.where(is_on, paths[best], examples.logits)
    return Learned(weights, is_on, PENALTIES[best], fit_temperature(chosen, examples.targets), paths[best])


def find_helpful(examples: Examples, held_out: Logits, *, seed: int) -> Bools:
    """(k,) the labels whose correction makes held-out examples more probable, beyond chance."""
    targets, groups = examples.targets, examples.groups
    zero_shot = cross_entropies(examples.logits, targets)
    off = np.zeros(examples.k, np.bool_)
    if not is_beyond_chance(zero_shot - cross_entropies(held_out, targets), groups, seed=seed):
        return off
    is_on = examples.counts > 0
    for label in np.flatnonzero(is_on).tolist():
        is_on[label] = label_gain(examples, held_out, label).sum() > 0
    return is_on


def label_gain(examples: Examples, held_out: Logits, label: int) -> Doubles:
    """(m,) how much an example's log loss falls by that label's correction, all others being on."""
    without = held_out.copy()
    without[:, label] = examples.logits[:, label]
    return cross_entropies(without, examples.targets) - cross_entropies(held_out, examples.targets)


def fit_weights(examples: Examples, penalties: tuple[float, ...], *, is_free: Bools) -> list[Doubles]:
    """The (k, d + 1) weights for each penalty, each started from the one before."""
    design = make_design(add_constant(examples.vectors))
    task = Task(
        examples.logits.astype(np.float64),
        examples.targets,
        importances(examples.counts)[examples.targets],
        is_free & (examples.counts > 0),
    )
    found: list[Doubles] = []
    for penalty in penalties:
        found.append(solve(design, task, penalty=penalty, start=found[-1] if found else None))
    return [weights @ design.axes for weights in found]


def importances(counts: Ints) -> Doubles:
    """(k,) how much an example of each label counts: rare ones more, as the square root of balancing."""
    present = counts > 0
    weights = np.zeros(len(counts))
    weights[present] = np.sqrt(counts.sum() / (present.sum() * counts[present]))
    return weights


def add_constant(vectors: Floats) -> Doubles:
    """(m, d + 1): a column of ones for the bias, penalized like the rest."""
    return np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])


def _held_out_paths(examples: Examples, folds: Ints) -> list[Logits]:
    paths = [examples.logits.astype(np.float64) for _ in PENALTIES]
    every = np.ones(examples.k, np.bool_)
    for fold in range(int(folds.max()) + 1):
        part = folds == fold
        rest = examples.take(~part)
        if len(np.unique(rest.targets)) < 2:
            continue
        rows = add_constant(examples.vectors[part])
        for path, weights in zip(paths, fit_weights(rest, PENALTIES, is_free=every), strict=True):
            path[part] += rows @ weights.T
    return paths
