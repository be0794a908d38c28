"""What `train` and `learn` share: from new corrections to a head that is kept and reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from snapsort.cli.arguments import ModelArguments
from snapsort.cli.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from snapsort.corrections import Correction, CorrectionSource, Said
    from snapsort.embeddings import Cache, LazyEncoder
    from snapsort.models import ModelSource
    from snapsort.records import LabelSet
    from snapsort.report import Terminal


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a head is learned with: for these labels, on this model's vectors."""

    labels: LabelSet
    source: ModelSource
    model: LazyEncoder
    how: ModelArguments
    places: Places
    terminal: Terminal


def open_lesson(labels: str | None, how: ModelArguments, *, places: Places, terminal: Terminal) -> Lesson:
    """The lesson that the options describe; nothing is loaded yet."""
    from snapsort.cli.tools import open_label_set, open_model

    source, model = open_model(how, places, terminal=terminal)
    return Lesson(open_label_set(labels), source, model, how, places, terminal)


def remember(said: Iterable[Said], lesson: Lesson, *, source: CorrectionSource) -> tuple[Correction, ...]:
    """Put into the store what is new of it; what was new."""
    from snapsort.corrections import Correction, CorrectionStore
    from snapsort.corrections.correction import utc_now

    now = utc_now()
    store = CorrectionStore(lesson.places.corrections_file)
    return store.add(Correction(item, labels=lesson.labels.name, source=source, when=now) for item in said)


def teach_and_keep(lesson: Lesson, *, cache: Cache) -> None:
    """Learn a head from all corrections for these labels, keep it, and say what it is worth."""
    from snapsort.cli.heads import head_model
    from snapsort.cli.tools import embed_options
    from snapsort.corrections import CorrectionStore
    from snapsort.heads import head_file, write_head
    from snapsort.report import report_taught
    from snapsort.teaching.fitting import TeachRequest, teach

    name = head_model(lesson.source, lesson.how)
    corrections = CorrectionStore(lesson.places.corrections_file).read().of(lesson.labels.name)
    taught = teach(
        corrections,
        TeachRequest(lesson.labels, model_name=name, embed=embed_options(lesson.how)),
        model=lesson.model,
        cache=cache,
        watcher=lesson.terminal,
    )
    path = head_file(lesson.places.heads_folder, model=name, label_set=lesson.labels)
    write_head(path, taught.head)
    are_mistakes = all(item.source in ("learn", "review") for item in corrections)
    report_taught(taught, path, are_mistakes=are_mistakes, terminal=lesson.terminal)
