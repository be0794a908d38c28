"""Ridge-penalized multinomial logistic regression around fixed logits.

Minimizes, over the weights W (k, p) of the labels that are free (the others stay 0),

    sum_i  w_i * cross_entropy(logits_i + W x_i, target_i)  +  penalty / 2 * ||W||^2

so that W measures the distance from zero-shot, which is the answer for an infinite penalty. scikit-learn's
LogisticRegression knows no such offset; without one (zero logits, C = 1 / penalty) both find the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.decide import Logits, softmax
from snapsort.learning.head import Bools, Ints

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """m feature rows in their own principal axes.

    The best W lies in the span of the rows, so r <= min(m, p) coordinates suffice, and in these axes one
    multiplication a coordinate makes the problem round: the solver needs some ten steps instead of hundreds.

    Attributes:
        coordinates: (m, r).
        axes: (r, p), orthonormal rows.
        energies: (r,) sums of squared coordinates.
    """

    coordinates: Doubles
    axes: Doubles
    energies: Doubles


def make_design(features: Doubles) -> Design:
    """The rows (m, p) in their principal axes. O(m p min(m, p)) time."""
    m, p = features.shape
    if m < p:
        energies, left = np.linalg.eigh(features @ features.T)
        keep = energies > 1e-12 * energies[-1]
        energies, left = energies[keep], left[:, keep]
        coordinates = left * np.sqrt(energies)
        return Design(coordinates, (coordinates / energies).T @ features, energies)
    energies, axes = np.linalg.eigh(features.T @ features)
    keep = energies > 1e-12 * energies[-1]
    return Design(features @ axes[:, keep], axes[:, keep].T, energies[keep])


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What the weights must explain.

    Attributes:
        logits: (m, k) fixed.
        targets: (m,).
        importances: (m,) how much each example counts.
        is_free: (k,) whose weights may differ from 0.
    """

    logits: Logits
    targets: Ints
    importances: Doubles
    is_free: Bools


def solve(
    design: Design, task: Task, *, penalty: float, tolerance: float = 1e-6, start: Doubles | None = None
) -> Doubles:
    """The best W, (k, r) in the design's axes; `W @ design.axes` are the weights of the features.

    Args:
        penalty: positive.
        tolerance: the largest slope that is left, in nats.
        start: (k, r), where to begin; it changes the time, not the answer.
    """
    from scipy.optimize import minimize

    roundness = np.sqrt(
        design.energies * task.importances.mean() / 4 + penalty
    )  # curvature is at most 1/4..1/2
    coordinates = design.coordinates / roundness
    shrinkage = penalty / roundness**2
    free = task.is_free
    shape = (int(free.sum()), len(roundness))
    rows = np.arange(len(task.targets))

    def objective(flat: Doubles) -> tuple[float, Doubles]:
        scaled = flat.reshape(shape)
        logits = task.logits.copy()
        logits[:, free] += coordinates @ scaled.T
        logits -= logits.max(axis=1, keepdims=True)
        exponentials = np.exp(logits)
        totals = exponentials.sum(axis=1)
        losses = np.log(totals) - logits[rows, task.targets]
        errors = exponentials / totals[:, np.newaxis]
        errors[rows, task.targets] -= 1
        errors *= task.importances[:, np.newaxis]
        value = task.importances @ losses + 0.5 * np.sum(shrinkage * scaled**2)
        return float(value), (errors[:, free].T @ coordinates + shrinkage * scaled).ravel()

    initial = np.zeros(shape) if start is None else start[free] * roundness
    found = minimize(
        objective,
        initial.ravel(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 1000, "maxfun": 2000, "ftol": 1e-14, "gtol": tolerance, "maxcor": 20},
    )
    weights = np.zeros((len(free), len(roundness)))
    weights[free] = found.x.reshape(shape) / roundness
    return weights


def cross_entropies(logits: Logits, targets: Ints) -> Doubles:
    """(m,) log losses in nats."""
    largest = logits.max(axis=1, keepdims=True)
    totals = np.log(np.exp(logits - largest).sum(axis=1)) + largest[:, 0]
    return np.asarray(totals - logits[np.arange(len(targets)), targets])


__all__ = ["Design", "Doubles", "Task", "cross_entropies", "make_design", "softmax", "solve"]
