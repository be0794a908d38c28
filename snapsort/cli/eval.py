"""`snapsort eval DIR`: how right sorting would be, on a tree that the user has sorted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments
from snapsort.cli.options import FILE, FOLDER, head_option, labels_option, model_options, output_options

if TYPE_CHECKING:
    from snapsort.report import Terminal
    from snapsort.teaching.measure import Measured


@click.command("eval")
@click.argument("directory", metavar="DIR", type=FOLDER)
@labels_option
@head_option
@click.option("--negative", metavar="FOLDER", help="Where in DIR no label applies.  [default: DIR itself]")
@click.option(
    "--picture", type=FILE, metavar="FILE.svg", help="Draw confusion and calibration into this file."
)
@model_options
@output_options
def command(
    directory: Path,
    labels: str | None,
    *,
    head: str,
    negative: str | None,
    picture: Path | None,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Measure on a sorted folder how right sorting would be, before anything moves.

    \b
      snapsort eval ~/Sorted
      snapsort eval ~/Sorted --head off               the model alone
      snapsort eval ~/Sorted --picture confusion.svg

    What lies in receipts/ counts as a receipt. Pictures that a head was learned from are judged by heads that
    had not seen them.
    """
    from snapsort.cli.heads import head_model, open_head
    from snapsort.cli.places import find_places
    from snapsort.cli.teaching import open_lesson
    from snapsort.cli.tools import embed_options, folder_to_read, open_cache
    from snapsort.outputs import OWN_ONLY, check_output, is_own
    from snapsort.report import Terminal, describe_head, report_measured
    from snapsort.teaching.measure import MeasureRequest, measure

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    if picture is not None:
        picture = picture.expanduser()
        check_output(picture, suffixes={".svg"}, overwrite=is_own(picture), hint=OWN_ONLY)
    lesson = open_lesson(labels, how, places=places, terminal=terminal)
    kept = open_head(head, lesson.labels, model=head_model(lesson.source, how), places=places)
    root = folder_to_read(directory, places)
    request = MeasureRequest(
        root=root,
        labels=lesson.labels,
        head=kept,
        negative=root / negative if negative else None,
        embed=embed_options(how),
    )
    terminal.remark("no head: the model alone" if kept is None else describe_head(kept))
    with open_cache(how, places, terminal=terminal) as cache:
        measured = measure(request, model=lesson.model, cache=cache, watcher=terminal)
    report_measured(measured, root=root, head=kept, terminal=terminal)
    if picture is not None:
        _draw(measured, picture, terminal)
    return 1 if measured.problems else 0


def _draw(measured: Measured, picture: Path, terminal: Terminal) -> None:
    from snapsort.outputs import is_own, write_output
    from snapsort.report import draw_measured

    write_output(picture, draw_measured(measured), overwrite=is_own(picture))
    terminal.remark(f"drawn into {picture}")
