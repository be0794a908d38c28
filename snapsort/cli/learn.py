"""`snapsort learn`: learn from what the user has dragged elsewhere, or from a corrections file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments
from snapsort.cli.options import FILE, labels_option, model_options, output_options

if TYPE_CHECKING:
    from snapsort.cli.teaching import Lesson
    from snapsort.embeddings import Cache


@click.command("learn")
@labels_option
@click.option("--from", "file", type=FILE, metavar="FILE", help="Learn from this corrections file instead.")
@click.option(
    "--agree",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Take what was left in place for so many days for right.  [default: it says nothing]",
)
@model_options
@output_options
def command(
    labels: str | None,
    *,
    file: Path | None,
    agree: int | None,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Learn from the pictures that you dragged elsewhere after sorting.

    \b
      snapsort learn                      compare every run with where its pictures are now
      snapsort learn --labels everyday    the runs with these labels
      snapsort learn --from right.jsonl   lines of {"path": "IMG_1.jpg", "label": "receipts"}

    A picture in another label's folder belongs there; one that was moved back or out belongs to no label; one
    that is gone says nothing. Pictures are found by their content. No file is moved or changed.
    """
    from snapsort.cli.places import find_places
    from snapsort.cli.teaching import open_lesson, teach_and_keep
    from snapsort.cli.tools import open_cache
    from snapsort.report import Terminal

    if file is not None and agree is not None:
        raise click.UsageError("--from and --agree exclude each other.")
    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    lesson = open_lesson(labels, how, places=places, terminal=terminal)
    with open_cache(how, places, terminal=terminal) as cache:
        if file is not None:
            problems = _learn_from_file(file, lesson)
        else:
            problems = _learn_from_runs(agree, lesson, cache)
        teach_and_keep(lesson, cache=cache)
    return 1 if problems else 0


def _learn_from_file(file: Path, lesson: Lesson) -> int:
    from snapsort.cli.teaching import remember
    from snapsort.report import report_new_corrections, report_unread
    from snapsort.teaching.imported import read_corrections_file

    imported = read_corrections_file(file, lesson.labels)
    new = remember(imported.said, lesson, source="file")
    report_new_corrections(new, of=len(imported.said), terminal=lesson.terminal)
    report_unread(imported.problems, terminal=lesson.terminal)
    return len(imported.problems)


def _learn_from_runs(agree: int | None, lesson: Lesson, cache: Cache) -> int:
    from datetime import timedelta

    from snapsort.cli.teaching import remember
    from snapsort.corrections import CorrectionStore, with_folders
    from snapsort.moving import list_runs
    from snapsort.report import report_dragged, report_new_corrections
    from snapsort.teaching.dragged import LearnOptions, find_dragged

    known = CorrectionStore(lesson.places.corrections_file).read().of(lesson.labels.name)
    folders = with_folders(lesson.labels, (item.said.folder for item in known if item.said.folder)).folders
    options = LearnOptions(
        labels=lesson.labels.name,
        folders=folders,
        known={item.said.fingerprint: item for item in known},
        agree_after=None if agree is None else timedelta(days=agree),
    )
    runs = list_runs(lesson.places.journals)
    dragged = find_dragged(runs, options, cache=cache)
    new = remember(dragged.said, lesson, source="learn")
    new += remember(dragged.agreed, lesson, source="agree")
    # Runs without labels moved duplicates or gave numbers.
    others = {run.journal.header.labels for run in runs} - {lesson.labels.name, ""}
    report_dragged(dragged, other_labels=others, terminal=lesson.terminal)
    report_new_corrections(new, of=len(dragged.said) + len(dragged.agreed), terminal=lesson.terminal)
    return 0
