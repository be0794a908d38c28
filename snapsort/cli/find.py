"""`snapsort find DIR WORDS`: pictures by what they show, or by what they look like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments, ScanArguments
from snapsort.cli.options import FILE, FOLDER, collect, model_options, output_options, scan_options


@dataclass(frozen=True, slots=True)
class WishArguments:
    """What is looked for, and how many of the best are named."""

    like: tuple[Path, ...]
    not_words: tuple[str, ...]
    unlike: tuple[Path, ...]
    most: int


wish_options = collect(
    WishArguments,
    "wish",
    click.option("--like", type=FILE, multiple=True, metavar="PICTURE", help="It looks like this one."),
    click.option("--not", "not_words", multiple=True, metavar="WORDS", help="It shows nothing like this."),
    click.option("--unlike", type=FILE, multiple=True, metavar="PICTURE", help="It looks unlike this one."),
    click.option(
        "--most",
        "-n",
        type=click.IntRange(min=1),
        default=20,
        show_default=True,
        metavar="N",
        help="Name the N best.",
    ),
)


@click.command("find")
@click.argument("directory", metavar="DIR", type=FOLDER)
@click.argument("words", nargs=-1)
@wish_options
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    words: tuple[str, ...],
    *,
    wish: WishArguments,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Find pictures in DIR by words, by a picture, or by both; the best come first.

    \b
      snapsort find ~/Pictures "a dog on a beach"
      snapsort find ~/Pictures --like IMG_0042.jpg
      snapsort find ~/Pictures "a street" --like IMG_0042.jpg --not "at night"

    Several wishes count the same. The built-in model knows everyday things; for free descriptions take a
    larger one (`snapsort model`).
    """
    from snapsort.cli.places import find_places
    from snapsort.cli.tools import embed_options, folder_to_read, open_cache, open_model
    from snapsort.finding import FindRequest, Wish, find_photos
    from snapsort.report import Terminal, report_found

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    request = FindRequest(
        root=folder_to_read(directory, places),
        wanted=Wish(words, _resolved(wish.like)),
        unwanted=Wish(wish.not_words, _resolved(wish.unlike)),
        most=wish.most,
        embed=embed_options(how),
        scan=scope.to_options(include_repositories=True),  # nothing moves
    )
    source, model = open_model(how, places, terminal=terminal)
    with open_cache(how, places, terminal=terminal) as cache:
        found = find_photos(request, model=model, cache=cache, watcher=terminal)
    report_found(found, root=request.root, model=source.key, terminal=terminal)
    return 1 if found.problems else 0


def _resolved(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path.expanduser().resolve() for path in paths)
