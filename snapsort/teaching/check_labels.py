"""What is wrong with a label set, as far as its prompts and a folder of unsorted pictures show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from snapsort.decide import Probabilities
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_labels, embed_photos
from snapsort.errors import NothingToDo
from snapsort.learning.head import Ints
from snapsort.photos import ScanOptions, scan
from snapsort.pipeline import Watcher
from snapsort.records import Floats, Label, LabelSet, Problem
from snapsort.teaching.judge import judge

TWIN_COSINE = 0.95
"""Prompts of two labels that are closer than this say the same to the model."""

RIVAL_SHARE = 0.9
"""A label loses to one other when so much of where it is second goes to that one."""

RIVAL_LEAST = 3
"""Fewer defeats are chance."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two prompts of different labels that the model hardly tells apart."""

    first: str
    first_label: str
    second: str
    second_label: str
    cosine: float


@dataclass(frozen=True, slots=True)
class LabelCheck:
    """How one label fares on the pictures.

    Attributes:
        wins: pictures that it wins.
        seconds: pictures that it is second on.
        rival: the label that nearly always wins where this one is second, when this one never wins.
    """

    label: Label
    wins: int
    seconds: int
    rival: str | None


@dataclass(frozen=True, slots=True)
class PromptCheck:
    """What one prompt of several contributes: the share of all pictures whose winner changes without it."""

    label: str
    prompt: str
    changed: float


@dataclass(frozen=True, slots=True)
class LabelSetCheck:
    """What was found; all in label order, twins with the closest first.

    `photos` is how many pictures it is based on; `has_negative` whether anything can stay in place.
    """

    photos: int
    has_negative: bool
    twins: tuple[Twins, ...]
    labels: tuple[LabelCheck, ...]
    prompts: tuple[PromptCheck, ...]
    problems: tuple[Problem, ...]


def check_label_set(
    label_set: LabelSet,
    root: Path,
    *,
    options: EmbedOptions,
    model: LazyEncoder,
    cache: Cache,
    watcher: Watcher,
) -> LabelSetCheck:
    """Try a label set on the pictures below a folder.

    Raises:
        NothingToDo: there is no picture below it.
    """
    with watcher.progress("scanning") as on_progress:
        found = scan(root, ScanOptions(), known=cache, on_progress=on_progress)
    with watcher.progress("reading", len(found.photos)) as on_progress:
        embedded = embed_photos(
            found.photos, model=model, cache=cache, options=options, on_progress=on_progress
        )
    vectors = embedded.photos.vectors
    if not len(vectors):
        raise NothingToDo(f"there are no pictures in {root} to try the labels on")
    probabilities = judge(vectors, label_set, None, model=model, cache=cache)
    return LabelSetCheck(
        photos=len(vectors),
        has_negative=any(label.is_negative for label in label_set.labels),
        twins=tuple(_find_twins(label_set, model=model, cache=cache)),
        labels=tuple(_check_labels(label_set, probabilities)),
        prompts=tuple(_check_prompts(label_set, vectors, model=model, cache=cache)),
        problems=(*found.problems, *embedded.problems),
    )


def _find_twins(label_set: LabelSet, *, model: LazyEncoder, cache: Cache) -> list[Twins]:
    single = [
        replace(label, name=prompt, prompts=(prompt,))
        for label in label_set.labels
        for prompt in label.prompts
    ]
    owners = [label.name for label in label_set.labels for _ in label.prompts]
    vectors = embed_labels(replace(label_set, labels=tuple(single)), model=model, cache=cache).vectors
    cosines = vectors @ vectors.T
    twins = [
        Twins(single[a].name, owners[a], single[b].name, owners[b], float(cosines[a, b]))
        for a, b in combinations(range(len(single)), 2)
        if owners[a] != owners[b] and cosines[a, b] >= TWIN_COSINE
    ]
    return sorted(twins, key=lambda twin: -twin.cosine)


def _check_labels(label_set: LabelSet, probabilities: Probabilities) -> Iterator[LabelCheck]:
    best_two = np.argsort(-probabilities, axis=1, kind="stable")[:, :2]
    for column, label in enumerate(label_set.labels):
        wins = int((best_two[:, 0] == column).sum())
        winners = best_two[best_two[:, 1] == column, 0]
        rival = None if wins else _find_rival(winners, label_set.labels)
        yield LabelCheck(label, wins=wins, seconds=len(winners), rival=rival)


def _find_rival(winners: Ints, labels: Sequence[Label]) -> str | None:
    if len(winners) < RIVAL_LEAST:
        return None
    counts = np.bincount(winners, minlength=len(labels))
    first = int(counts.argmax())
    return labels[first].name if counts[first] >= RIVAL_SHARE * len(winners) else None


def _check_prompts(
    label_set: LabelSet, vectors: Floats, *, model: LazyEncoder, cache: Cache
) -> Iterator[PromptCheck]:
    """Leave one prompt out at a time; a label's only prompt cannot be left out."""
    winners = judge(vectors, label_set, None, model=model, cache=cache).argmax(axis=1)
    for column, label in enumerate(label_set.labels):
        for prompt in label.prompts if len(label.prompts) > 1 else ():
            fewer = replace(label, prompts=tuple(other for other in label.prompts if other != prompt))
            labels = (*label_set.labels[:column], fewer, *label_set.labels[column + 1 :])
            without = judge(vectors, replace(label_set, labels=labels), None, model=model, cache=cache)
            changed = float((without.argmax(axis=1) != winners).mean())
            yield PromptCheck(label.name, prompt, changed)
