"""All corrections for one label set become a head, with the evidence for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from snapsort.corrections import Correction, fold_folder, with_folders
from snapsort.corrections.correction import utc_now
from snapsort.decide import Logits
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.errors import NothingToDo
from snapsort.heads import HeldOut, KeptHead, labels_key
from snapsort.learning import FitReport, FittedHead, fit_head, group_near_duplicates
from snapsort.learning.head import Ints
from snapsort.pipeline import Watcher
from snapsort.records import LabelSet
from snapsort.teaching.judge import see_logits
from snapsort.teaching.lookalikes import Lookalikes, drop_lookalikes
from snapsort.teaching.seen import SeenCorrections, see_corrections


@dataclass(frozen=True, slots=True)
class TeachRequest:
    """For which labels, as the user wrote them, and on which model's vectors a head is learned."""

    labels: LabelSet
    model_name: str
    embed: EmbedOptions
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A head, what it is worth, and the corrections that could not be used for it."""

    head: KeptHead
    report: FitReport
    gone: tuple[Correction, ...]
    lookalikes: tuple[Lookalikes, ...]


def teach(
    corrections: Sequence[Correction],
    request: TeachRequest,
    *,
    model: LazyEncoder,
    cache: Cache,
    watcher: Watcher,
) -> Taught:
    """The head that the corrections make, whatever their order.

    Raises:
        NothingToDo: there are no corrections, or their pictures are gone.
        ModelUnavailable: the model is needed and cannot be loaded.
    """
    if not corrections:
        raise NothingToDo(
            f"there are no corrections for the labels {request.labels.name}",
            hint="put pictures that snapsort sorted where they belong, then learn; "
            "or `snapsort train DIR` takes them from a folder that is in order already",
        )
    ordered = sorted(corrections, key=lambda item: item.said.fingerprint)
    seen = see_corrections(ordered, model=model, cache=cache, options=request.embed, watcher=watcher)
    if not seen.corrections:
        raise NothingToDo(
            f"the pictures of all {len(corrections):,} corrections are gone", hint="snapsort corrections"
        )
    used, lookalikes = drop_lookalikes(seen, group_near_duplicates(seen.vectors))
    labels = with_folders(request.labels, (item.said.folder for item in used.corrections if item.said.folder))
    logits = see_logits(used.vectors, labels, model=model, cache=cache)
    fitted, held_out = _fit(used, labels, logits, seed=request.seed)
    kept = KeptHead(
        model=request.model_name,
        labels=request.labels.name,
        labels_key=labels_key(request.labels),
        folders=tuple(label.folder for label in labels.labels),
        made=utc_now(),
        head=fitted.head,
        held_out=held_out,
    )
    return Taught(kept, fitted.report, seen.gone, lookalikes)


def find_targets(corrections: Iterable[Correction], labels: LabelSet, logits: Logits) -> Ints:
    """(m,) the label of each correction. Of several negatives, the one that fits the picture best."""
    columns = label_columns(labels)
    negatives = [column for column, label in enumerate(labels.labels) if label.is_negative]
    targets = [
        columns[fold_folder(item.said.folder)]
        if item.said.folder is not None
        else negatives[int(logits[row, negatives].argmax())]
        for row, item in enumerate(corrections)
    ]
    return np.array(targets, dtype=np.int64)


def label_columns(labels: LabelSet) -> Mapping[tuple[str, ...], int]:
    """The column of the label that each folder, folded, belongs to."""
    return {
        fold_folder(label.folder): column
        for column, label in enumerate(labels.labels)
        if label.folder is not None
    }


def _fit(used: SeenCorrections, labels: LabelSet, logits: Logits, *, seed: int) -> tuple[FittedHead, HeldOut]:
    targets = find_targets(used.corrections, labels, logits)
    groups = group_near_duplicates(used.vectors)
    names = [label.name for label in labels.labels]
    fitted = fit_head(used.vectors, logits, targets, names=names, groups=groups, seed=seed)
    contents = tuple(item.said.fingerprint for item in used.corrections)
    return fitted, HeldOut(contents, targets, groups, fitted.held_out)
