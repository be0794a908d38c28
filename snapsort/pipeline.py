"""The stages in order, from a folder to a plan. Asking changes nothing on disk but the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from snapsort.decide import decide
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.errors import NothingToDo
from snapsort.heads import KeptHead
from snapsort.learning import ThresholdChoice
from snapsort.moving import DiskFolders, PlanTarget, plan_moves
from snapsort.photos import Scan, ScanOptions, scan
from snapsort.records import DecidedPhoto, Decision, Floats, LabelSet, Photo, Plan, Problem
from snapsort.teaching.judge import judge
from snapsort.teaching.promise import mark_reviews, with_promise


class Watcher(Protocol):
    """Whoever is told how far the work is."""

    def progress(self, doing: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        """Watch one stage; what is yielded is called with the number done so far."""
        ...


@dataclass(frozen=True, slots=True)
class SortRequest:
    """What is to be sorted, into which labels, and when a label is believed.

    With a `head`, the labels are those of `learned_labels`. A `promise` takes the place of the limits.
    """

    target: PlanTarget
    labels: LabelSet
    embed: EmbedOptions
    scan: ScanOptions = field(default_factory=ScanOptions)
    min_probability: float = 0.5
    min_margin: float = 0.0
    head: KeptHead | None = None
    promise: ThresholdChoice | None = None


def plan_sort(
    request: SortRequest, *, model: LazyEncoder, model_name: str, cache: Cache, watcher: Watcher
) -> Plan:
    """What sorting would do, with final names.

    Args:
        model_name: id and revision, as they are to be reported.

    Raises:
        NothingToDo: there is no picture, nor a broken one, below the folder.
        ModelUnavailable: the model is needed and cannot be loaded.
    """
    with watcher.progress("looking") as on_progress:
        found = scan(request.target.root, request.scan, on_progress=on_progress)
    if not found.photos and not found.problems:
        raise NothingToDo(f"there are no pictures to sort in {request.target.root}", hint=_why_nothing(found))
    decided, problems = _decide_photos(found.photos, request, model=model, cache=cache, watcher=watcher)
    plan = plan_moves(
        decided,
        target=request.target,
        existing=DiskFolders(),
        problems=(*found.problems, *problems),
        model=model_name,
        labels=request.labels.name,
    )
    return replace(plan, other_files=found.other_files)


def _decide_photos(
    photos: Sequence[Photo], request: SortRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher
) -> tuple[tuple[DecidedPhoto, ...], tuple[Problem, ...]]:
    with watcher.progress("seeing", len(photos)) as on_progress:
        embedded = embed_photos(
            photos, model=model, cache=cache, options=request.embed, on_progress=on_progress
        )
    decisions = _decide(embedded.photos.vectors, request, model=model, cache=cache)
    decided = tuple(
        DecidedPhoto(item.photo, item.fingerprint, decision)
        for item, decision in zip(embedded.photos.photos, decisions, strict=True)
    )
    return decided, embedded.problems


def _decide(
    vectors: Floats, request: SortRequest, *, model: LazyEncoder, cache: Cache
) -> tuple[Decision, ...]:
    probabilities = judge(vectors, request.labels, request.head, model=model, cache=cache)
    if request.promise is not None:
        labels = with_promise(request.labels, request.promise)
        return mark_reviews(decide(probabilities, labels), labels, request.promise)
    return decide(
        probabilities, request.labels, min_probability=request.min_probability, min_margin=request.min_margin
    )


def _why_nothing(found: Scan) -> str:
    others = len(found.other_files)
    return f"{others:,} other files were left alone" if others else "folders of the label set count as sorted"
