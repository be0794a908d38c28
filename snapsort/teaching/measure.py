"""How right sorting would be, measured on a tree that the user has sorted. Nothing moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from snapsort.corrections import fold_folder
from snapsort.decide import Probabilities, decide
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.errors import NothingToDo
from snapsort.heads import KeptHead, learned_labels
from snapsort.learning import (
    Evaluation,
    ThresholdChoice,
    choose_thresholds,
    evaluate,
    group_near_duplicates,
)
from snapsort.learning.head import Ints
from snapsort.pipeline import Watcher
from snapsort.records import Decision, EmbeddedPhotos, LabelSet, Problem
from snapsort.teaching.fitting import label_columns
from snapsort.teaching.judge import judge
from snapsort.teaching.tree import PlacedPhoto, PlacedTree, read_tree

MAX_ERRORS = (0.01, 0.02, 0.05, 0.1)
"""The promises that thresholds are suggested for."""


@dataclass(frozen=True, slots=True)
class MeasureRequest:
    """Which tree is measured, with which labels, as the user wrote them, and with which head."""

    root: Path
    labels: LabelSet
    head: KeptHead | None
    negative: Path | None
    embed: EmbedOptions


@dataclass(frozen=True, slots=True)
class MeasuredPhoto:
    """A picture, the label that its place says, and what would be decided."""

    path: Path
    truth: str
    decision: Decision

    @property
    def is_right(self) -> bool:
        """Whether the label that wins is the true one."""
        return self.decision.label == self.truth


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a sorted tree says about the labels, the model and the head.

    Attributes:
        photos: in path order; rows of the evaluations.
        labels: with those of the head.
        with_head: by the head where there is one; pictures that it was learned from are judged by heads that
            had not seen them.
        without_head: zero-shot; None when there is no head.
        seen: how many of the pictures the head was learned from.
        thresholds: the suggested ones, a promise each.
        unknown: pictures in folders that no label has, left out, by folder.
        problems: pictures that cannot be read, left out.
    """

    photos: tuple[MeasuredPhoto, ...]
    labels: LabelSet
    with_head: Evaluation
    without_head: Evaluation | None
    seen: int
    thresholds: tuple[ThresholdChoice, ...]
    unknown: Mapping[PurePosixPath, int]
    problems: tuple[Problem, ...]


def measure(request: MeasureRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher) -> Measured:
    """Measure what sorting would make of a tree that is sorted already.

    Raises:
        NothingToDo: no picture lies in a folder of a label.
        UsageError: all pictures lie in one place.
    """
    head = request.head
    labels = request.labels if head is None else learned_labels(request.labels, head)
    tree = read_tree(request.root, labels, negative=request.negative, cache=cache, watcher=watcher)
    placed, unknown = _known_only(tree.photos, labels)
    with watcher.progress("reading", len(placed)) as on_progress:
        embedded = embed_photos(
            [item.photo for item in placed],
            model=model,
            cache=cache,
            options=request.embed,
            on_progress=on_progress,
        )
    photos = embedded.photos
    if not photos.photos:
        raise NothingToDo(f"no picture in {request.root} lies in a folder of {request.labels.name}")
    zero_shot = judge(photos.vectors, labels, None, model=model, cache=cache)
    targets = _find_targets(photos, placed, labels, zero_shot)
    judged = _judge_unseen(photos, labels, head, model=model, cache=cache)
    return Measured(
        photos=_measured(photos, judged.probabilities, targets, labels),
        labels=labels,
        with_head=evaluate(judged.probabilities, targets),
        without_head=None if head is None else evaluate(zero_shot, targets),
        seen=judged.seen,
        thresholds=_suggest_thresholds(judged.probabilities, targets, labels, photos),
        unknown=unknown,
        problems=_all_problems(tree, embedded.problems),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    probabilities: Probabilities
    seen: int


def _known_only(
    photos: Iterable[PlacedPhoto], labels: LabelSet
) -> tuple[list[PlacedPhoto], dict[PurePosixPath, int]]:
    columns = label_columns(labels)
    known: list[PlacedPhoto] = []
    unknown: dict[PurePosixPath, int] = {}
    for item in photos:
        if item.folder is None or fold_folder(item.folder) in columns:
            known.append(item)
        else:
            unknown[item.folder] = unknown.get(item.folder, 0) + 1
    return known, unknown


def _find_targets(
    photos: EmbeddedPhotos, placed: Iterable[PlacedPhoto], labels: LabelSet, zero_shot: Probabilities
) -> Ints:
    """(n,) the true label's column. Of several negatives, the one that fits the picture best."""
    columns = label_columns(labels)
    folders = {item.photo.path: item.folder for item in placed}
    negatives = [column for column, label in enumerate(labels.labels) if label.is_negative]
    targets = []
    for row, item in enumerate(photos.photos):
        folder = folders[item.photo.path]
        fits_best = negatives[int(zero_shot[row, negatives].argmax())]
        targets.append(fits_best if folder is None else columns[fold_folder(folder)])
    return np.array(targets, dtype=np.int64)


def _judge_unseen(
    photos: EmbeddedPhotos, labels: LabelSet, head: KeptHead | None, *, model: LazyEncoder, cache: Cache
) -> _Judged:
    """Probabilities by the head, and for what it was learned from, by heads that had not seen it."""
    probabilities = judge(photos.vectors, labels, head, model=model, cache=cache)
    if head is None:
        return _Judged(probabilities, 0)
    held_out = head.held_out.rows
    seen = [row for row, item in enumerate(photos.photos) if item.fingerprint in held_out]
    rows = [held_out[photos.photos[row].fingerprint] for row in seen]
    probabilities[seen] = head.held_out.probabilities[rows]
    # They are kept in float32, which sums to 1 only roughly.
    return _Judged(probabilities / probabilities.sum(axis=1, keepdims=True), len(seen))


def _measured(
    photos: EmbeddedPhotos, probabilities: Probabilities, targets: Ints, labels: LabelSet
) -> tuple[MeasuredPhoto, ...]:
    decisions = decide(probabilities, labels)
    return tuple(
        MeasuredPhoto(item.photo.path, labels.labels[target].name, decision)
        for item, target, decision in zip(photos.photos, targets.tolist(), decisions, strict=True)
    )


def _suggest_thresholds(
    probabilities: Probabilities, targets: Ints, labels: LabelSet, photos: EmbeddedPhotos
) -> tuple[ThresholdChoice, ...]:
    is_negative = np.array([label.is_negative for label in labels.labels])
    groups = group_near_duplicates(photos.vectors)
    return tuple(
        choose_thresholds(probabilities, targets, is_negative, max_error=max_error, groups=groups)
        for max_error in MAX_ERRORS
    )


def _all_problems(tree: PlacedTree, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted((*tree.problems, *problems), key=lambda problem: problem.path.parts))
