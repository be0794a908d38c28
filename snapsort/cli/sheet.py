"""`snapsort sheet DIR --out sheet.jpg`: contact sheets, likes beside likes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments, ScanArguments
from snapsort.cli.options import (
    FOLDER,
    collect,
    model_options,
    out_options,
    output_options,
    scan_options,
)

if TYPE_CHECKING:
    from snapsort.cli.arguments import OutArguments
    from snapsort.cli.places import Places
    from snapsort.ordering import SeenFolder
    from snapsort.pages import PaperName, SheetFolder, Thumbs
    from snapsort.report import Terminal

PICTURES = (".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class SheetArguments:
    """What a sheet looks like."""

    together: bool
    paper: PaperName


sheet_options = collect(
    SheetArguments,
    "wanted",
    click.option("--together", is_flag=True, help="One order of all pictures instead of folder by folder."),
    click.option(
        "--paper",
        type=click.Choice(["a4", "screen"]),
        default="a4",
        show_default=True,
        help="For JPEGs: 1654 x 2339 or 1920 x 1080 pixels.",
    ),
)


@click.command("sheet")
@click.argument("directory", metavar="DIR", type=FOLDER)
@out_options("A name with .jpg or .html.")
@sheet_options
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    out: OutArguments,
    wanted: SheetArguments,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Make contact sheets of the pictures in DIR: small copies with their names, likes beside likes.

    \b
      snapsort sheet ~/Pictures --out sheet.jpg
      snapsort sheet ~/Pictures --out sheet.html --together

    JPEGs that do not suffice become several: sheet-1.jpg, sheet-2.jpg. An HTML file holds at most 10,000
    pictures, prints on A4, and loads nothing.
    """
    from snapsort.cli.pages import page_thumbs
    from snapsort.cli.places import find_places
    from snapsort.cli.tools import folder_to_read
    from snapsort.outputs import check_output
    from snapsort.pages import gather_folders
    from snapsort.report import Terminal, report_sheet

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    path = out.path
    check_output(path, suffixes={*PICTURES, ".html"}, overwrite=out.overwrite)
    root = folder_to_read(directory, places)
    seen, model = _see(root, scope=scope, how=how, places=places, terminal=terminal)
    with terminal.progress("ordering"):
        folders = gather_folders(seen, root, is_together=wanted.together)
    thumbs = page_thumbs(how, places)
    if path.suffix.lower() in PICTURES:
        written = _write_pictures(folders, thumbs, out=out, paper=wanted.paper, terminal=terminal)
        if path.parent.resolve().is_relative_to(root):
            terminal.remark(f"{path.name} lies among the pictures: from now on it is one of them")
    else:
        written = _write_html(folders, thumbs, root, out=out, terminal=terminal)
    report_sheet(folders, written, seen.problems, root=root, model=model, terminal=terminal)
    return 1 if seen.problems else 0


def _see(
    root: Path, *, scope: ScanArguments, how: ModelArguments, places: Places, terminal: Terminal
) -> tuple[SeenFolder, str]:
    """The pictures with their vectors, and the model's id and revision."""
    from snapsort.cli.tools import embed_options, open_cache, open_model
    from snapsort.ordering import see_folder

    source, model = open_model(how, places, terminal=terminal)
    with open_cache(how, places, terminal=terminal) as cache:
        seen = see_folder(
            root,
            scan_options=scope.to_options(include_repositories=True),  # nothing moves
            embed=embed_options(how),
            model=model,
            cache=cache,
            watcher=terminal,
        )
    return seen, source.key


def _write_pictures(
    folders: tuple[SheetFolder, ...],
    thumbs: Thumbs,
    *,
    out: OutArguments,
    paper: PaperName,
    terminal: Terminal,
) -> list[Path]:
    from snapsort.outputs import check_output, write_output
    from snapsort.pages import PAPERS, count_pages, make_sheet_pictures

    n = sum(len(folder.photos) for folder in folders)
    paths = _numbered(out.path, count_pages(folders, PAPERS[paper]))
    for path in paths:
        check_output(path, suffixes=PICTURES, overwrite=out.overwrite)
    with terminal.progress("drawing", n) as on_progress:
        pages = make_sheet_pictures(folders, thumbs, paper=PAPERS[paper], on_progress=on_progress)
        for path, page in zip(paths, pages, strict=True):
            write_output(path, page, overwrite=out.overwrite)
    return paths


def _write_html(
    folders: tuple[SheetFolder, ...], thumbs: Thumbs, root: Path, *, out: OutArguments, terminal: Terminal
) -> list[Path]:
    from snapsort.outputs import write_output
    from snapsort.pages import make_sheet_page

    n = sum(len(folder.photos) for folder in folders)
    with terminal.progress("drawing", n) as on_progress:
        page = make_sheet_page(folders, thumbs, title=root.name or str(root), on_progress=on_progress)
    write_output(out.path, page, overwrite=out.overwrite)
    return [out.path]


def _numbered(path: Path, pages: int) -> list[Path]:
    """The names of the pages: the name itself for one, else with numbers of one width."""
    if pages == 1:
        return [path]
    width = len(str(pages))
    return [path.with_stem(f"{path.stem}-{number:0{width}}") for number in range(1, pages + 1)]
