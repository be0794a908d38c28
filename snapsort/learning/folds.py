"""Folds for cross-validation that keep groups together and labels apart."""

from __future__ import annotations

import numpy as np

from snapsort.learning.head import Ints


def make_folds(targets: Ints, groups: Ints, *, folds: int, seed: int) -> Ints:
    """(m,) each example's fold, 0 .. folds-1; a group is never divided, each label is spread evenly.

    Like scikit-learn's StratifiedGroupKFold, but labels may have fewer examples than there are folds. There
    may be fewer folds than asked for, if there are fewer groups. The order of the examples does not matter.

    Args:
        targets: (m,) labels.
        groups: (m,) group numbers.
        seed: which of the many ways to divide.
    """
    group_ids, group_of = np.unique(groups, return_inverse=True)
    label_counts = np.zeros((len(group_ids), int(targets.max()) + 1))
    np.add.at(label_counts, (group_of, targets), 1)
    rarity = label_counts.sum(axis=0)[label_counts.argmax(axis=1)]
    shuffled = np.random.default_rng(seed).permutation(len(group_ids))
    # Large groups first, as they are hard to place; then the rare labels, group by group.
    order = shuffled[np.lexsort((rarity[shuffled], -label_counts[shuffled].sum(axis=1)))]
    folds = min(folds, len(group_ids))
    in_fold, sizes = np.zeros((folds, label_counts.shape[1])), np.zeros(folds)
    fold_of = np.zeros(len(group_ids), np.int64)
    for group in order.tolist():
        own = in_fold @ label_counts[group]  # how much of the group's labels each fold has
        fold = int(np.lexsort((sizes, own))[0])
        fold_of[group] = fold
        in_fold[fold] += label_counts[group]
        sizes[fold] += label_counts[group].sum()
    return np.asarray(fold_of[group_of])
