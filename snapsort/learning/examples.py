"""What is learned from: pictures whose label is known, checked once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.decide import Logits
from snapsort.learning.head import Bools, Ints
from snapsort.records import Floats, check_unit_rows


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """m pictures: what they look like, what zero-shot says of them, and what they are.

    Attributes:
        vectors: (m, d) float32, unit rows.
        logits: (m, k) zero-shot.
        targets: (m,) in 0 .. k-1.
        groups: (m,); near-duplicates and bursts share one.
    """

    vectors: Floats
    logits: Logits
    targets: Ints
    groups: Ints

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def k(self) -> int:
        """How many labels there are, with or without examples."""
        return int(self.logits.shape[1])

    @property
    def counts(self) -> Ints:
        """(k,) examples of each label."""
        return np.bincount(self.targets, minlength=self.k)

    def take(self, rows: Bools | Ints) -> Examples:
        """Those of the examples."""
        return Examples(
            np.ascontiguousarray(self.vectors[rows]), self.logits[rows], self.targets[rows], self.groups[rows]
        )


def check_examples(examples: Examples) -> None:
    """Raise ValueError for what nothing can be learned from.

    That is: no example, shapes that do not fit, a number that is not finite, a target out of
    range, one vector with two labels.
    """
    m, targets = len(examples), examples.targets
    if m == 0:
        raise ValueError("there is no example to learn from")
    lengths = {len(examples.vectors), len(examples.logits), len(examples.groups), m}
    if len(lengths) > 1 or examples.logits.ndim != 2:
        raise ValueError(f"{m} targets, but other arrays of {sorted(lengths - {m})} rows")
    check_unit_rows(examples.vectors)
    if not np.all(np.isfinite(examples.logits)):
        raise ValueError("zero-shot logits that are not finite")
    if targets.min() < 0 or targets.max() >= examples.k:
        raise ValueError(f"targets from {targets.min()} to {targets.max()} for {examples.k} labels")
    _check_one_label_each(examples.vectors, targets)


def _check_one_label_each(vectors: Floats, targets: Ints) -> None:
    seen: dict[bytes, int] = {}
    for row, (vector, target) in enumerate(zip(vectors, targets.tolist(), strict=True)):
        other = seen.setdefault(vector.tobytes(), target)
        if other != target:
            raise ValueError(
                f"example {row} looks exactly like another one that has label {other}, not {target}"
            )
