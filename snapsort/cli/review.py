"""`snapsort review DIR`: look at it in a browser, put it right, carry it out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import (
    LabelArguments,
    ModelArguments,
    MoveArguments,
    OutputArguments,
    PageArguments,
    ScanArguments,
)
from snapsort.cli.options import (
    FOLDER,
    label_options,
    model_options,
    move_options,
    output_options,
    page_options,
    scan_options,
)

if TYPE_CHECKING:
    from snapsort.cli.places import Places
    from snapsort.heads import KeptHead
    from snapsort.moving import PlanTarget
    from snapsort.records import LabelSet
    from snapsort.report import Terminal
    from snapsort.reviewing import Keeping, Limits, Review

PATIENCE_S = 0.0005
"""How long an answer waits for the thread that reads pictures; Python's own choice is ten times that."""


@click.command("review")
@click.argument("directory", metavar="DIR", type=FOLDER)
@page_options
@move_options
@label_options
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    page: PageArguments,
    act: MoveArguments,
    what: LabelArguments,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Review the pictures in DIR in your browser: look, put right, teach, carry out, undo.

    \b
      snapsort review ~/Downloads
      snapsort review ~/Pictures --labels everyday --no-browser

    DIR may be sorted already, or not, or both. The page is served to this machine alone, to whoever has the
    address, until you press Ctrl-C or stop it on the page. Nothing moves before you say so there.
    """
    from snapsort.cli.carrying_out import refuse_while_unfinished
    from snapsort.cli.places import find_places
    from snapsort.moving import check_target
    from snapsort.report import Terminal
    from snapsort.web import ReviewServer

    if act.number:
        raise click.UsageError("--number goes with `snapsort sort`; a review shows the order itself.")
    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    target = _target(directory, act, places)
    refuse_while_unfinished(target.into, places)
    check_target(target)
    review = _open_review(target, act=act, what=what, scope=scope, how=how, places=places, terminal=terminal)
    sys.setswitchinterval(PATIENCE_S)
    server = ReviewServer(review, port=page.port)
    terminal.record({"type": "review", "address": server.address})
    terminal.answer(server.address)
    terminal.remark("Ctrl-C ends it")
    if page.browser:
        click.launch(server.make_ticket_address())
    server.run()
    return 0


def _target(directory: Path, act: MoveArguments, places: Places) -> PlanTarget:
    from snapsort.moving import PlanTarget, check_folders

    root = directory.expanduser().resolve()
    into = (act.into or directory).expanduser().resolve()
    check_folders(root, into, home=places.home, state=places.state_folder, force=act.force)
    return PlanTarget(root=root, into=into, mode=act.mode, on_conflict=act.on_conflict)


def _open_review(
    target: PlanTarget,
    *,
    act: MoveArguments,
    what: LabelArguments,
    scope: ScanArguments,
    how: ModelArguments,
    places: Places,
    terminal: Terminal,
) -> Review:
    from functools import partial

    from snapsort.cli.heads import head_model, open_head
    from snapsort.cli.tools import embed_options, open_cache, open_labels, open_model, remark_small_model
    from snapsort.report import describe_head
    from snapsort.reviewing import Review, ReviewRequest

    labels = open_labels(what)
    source, model = open_model(how, places, terminal=terminal)
    remark_small_model([labels], source, terminal=terminal)
    name = head_model(source, how)
    head = open_head(what.head, labels, model=name, places=places)
    if head is not None:
        terminal.remark(describe_head(head))
    limits = {} if what.max_error is None else _promised_limits(labels, head, what.max_error, terminal)
    request = ReviewRequest(
        target=target,
        labels=labels,
        embed=embed_options(how),
        model_name=source.key,
        head_model=name,
        keeping=_keeping(places, keeps_cache=how.cache),
        head=head,
        scan=scope.to_options(include_repositories=act.force),
        min_probability=what.threshold,
        min_margin=what.margin,
        limits=limits,
    )
    return Review(request, model=model, open_cache=partial(open_cache, how, places, terminal=terminal))


def _keeping(places: Places, *, keeps_cache: bool) -> Keeping:
    from snapsort.reviewing import Keeping

    return Keeping(
        corrections_file=places.corrections_file,
        heads_folder=places.heads_folder,
        journals=places.journals,
        thumbnails=places.thumbnails_folder if keeps_cache else None,
        views=places.views_folder if keeps_cache else None,
    )


def _promised_limits(
    labels: LabelSet, head: KeptHead | None, max_error: float, terminal: Terminal
) -> dict[str, Limits]:
    """Where the sliders stand at first, so that what would move keeps the promise."""
    from snapsort.cli.heads import find_promise
    from snapsort.heads import learned_labels
    from snapsort.report import describe_promise
    from snapsort.reviewing import limits_of
    from snapsort.teaching.promise import with_promise

    promise = find_promise(head, max_error=max_error)
    terminal.remark(describe_promise(promise))
    return limits_of(with_promise(labels if head is None else learned_labels(labels, head), promise))
