"""`snapsort map DIR --out map.html`: the pictures of a folder as a map to wander in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import LabelArguments, ModelArguments, OutputArguments, ScanArguments
from snapsort.cli.options import (
    FOLDER,
    label_options,
    model_options,
    out_options,
    output_options,
    scan_options,
)

if TYPE_CHECKING:
    from snapsort.cli.arguments import OutArguments
    from snapsort.cli.places import Places
    from snapsort.mapping import MapRequest, PictureMap
    from snapsort.report import Terminal


@click.command("map")
@click.argument("directory", metavar="DIR", type=FOLDER)
@out_options("A name with .html.")
@label_options
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    out: OutArguments,
    what: LabelArguments,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Draw a map of the pictures in DIR, likes beside likes, as one HTML file that works offline.

    \b
      snapsort map ~/Pictures --out map.html
      snapsort map ~/Pictures --out map.html --labels everyday --json > map.jsonl

    The file holds small copies of the pictures, their names below DIR, and what the labels say. It is flat or
    in space, colored by label or by cluster, and it loads nothing. At most 50,000 pictures.
    """
    from snapsort.cli.pages import page_thumbs
    from snapsort.cli.places import find_places
    from snapsort.outputs import check_output, write_output
    from snapsort.pages import make_map_page
    from snapsort.report import Terminal, report_map

    if what.max_error is not None:
        raise click.UsageError("--max-error goes with a sort; a map colors by --threshold and --margin.")
    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    path = out.path
    check_output(path, suffixes={".html"}, overwrite=out.overwrite)
    request = _request(directory, what=what, scope=scope, how=how, places=places)
    made, model = _make(request, what, how=how, places=places, terminal=terminal)
    with terminal.progress("drawing", len(made.decisions)) as on_progress:
        page = make_map_page(
            made, page_thumbs(how, places), beside=path.parent.resolve(), on_progress=on_progress
        )
    write_output(path, page, overwrite=out.overwrite)
    report_map(made, path, size_bytes=len(page), model=model, terminal=terminal)
    return 1 if made.problems else 0


def _request(
    directory: Path, *, what: LabelArguments, scope: ScanArguments, how: ModelArguments, places: Places
) -> MapRequest:
    from snapsort.cli.tools import embed_options, folder_to_read, open_labels
    from snapsort.mapping import MapRequest

    return MapRequest(
        root=folder_to_read(directory, places),
        labels=open_labels(what),
        embed=embed_options(how),
        scan=scope.to_options(include_repositories=True),  # nothing moves
        min_probability=what.threshold,
        min_margin=what.margin,
    )


def _make(
    request: MapRequest, what: LabelArguments, *, how: ModelArguments, places: Places, terminal: Terminal
) -> tuple[PictureMap, str]:
    """The map, and the model's id and revision."""
    from dataclasses import replace

    from snapsort.cli.heads import open_head_for
    from snapsort.cli.tools import open_cache, open_model
    from snapsort.mapping import make_map

    source, model = open_model(how, places, terminal=terminal)
    head, labels = open_head_for(what, request.labels, source, how=how, places=places, terminal=terminal)
    request = replace(request, labels=labels, head=head)
    with open_cache(how, places, terminal=terminal) as cache:
        return make_map(request, model=model, cache=cache, watcher=terminal), source.key
