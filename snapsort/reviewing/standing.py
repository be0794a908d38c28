"""How things stand in a review: one value, replaced as a whole when something changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from snapsort.corrections import Correction, find_said
from snapsort.heads import KeptHead
from snapsort.records import EmbeddedPhoto, Floats, LabelSet
from snapsort.reviewing.pictures import Columns, Pictures
from snapsort.reviewing.request import Limits


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that undo would take back, and how many pictures of it still stand."""

    id: str
    moved: int


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The pictures, what the labels say of them, what the user has said, and when a label is believed.

    Attributes:
        revision: another number whenever pictures or probabilities are others.
        labels: k labels, each with limits of its own.
        head: that made the probabilities; None for zero-shot.
        probabilities: (n, k) float32, so that the page, which has them in this precision, decides the same.
        here: (n,) in whose label's folder each picture lies.
        said: (n,) which label the user said.
        corrections: how many there are for this label set.
        run: what can be taken back; None when there is nothing.
    """

    revision: int
    pictures: Pictures
    labels: LabelSet
    head: KeptHead | None
    probabilities: Floats
    here: Columns
    said: Columns
    corrections: int
    run: LastRun | None

    def __post_init__(self) -> None:
        n = len(self.pictures)
        shapes = (self.probabilities.shape, self.here.shape, self.said.shape)
        if shapes != ((n, len(self.labels.labels)), (n,), (n,)):
            raise ValueError(f"{n} pictures and {len(self.labels.labels)} labels with arrays of {shapes}")


def said_columns(
    photos: Iterable[EmbeddedPhoto], labels: LabelSet, corrections: Iterable[Correction]
) -> Columns:
    """(n,) which label was said of each picture's content; -1 for none."""
    return np.array(find_said(photos, labels, corrections), dtype=np.int32)


def with_limits(labels: LabelSet, limits: Mapping[str, Limits], *, otherwise: Limits) -> LabelSet:
    """The labels with limits of their own: the given ones, else those they have, else the general ones."""
    changed = []
    for label in labels.labels:
        own = limits.get(label.name)
        if own is None:
            own = Limits(
                otherwise.threshold if label.min_probability is None else label.min_probability,
                otherwise.margin if label.min_margin is None else label.min_margin,
            )
        changed.append(replace(label, min_probability=own.threshold, min_margin=own.margin))
    return replace(labels, labels=tuple(changed))


def limits_of(labels: LabelSet) -> dict[str, Limits]:
    """The limits that labels have themselves, by name."""
    return {
        label.name: Limits(label.min_probability, label.min_margin)
        for label in labels.labels
        if label.min_probability is not None and label.min_margin is not None
    }
