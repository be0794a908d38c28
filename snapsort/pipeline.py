"""The stages in order, from a folder to a plan. Asking changes nothing on disk but the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from snapsort.corrections import NOTHING, Correction, find_said
from snapsort.decide import Probabilities, decide, decide_as_said
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.errors import NothingToDo
from snapsort.heads import KeptHead
from snapsort.learning import ThresholdChoice
from snapsort.moving import (
    DiskFolders,
    JournalFolder,
    PlanTarget,
    WithoutPrefixes,
    find_written_prefixes,
    number_moves,
    plan_moves,
)
from snapsort.photos import Scan, ScanOptions, scan
from snapsort.ranking import rank_moves
from snapsort.records import DecidedPhoto, Decision, EmbeddedPhotos, LabelSet, Plan
from snapsort.teaching.judge import judge
from snapsort.teaching.promise import mark_reviews, with_promise
from snapsort.words import EXCLUDE_HINT, LEFT_WORDS, count


class Watcher(Protocol):
    """Whoever is told how far the work is."""

    def progress(self, doing: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        """Watch one stage; what is yielded is called with the number done so far."""
        ...


@dataclass(frozen=True, slots=True)
class SortRequest:
    """What is to be sorted, into which labels, and when a label is believed.

    With a `head`, the labels are those of `learned_labels`. A `promise` takes the place of the limits.

    Attributes:
        corrections: what the user has said about pictures; it counts more than what the labels say.
        is_ranked: whether the plan is to say each picture's place in the similarity order of its folder.
        numbers: given when these places are to stand in front of the names: the journals that tell which
            numbers snapsort has put there before.
    """

    target: PlanTarget
    labels: LabelSet
    embed: EmbedOptions
    scan: ScanOptions = field(default_factory=ScanOptions)
    min_probability: float = 0.5
    min_margin: float = 0.0
    head: KeptHead | None = None
    promise: ThresholdChoice | None = None
    corrections: tuple[Correction, ...] = ()
    is_ranked: bool = False
    numbers: JournalFolder | None = None


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
    with watcher.progress("scanning") as on_progress:
        found = scan(request.target.root, request.scan, known=cache, on_progress=on_progress)
    if not found.photos and not found.problems:
        raise NothingToDo(
            f"there are no pictures to sort in {request.target.root}", hint=_why_nothing(found, request.scan)
        )
    with watcher.progress("reading", len(found.photos)) as on_progress:
        embedded = embed_photos(
            found.photos, model=model, cache=cache, options=request.embed, on_progress=on_progress
        )
    probabilities = judge(embedded.photos.vectors, request.labels, request.head, model=model, cache=cache)
    decisions = _as_said(_decide(probabilities, request), embedded.photos, probabilities, request)
    plan = _plan(embedded.photos, decisions, request)
    problems = sorted((*found.problems, *embedded.problems), key=lambda problem: problem.path.parts)
    return replace(
        plan,
        other_files=found.other_files,
        left_folders=found.left_folders,
        problems=tuple(problems),
        model=model_name,
    )


def _plan(embedded: EmbeddedPhotos, decisions: Sequence[Decision], request: SortRequest) -> Plan:
    """The plan without its problems, ranked and numbered where that is asked for.

    Ordering costs the start of a compiler and, in folders of thousands, seconds: only who looks pays for it.
    """
    decided = [
        DecidedPhoto(item.photo, item.fingerprint, decision)
        for item, decision in zip(embedded.photos, decisions, strict=True)
    ]
    target, existing = request.target, DiskFolders()
    if request.numbers is not None:
        written = find_written_prefixes(embedded.photos, journals=request.numbers, folder=target.root)
        target = replace(target, written=written)
    plan = plan_moves(
        decided,
        target=target,
        existing=existing if request.numbers is None else WithoutPrefixes(existing),
        problems=(),
        model="",
        labels=request.labels.name,
    )
    if request.is_ranked or request.numbers is not None:
        plan = rank_moves(plan, embedded)
    return plan if request.numbers is None else number_moves(plan, existing)


def _decide(probabilities: Probabilities, request: SortRequest) -> tuple[Decision, ...]:
    if request.promise is not None:
        labels = with_promise(request.labels, request.promise)
        return mark_reviews(decide(probabilities, labels), labels, request.promise)
    return decide(
        probabilities, request.labels, min_probability=request.min_probability, min_margin=request.min_margin
    )


def _as_said(
    decisions: tuple[Decision, ...],
    photos: EmbeddedPhotos,
    probabilities: Probabilities,
    request: SortRequest,
) -> tuple[Decision, ...]:
    """The decisions, but for pictures of which the user has said where they belong."""
    labels = request.labels.labels
    said = find_said(photos.photos, request.labels, request.corrections)
    return tuple(
        decision
        if column == NOTHING
        else decide_as_said(decision, labels[column], float(probabilities[row, column]))
        for row, (decision, column) in enumerate(zip(decisions, said, strict=True))
    )


def _why_nothing(found: Scan, options: ScanOptions) -> str:
    parts = [f"{folder.path} {LEFT_WORDS[folder.reason]}" for folder in found.left_folders]
    if found.other_files:
        parts.append(f"{count(len(found.other_files), 'file')} of other kinds")
    left = [f"left alone: {'; '.join(parts)}"] if parts else []
    return "; ".join(left + ([EXCLUDE_HINT] if options.exclude else []))
