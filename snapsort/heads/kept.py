"""A head with what it was made for and of."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np

from snapsort.decide import Probabilities
from snapsort.errors import HeadError
from snapsort.learning import Head
from snapsort.learning.head import Ints
from snapsort.records import Fingerprint, Label, LabelSet


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """What heads that had not seen a correction said of it: the evidence behind thresholds and figures.

    Attributes:
        fingerprints: m contents.
        targets: (m,) the label that each belongs to.
        groups: (m,) near-duplicates share one.
        probabilities: (m, k) by cross-validation, row for row.

    Raises:
        ValueError: rows that do not fit each other, or are no probabilities.
    """

    fingerprints: tuple[Fingerprint, ...]
    targets: Ints
    groups: Ints
    probabilities: Probabilities

    def __post_init__(self) -> None:
        m = len(self.fingerprints)
        shapes = (self.targets.shape, self.groups.shape, self.probabilities.shape[:1])
        if self.probabilities.ndim != 2 or set(shapes) != {(m,)}:
            raise ValueError(f"{m} contents with targets, groups and probabilities of shapes {shapes}")
        if m and not 0 <= self.targets.min() <= self.targets.max() < self.probabilities.shape[1]:
            raise ValueError(f"targets beyond the {self.probabilities.shape[1]} labels")
        if not np.allclose(self.probabilities.sum(axis=1), 1, rtol=0, atol=1e-4):  # false for NaN as well
            raise ValueError("held-out probabilities do not sum to 1")

    @property
    def rows(self) -> dict[Fingerprint, int]:
        """The row of each content."""
        return {content: row for row, content in enumerate(self.fingerprints)}


@dataclass(frozen=True, slots=True, eq=False)
class KeptHead:
    """A head, the model and the label set it belongs to, and its evidence.

    Attributes:
        model: which vectors it was learned on.
        labels: name of the label set.
        labels_key: `labels_key` of the label set as the user wrote it.
        folders: (k,) of the labels, in the head's order; those that come after the label set's were learned.
        made: UTC, ISO 8601.
    """

    model: str
    labels: str
    labels_key: str
    folders: tuple[PurePosixPath | None, ...]
    made: str
    head: Head
    held_out: HeldOut

    def __post_init__(self) -> None:
        k = len(self.head.names)
        if len(self.folders) != k or self.held_out.probabilities.shape[1:] != (k,):
            raise ValueError(f"{k} labels, {len(self.folders)} folders, {self.held_out.probabilities.shape}")
        for folder in self.folders:
            # A head may come from somebody else: no label in it may lead out of the target.
            if folder is not None and (folder.is_absolute() or ".." in folder.parts or not folder.parts):
                raise ValueError(f"the folder {str(folder)!r} leads out of the target")


def labels_key(label_set: LabelSet) -> str:
    """16 hexadecimal digits that change with names, folders, prompts, weights and their order."""
    content = [
        [label.name, None if label.folder is None else str(label.folder), list(label.prompts), label.weight]
        for label in label_set.labels
    ]
    return hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()[:16]


def head_file(folder: Path, *, model: str, label_set: LabelSet) -> Path:
    """Where the head for this model and label set is kept."""
    name = re.sub(r"[^\w-]+", "-", label_set.name, flags=re.ASCII).strip("-")[:40] or "labels"
    models_part = hashlib.sha256(model.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return folder / f"{name}-{labels_key(label_set)[:8]}-{models_part}.npz"


def check_fits(kept: KeptHead, *, model: str, label_set: LabelSet, where: Path) -> None:
    """Raise HeadError unless the head was learned for this model and this label set."""
    if kept.model != model:
        raise HeadError(
            f"the head {where} was learned for the model {kept.model}, not for {model}",
            hint="use that model, or learn again with this one (`snapsort learn`), or --head off",
        )
    if kept.labels_key != labels_key(label_set):
        raise HeadError(
            f"the head {where} was learned for other labels ({kept.labels}) than these ({label_set.name}): "
            "names, folders, prompts or weights differ",
            hint="use those labels, or learn again with these (`snapsort learn`), or --head off",
        )


def learned_labels(label_set: LabelSet, kept: KeptHead) -> LabelSet:
    """The label set with the labels that exist only in the head; they have no prompts."""
    known = len(label_set.labels)
    if kept.head.names[:known] != tuple(label.name for label in label_set.labels):
        raise ValueError(f"a head for {kept.head.names} with the labels of {label_set.name}")
    new = zip(kept.head.names[known:], kept.folders[known:], strict=True)
    return replace(label_set, labels=(*label_set.labels, *(Label(name, (), folder) for name, folder in new)))
