"""`snapsort train DIR`: learn from a tree that the user has put right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments
from snapsort.cli.options import FOLDER, labels_option, model_options, output_options

if TYPE_CHECKING:
    from snapsort.cli.teaching import Lesson
    from snapsort.embeddings import Cache


@click.command("train")
@click.argument("directory", metavar="DIR", type=FOLDER)
@labels_option
@click.option(
    "--negative", metavar="FOLDER", help="Folder in DIR of what is no label.  [default: DIR itself]"
)
@click.option(
    "--suggest",
    type=click.IntRange(min=1),
    metavar="N",
    help="Learn nothing; name the N pictures in DIR whose label would teach most.",
)
@model_options
@output_options
def command(
    directory: Path,
    labels: str | None,
    *,
    negative: str | None,
    suggest: int | None,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Learn from a folder that you have put right: what lies in receipts/ are receipts.

    \b
      snapsort train ~/Sorted                    from then on sorting does as you do
      snapsort train ~/Sorted --negative rest    what is no label lies in ~/Sorted/rest
      snapsort train ~/Downloads --suggest 20    which pictures to put right first

    Folders that no label has become labels of their own. No file is moved or changed.
    """
    from snapsort.cli.places import find_places
    from snapsort.cli.teaching import open_lesson
    from snapsort.cli.tools import folder_to_read, open_cache
    from snapsort.report import Terminal

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    lesson = open_lesson(labels, how, places=places, terminal=terminal)
    root = folder_to_read(directory, places)
    with open_cache(how, places, terminal=terminal) as cache:
        if suggest is not None:
            return _suggest(root, suggest, lesson, cache)
        return _train(root, root / negative if negative else None, lesson, cache)


def _train(root: Path, negative: Path | None, lesson: Lesson, cache: Cache) -> int:
    from snapsort.cli.teaching import remember, teach_and_keep
    from snapsort.cli.tools import embed_options
    from snapsort.embeddings import embed_photos
    from snapsort.report import report_new_corrections, report_unread
    from snapsort.teaching.tree import collect_said, read_tree

    terminal = lesson.terminal
    tree = read_tree(root, lesson.labels, negative=negative, cache=cache, watcher=terminal)
    photos = [placed.photo for placed in tree.photos]
    with terminal.progress("reading", len(photos)) as on_progress:
        embedded = embed_photos(
            photos,
            model=lesson.model,
            cache=cache,
            options=embed_options(lesson.how),
            on_progress=on_progress,
        )
    says = collect_said(tree.photos, embedded.photos.photos)
    new = remember(says.said, lesson, source="train")
    report_new_corrections(new, of=len(says.said), contradictions=says.contradictions, terminal=terminal)
    report_unread((*tree.problems, *embedded.problems), terminal=terminal)
    teach_and_keep(lesson, cache=cache)
    return 1 if tree.problems or embedded.problems else 0


def _suggest(root: Path, most: int, lesson: Lesson, cache: Cache) -> int:
    from snapsort.cli.heads import head_model, open_head
    from snapsort.cli.tools import embed_options
    from snapsort.corrections import CorrectionStore
    from snapsort.errors import NothingToDo
    from snapsort.report import report_suggestions
    from snapsort.teaching.suggesting import SuggestRequest, suggest_photos

    head = open_head("auto", lesson.labels, model=head_model(lesson.source, lesson.how), places=lesson.places)
    corrections = CorrectionStore(lesson.places.corrections_file).read().of(lesson.labels.name)
    request = SuggestRequest(
        root=root,
        labels=lesson.labels,
        head=head,
        known=frozenset(item.said.fingerprint for item in corrections),
        embed=embed_options(lesson.how),
        most=most,
    )
    paths = suggest_photos(request, model=lesson.model, cache=cache, watcher=lesson.terminal)
    if not paths:
        raise NothingToDo(
            f"nothing left to ask in {root}: you have said where each picture or one like it belongs"
        )
    report_suggestions([str(path) for path in paths], terminal=lesson.terminal)
    return 0
