"""`snapsort discover DIR`: which labels would part what is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments, ScanArguments
from snapsort.cli.options import FILE, FOLDER, collect, model_options, output_options, scan_options


@dataclass(frozen=True, slots=True)
class DiscoverArguments:
    """How many folders to propose, for which of the pictures, and where to save them."""

    out: Path | None
    overwrite: bool
    most: int
    beyond: str | None


discover_options = collect(
    DiscoverArguments,
    "wanted",
    click.option("--out", type=FILE, metavar="FILE", help="Save them as a label file; a name with .json."),
    click.option("--overwrite", is_flag=True, help="Replace FILE if it is there."),
    click.option(
        "--most",
        "-n",
        type=click.IntRange(min=1, max=100),
        default=12,
        show_default=True,
        metavar="N",
        help="Propose N folders at most.",
    ),
    click.option(
        "--beyond",
        metavar="NAME|FILE",
        help="Look only at what this label set would leave in place.",
    ),
)


@click.command("discover")
@click.argument("directory", metavar="DIR", type=FOLDER)
@discover_options
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    wanted: DiscoverArguments,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Propose folders for the pictures in DIR, with names, when you do not know what is in it.

    \b
      snapsort discover ~/Downloads
      snapsort discover ~/Downloads --out mine.json    then: snapsort ~/Downloads --labels mine.json
      snapsort discover ~/Downloads --beyond default   what could be done with the rest

    Names come from a list of some two hundred topics that people keep pictures of; edit the file to say it in
    your words. No file is moved or changed.
    """
    from snapsort.cli.places import find_places
    from snapsort.cli.tools import embed_options, folder_to_read, open_cache, open_label_set, open_model
    from snapsort.discovering import DiscoverRequest, discover
    from snapsort.labels import format_labels
    from snapsort.outputs import check_output, write_output
    from snapsort.report import Terminal, report_discovered

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    path = None if wanted.out is None else wanted.out.expanduser().absolute()
    if path is not None:
        check_output(path, suffixes={".json"}, overwrite=wanted.overwrite)
    request = DiscoverRequest(
        root=folder_to_read(directory, places),
        most=wanted.most,
        embed=embed_options(how),
        scan=scope.to_options(include_repositories=True),  # nothing moves
        beyond=None if wanted.beyond is None else open_label_set(wanted.beyond),
    )
    source, model = open_model(how, places, terminal=terminal)
    with open_cache(how, places, terminal=terminal) as cache:
        found = discover(request, model=model, cache=cache, watcher=terminal)
    if path is not None:
        write_output(path, format_labels(found.labels).encode("utf-8"), overwrite=wanted.overwrite)
    report_discovered(found, path, root=request.root, model=source.key, terminal=terminal)
    return 1 if found.problems else 0
