"""From corrections to a head: choose how much to learn, learn, and keep what helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from snapsort.decide import Logits, Probabilities, softmax
from snapsort.learning.examples import Examples, check_examples
from snapsort.learning.folds import make_folds
from snapsort.learning.head import Head, Ints, head_probabilities
from snapsort.learning.learn import BIAS_SCALE, ENOUGH, FOLDS, apply_learned, learn, sample_rows
from snapsort.learning.memory import no_memory, remember_missed
from snapsort.learning.report import FitReport
from snapsort.learning.reporting import make_report, named_figures
from snapsort.records import Floats


@dataclass(frozen=True, slots=True, eq=False)
class FittedHead:
    """A head, what it is worth, and what it says of each example when that was held out.

    Attributes:
        held_out: (m, k) probabilities by cross-validation of the whole procedure; `choose_thresholds` and
            `evaluate` take them.
    """

    head: Head
    report: FitReport
    held_out: Probabilities


def fit_head(
    vectors: Floats,
    logits: Logits,
    targets: Ints,
    *,
    names: Sequence[str],
    groups: Ints,
    seed: int = 0,
) -> FittedHead:
    """Learn a correction of zero-shot from examples, and find out where it helps.

    Multinomial logistic regression around the zero-shot logits (`solve`). Labels without an example keep
    their zero-shot score. Examples that the result still gets wrong are remembered; of one label alone no
    more than that can be learned.

    Args:
        vectors: (m, d) float32, unit rows.
        logits: (m, k), zero-shot: `scale * cosine + log(weight)`.
        targets: (m,) in 0 .. k-1.
        names: k label names.
        groups: (m,); near-duplicates and bursts share one.
        seed: how examples are divided into folds.

    Raises:
        ValueError: no examples, one vector with two labels, or arrays that do not fit.
    """
    examples = Examples(vectors, logits, targets, groups)
    check_examples(examples)
    if len(names) != examples.k:
        raise ValueError(f"{len(names)} names for {examples.k} labels")
    learned = learn(examples, seed=seed)
    held_out = _cross_validate(examples, seed=seed)
    report = make_report(examples, held_out, learned, names, seed=seed)
    head = Head(
        names=tuple(names),
        weights=learned.weights[:, :-1].astype(np.float32),
        biases=(BIAS_SCALE * learned.weights[:, -1]).astype(np.float32),
        is_on=learned.is_on,
        counts=examples.counts,
        memory=no_memory(vectors.shape[1]),
        temperature=learned.temperature,
        figures=named_figures(report),
    )
    memory = remember_missed(vectors, head_probabilities(head, vectors, logits), targets)
    return FittedHead(replace(head, memory=memory), report, softmax(held_out))


def _cross_validate(examples: Examples, *, seed: int) -> Logits:
    """(m, k) logits over temperature, each by the whole procedure on the other folds, choices included.

    Of many thousands a sample is learned from, so what is found is rather too low than too high.
    """
    folds = make_folds(examples.targets, examples.groups, folds=FOLDS, seed=seed + 1)
    held_out = examples.logits.astype(np.float64)
    for fold in range(int(folds.max()) + 1):
        rest = examples.take(folds != fold)
        if len(np.unique(rest.targets)) > 1:
            sample = rest.take(sample_rows(rest, ENOUGH, seed=seed))
            held_out[folds == fold] = apply_learned(learn(sample, seed=seed), examples.take(folds == fold))
    return held_out
