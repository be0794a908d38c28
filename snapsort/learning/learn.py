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

SOFTNESS = 4.0
"""Zero-shot logits are divided by this while learning, and the weights multiplied by it afterwards.

A dual encoder is so sure of itself that each of its mistakes would pull as hard as the penalty allows. The
final temperature sets the sureness right again.
"""

PENALTIES = (10.0, 3.0, 1.0, 0.3, 0.1)
"""From hardly any correction to much."""

DEFAULT = 2
"""Which of them was best on real pictures, from one example a label to fifty."""

DOUBT = 3.0
"""How many standard errors better another penalty must be, so that ten pictures cannot mislead."""

BIAS_SCALE = 0.25
"""The bias is penalized 1 / BIAS_SCALE^2 = 16 times as much as a weight: corrections are a chosen few, and
say little about how common a label is."""

BALANCE = 0.75
"""0: all examples count the same; 1: all labels do. Less loses rare labels, more loses common ones."""

FOLDS = 5
ENOUGH = 1000
"""Examples beyond which more would not change the choice of the penalty."""

LEAST = 20
"""Groups of a label that a sample has."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What cross-validation shows: examples, and what weights that had not seen them make of them.

    Attributes:
        examples: those of labels with two groups or more. Hold out the only one of a label, and nothing is
            known of the label.
        paths: for each of PENALTIES the (m, k) logits, all labels on.
    """

    examples: Examples
    paths: tuple[Logits, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What the procedure found.

    Attributes:
        weights: (k, d + 1); the last column is that of the bias.
        is_on: (k,).
        penalty: one of PENALTIES.
        temperature: of the final logits.
        tried: the examples on which the choices are based; `held_out` are their logits with all labels on.
    """

    weights: Doubles
    is_on: Bools
    penalty: float
    temperature: float
    tried: Examples
    held_out: Logits


def learn(examples: Examples, *, seed: int) -> Learned:
    """Choose the penalty by cross-validation, switch off what does not help, and learn from all examples.

    Examples of one label alone would teach that everything is of that label: they teach nothing.
    """
    if len(np.unique(examples.targets)) < 2:
        return learn_nothing(examples)
    trial = try_penalties(examples.take(sample_rows(examples, ENOUGH, seed=seed)), seed=seed)
    tried = trial.examples
    best = choose_path(trial)
    held_out = trial.paths[best]
    is_on = find_helpful(tried, held_out, seed=seed)
    weights = np.zeros((examples.k, examples.vectors.shape[1] + 1))
    if is_on.any():
        tolerance = 1e-8 * max(len(examples), ENOUGH)  # of the loss, a sum over examples
        weights = fit_weights(examples, PENALTIES[best : best + 1], is_free=is_on, tolerance=tolerance)[0]
    temperature = fit_temperature(np.where(is_on, held_out, tried.logits), tried.targets)
    return Learned(weights, is_on, PENALTIES[best], temperature, tried, held_out)


def learn_nothing(examples: Examples) -> Learned:
    """Zero-shot as it is."""
    return Learned(
        weights=np.zeros((examples.k, examples.vectors.shape[1] + 1)),
        is_on=np.zeros(examples.k, np.bool_),
        penalty=PENALTIES[DEFAULT],
        temperature=1.0,
        tried=examples,
        held_out=examples.logits,
    )


def apply_learned(learned: Learned, examples: Examples) -> Logits:
    """(m, k) logits over temperature."""
    corrections = with_constant(examples.vectors) @ learned.weights.T
    return np.asarray((examples.logits + np.where(learned.is_on, corrections, 0.0)) / learned.temperature)


def sample_rows(examples: Examples, most: int, *, seed: int) -> Ints:
    """All rows in order, or whole groups with about `most` of them, each label in its proportion.

    Of a rare label LEAST groups are taken, or what there is.
    """
    if len(examples) <= most:
        return np.arange(len(examples))
    group_ids, firsts = np.unique(examples.groups, return_index=True)
    order = np.random.default_rng(seed).permutation(len(group_ids))
    labels = examples.targets[firsts]
    quotas = np.maximum(np.bincount(labels, minlength=examples.k) * most // len(examples), LEAST)
    chosen = [order[labels[order] == label][:quota] for label, quota in enumerate(quotas.tolist())]
    return np.flatnonzero(np.isin(examples.groups, group_ids[np.concatenate(chosen)]))


def try_penalties(examples: Examples, *, seed: int) -> Trial:
    """Cross-validate each penalty.

    With few examples a label there are few folds: to hold out one of two pictures of a label and none of
    another's would show the label in a bad light.
    """
    n_groups = groups_per_label(examples)
    is_tried = n_groups[examples.targets] > 1
    tried = examples.take(is_tried)
    if not len(tried):
        return Trial(tried, tuple(tried.logits for _ in PENALTIES))
    usual = int(np.median(n_groups[n_groups > 1]))
    folds = np.full(len(examples), -1)
    folds[is_tried] = make_folds(tried.targets, tried.groups, folds=min(FOLDS, usual), seed=seed)
    paths = [tried.logits.astype(np.float64) for _ in PENALTIES]
    every = np.ones(examples.k, np.bool_)
    for fold in range(int(folds.max()) + 1):
        part = folds[is_tried] == fold
        rows = with_constant(tried.vectors[part])
        rest = examples.take(folds != fold)
        for path, weights in zip(
            paths, fit_weights(rest, PENALTIES, is_free=every, tolerance=0.01), strict=True
        ):
            path[part] += rows @ weights.T
    return Trial(tried, tuple(paths))


def groups_per_label(examples: Examples) -> Ints:
    """(k,) how many groups have an example of the label."""
    pairs = np.unique(np.stack([examples.targets, examples.groups]), axis=1)
    return np.bincount(pairs[0], minlength=examples.k)


def choose_path(trial: Trial) -> int:
    """The penalty with the lowest held-out log loss; the default, as long as that may be chance.

    Each is judged at its best temperature, as that is set afterwards.
    """
    targets = trial.examples.targets
    losses = [cross_entropies(path / fit_temperature(path, targets), targets) for path in trial.paths]
    gains = [losses[DEFAULT] - loss for loss in losses]
    best = int(np.argmax([gain.sum() for gain in gains]))
    return best if gains[best].sum() > DOUBT * np.sqrt((gains[best] ** 2).sum()) else DEFAULT


def find_helpful(examples: Examples, held_out: Logits, *, seed: int) -> Bools:
    """(k,) the labels whose correction makes held-out examples more probable, beyond chance.

    First all corrections together against none, each at its best temperature; then one label at a time.
    """
    targets = examples.targets
    is_on = np.zeros(examples.k, np.bool_)
    if not len(examples):
        return is_on
    zero_shot = examples.logits / fit_temperature(examples.logits, targets)
    learned = held_out / fit_temperature(held_out, targets)
    gains = cross_entropies(zero_shot, targets) - cross_entropies(learned, targets)
    if is_beyond_chance(gains, examples.groups, seed=seed):
        for label in np.flatnonzero(examples.counts).tolist():
            is_on[label] = label_gain(examples, held_out, label).sum() > 0
    return is_on


def label_gain(examples: Examples, held_out: Logits, label: int) -> Doubles:
    """(m,) how much an example's log loss falls by that label's correction, all others being on."""
    temperature = fit_temperature(held_out, examples.targets)
    without = held_out.copy()
    without[:, label] = examples.logits[:, label]
    losses = (cross_entropies(logits / temperature, examples.targets) for logits in (without, held_out))
    before, after = losses
    return before - after


def fit_weights(
    examples: Examples, penalties: tuple[float, ...], *, is_free: Bools, tolerance: float
) -> list[Doubles]:
    """The (k, d + 1) weights for each penalty, each started from the one before."""
    design = make_design(with_constant(examples.vectors))
    task = Task(
        examples.logits / SOFTNESS,
        examples.targets,
        importances(examples.counts)[examples.targets],
        is_free & (examples.counts > 0),
    )
    found: list[Doubles] = []
    for penalty in penalties:
        start = found[-1] if found else None
        found.append(solve(design, task, penalty=penalty, tolerance=tolerance, start=start))
    return [SOFTNESS * weights @ design.axes for weights in found]


def importances(counts: Ints) -> Doubles:
    """(k,) how much an example of each label counts: those of rare labels more."""
    present = counts > 0
    weights = np.zeros(len(counts))
    weights[present] = (counts.sum() / (present.sum() * counts[present])) ** BALANCE
    return weights


def with_constant(vectors: Floats) -> Doubles:
    """(m, d + 1): a last column for the bias."""
    constant = np.full((len(vectors), 1), BIAS_SCALE)
    return np.hstack([vectors.astype(np.float64), constant])
