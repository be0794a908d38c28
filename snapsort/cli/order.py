"""`snapsort order DIR`: put pictures in an order in which likes stand beside likes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from snapsort.cli.arguments import ModelArguments, OutputArguments, ScanArguments
from snapsort.cli.options import (
    FOLDER,
    FiniteRange,
    collect,
    list_option,
    model_options,
    output_options,
    scan_options,
    yes_option,
)

if TYPE_CHECKING:
    from snapsort.cli.places import Places
    from snapsort.ordering import By, Ordered, OrderRequest
    from snapsort.photos import Resize
    from snapsort.report import Terminal


@dataclass(frozen=True, slots=True)
class OrderArguments:
    """Which order, and what it is made into."""

    shape: Literal["list", "names", "copies", "links"]
    into: Path | None
    resize: Resize | None
    by: By
    anchor: Path | None
    time_weight: float
    seed: int
    stable: bool
    dry_run: bool
    force: bool

    def find_into(self, root: Path) -> Path:
        """The folder in which files change."""
        return root if self.into is None else self.into.expanduser().resolve()

    def check(self) -> None:
        """Raise UsageError when options do not go together."""
        goes_into = self.shape in ("copies", "links")
        if goes_into and self.into is None:
            raise click.UsageError(f"--as {self.shape} needs --into.")
        wrong = (
            (self.into is not None and not goes_into, "--into goes with --as copies or --as links."),
            (self.resize is not None and self.shape != "copies", "--resize goes with --as copies."),
            (self.stable and self.shape != "names", "--stable goes with --as names."),
            (self.by != "similarity" and self.anchor is not None, "--anchor goes with --by similarity."),
            (self.by != "similarity" and self.stable, "--stable goes with --by similarity."),
            (self.by != "similarity" and self.time_weight > 0, "--time-weight goes with --by similarity."),
        )
        for is_wrong, message in wrong:
            if is_wrong:
                raise click.UsageError(message)


def _read_resize(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> Resize | None:
    """`50%` or `1600px`."""
    if text is None:
        return None
    from snapsort.photos import Resize

    match = re.fullmatch(r"(\d+(?:\.\d+)?)%|([1-9]\d*)px", text.strip())
    if match is None:
        raise click.BadParameter(f"{text!r} is neither a share such as 50% nor a length such as 1600px.")
    percent, longest_px = match.groups()
    if percent is None:
        return Resize(longest_px=int(longest_px))
    if not 0 < float(percent) <= 100:
        raise click.BadParameter("a share lies between 0% and 100%: pictures are never enlarged.")
    return Resize(scale=float(percent) / 100)


order_options = collect(
    OrderArguments,
    "wanted",
    click.option(
        "--as",
        "shape",
        type=click.Choice(["list", "names", "copies", "links"]),
        default="list",
        show_default=True,
        help="A list; numbers in front of the names, in place; or numbered copies or links in --into.",
    ),
    click.option("--into", type=FOLDER, metavar="DEST", help="Where copies or links go: an empty folder."),
    click.option(
        "--resize",
        callback=_read_resize,
        metavar="50%|1600px",
        help="Make the copies smaller: to a share, or to a longest side. Never larger.",
    ),
    click.option(
        "--by",
        type=click.Choice(["similarity", "time", "name"]),
        default="similarity",
        show_default=True,
        help="What decides.",
    ),
    click.option("--anchor", type=click.Path(path_type=Path), metavar="PICTURE", help="Which comes first."),
    click.option(
        "--time-weight",
        type=FiniteRange(0),
        default=0.0,
        show_default=True,
        metavar="W",
        help="How much the time between two shots counts beside their likeness.",
    ),
    click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="For ties."),
    click.option(
        "--stable",
        is_flag=True,
        help="With --as names: keep the numbers that snapsort wrote, and fit new pictures in between.",
    ),
    click.option("--dry-run", is_flag=True, help="Stop after showing what would change."),
    click.option("--force", is_flag=True, help="Also in a home folder or a repository."),
)


@click.command("order")
@click.argument("directory", metavar="DIR", type=FOLDER)
@order_options
@yes_option
@list_option
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    wanted: OrderArguments,
    yes: bool,
    every: bool,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Put the pictures in DIR in an order in which likes stand beside likes.

    \b
      snapsort order ~/Pictures                      a list, and how good it is
      snapsort order ~/Pictures --as names           0001__IMG_2077.jpg, 0002__…
      snapsort order ~/Pictures --as names --stable  later: fit the new ones in
      snapsort order . --as copies --into ~/Show --resize 1600px

    An image model alone is enough, such as --model facebook/dinov2-small. Numbers are taken off again by
    `snapsort undo`, and before pictures are numbered anew; numbers that are not snapsort's own stay.
    """
    from snapsort.cli.arranging import arrange_as, confirm_arrangement, make_arranged
    from snapsort.cli.carrying_out import exit_code
    from snapsort.cli.places import find_places
    from snapsort.report import Terminal, report_arranged, report_arrangement, report_order

    wanted.check()
    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    request = _request(directory, wanted, scope=scope, how=how, places=places)
    ordered, model = _order(request, how, places=places, terminal=terminal)
    problems = len(ordered.problems)
    if wanted.shape == "list":
        report_order(ordered, root=request.root, model=model, terminal=terminal)
        return 1 if problems else 0
    arranged = arrange_as(ordered, wanted, root=request.root, model=model, places=places)
    report_arrangement(arranged, terminal=terminal, every=every)
    if wanted.dry_run or not arranged.changes:
        report_arranged(arranged, None, terminal=terminal)
        return 1 if problems else 0
    if not confirm_arrangement(arranged, yes=yes):
        terminal.remark("nothing was changed")
        return 0
    outcome = make_arranged(arranged, wanted, embed=request.embed, places=places, terminal=terminal)
    report_arranged(arranged, outcome, terminal=terminal)
    return exit_code(outcome, problems=problems)


def _order(
    request: OrderRequest, how: ModelArguments, *, places: Places, terminal: Terminal
) -> tuple[Ordered, str]:
    """The order, and the model's id and revision."""
    from snapsort.cli.tools import open_cache, open_model
    from snapsort.ordering import order_photos

    source, model = open_model(how, places, terminal=terminal)
    with open_cache(how, places, terminal=terminal) as cache:
        return order_photos(request, model=model, cache=cache, watcher=terminal), source.key


def _request(
    directory: Path, wanted: OrderArguments, *, scope: ScanArguments, how: ModelArguments, places: Places
) -> OrderRequest:
    from snapsort.cli.carrying_out import refuse_while_unfinished
    from snapsort.cli.tools import embed_options
    from snapsort.moving import check_folders, check_writable
    from snapsort.ordering import OrderRequest

    root = directory.expanduser().resolve()
    into = wanted.find_into(root)
    is_question = wanted.shape == "list"
    check_folders(root, into, home=places.home, state=places.state_folder, force=wanted.force or is_question)
    if not (is_question or wanted.dry_run):
        check_writable(into)
        refuse_while_unfinished(into, places)
    return OrderRequest(
        root=root,
        embed=embed_options(how),
        scan=scope.to_options(
            skip_folders=() if into == root else (into,), include_repositories=wanted.force or is_question
        ),
        by=wanted.by,
        anchor=None if wanted.anchor is None else _find_anchor(wanted.anchor, root),
        time_weight=wanted.time_weight,
        seed=wanted.seed,
    )


def _find_anchor(anchor: Path, root: Path) -> Path:
    """The picture's path as the scan has it: named from here, or from within the folder."""
    path = anchor.expanduser()
    if not path.exists():
        path = root / path
    return path.parent.resolve() / path.name
