"""`snapsort sort DIR`: look, show the plan, ask, move."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import (
    AskArguments,
    LabelArguments,
    ModelArguments,
    MoveArguments,
    OutputArguments,
    ScanArguments,
)
from snapsort.cli.options import (
    FOLDER,
    ask_options,
    label_options,
    model_options,
    move_options,
    output_options,
    scan_options,
)

if TYPE_CHECKING:
    from snapsort.cli.places import Places
    from snapsort.pipeline import SortRequest
    from snapsort.records import Plan
    from snapsort.report import Terminal


@click.command("sort")
@click.argument("directory", metavar="DIR", type=FOLDER)
@ask_options
@move_options
@label_options
@scan_options
@model_options
@output_options
def command(
    directory: Path,
    *,
    ask: AskArguments,
    act: MoveArguments,
    what: LabelArguments,
    scope: ScanArguments,
    how: ModelArguments,
    output: OutputArguments,
) -> int:
    """Sort the pictures in DIR into folders, after showing what would go where.

    \b
      snapsort sort ~/Downloads --dry-run
      snapsort sort ~/Downloads --dry-run --html plan.html
      snapsort sort ~/Downloads --labels everyday --into ~/Sorted
      snapsort sort . --label "cats=a photo of a cat" --copy --yes

    Pictures that no label wins clearly stay where they are. A picture's companions (sidecars, the RAW beside
    the JPEG, the video of a Live Photo) go with it. Nothing is ever overwritten.
    """
    from snapsort.cli.carrying_out import carry_out, exit_code, refuse_while_unfinished
    from snapsort.cli.pages import check_plan_page, save_plan
    from snapsort.cli.places import find_places
    from snapsort.moving import check_target
    from snapsort.report import Terminal, report_plan, report_sorted

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    check_plan_page(ask)
    request = _request(directory, act=act, what=what, scope=scope, how=how, places=places)
    request = replace(request, is_ranked=ask.needs_ranks or output.json)
    if not ask.dry_run:
        refuse_while_unfinished(request.target.into, places)
        check_target(request.target)
    plan = _plan(request, what=what, how=how, places=places, terminal=terminal)
    save_plan(plan, ask, how=how, places=places, terminal=terminal)
    is_question = ask.dry_run or not plan.moves
    if is_question or not output.json:
        report_plan(plan, terminal=terminal, every=ask.every)
    if ask.dry_run and plan.moves:
        terminal.remark("nothing was changed; leave out --dry-run to go on")
    if is_question:
        return 1 if plan.problems else 0
    outcome = carry_out(plan, places=places, terminal=terminal, yes=ask.yes)
    if outcome is None:
        return 0
    report_sorted(plan, outcome, terminal=terminal)
    return exit_code(outcome, problems=len(plan.problems))


def _request(
    directory: Path,
    *,
    act: MoveArguments,
    what: LabelArguments,
    scope: ScanArguments,
    how: ModelArguments,
    places: Places,
) -> SortRequest:
    from snapsort.cli.tools import embed_options, open_labels, scan_options_for
    from snapsort.moving import PlanTarget, check_folders
    from snapsort.pipeline import SortRequest

    root = directory.expanduser().resolve()
    into = (act.into or directory).expanduser().resolve()
    check_folders(root, into, home=places.home, state=places.state_folder, force=act.force)
    labels = open_labels(what)
    target = PlanTarget(root=root, into=into, mode=act.mode, on_conflict=act.on_conflict)
    return SortRequest(
        target=target,
        labels=labels,
        embed=embed_options(how),
        scan=scan_options_for(scope, target, labels, force=act.force),
        min_probability=what.threshold,
        min_margin=what.margin,
        numbers=places.journals if act.number else None,
    )


def _plan(
    request: SortRequest, *, what: LabelArguments, how: ModelArguments, places: Places, terminal: Terminal
) -> Plan:
    from functools import partial

    from snapsort.cli.heads import head_model, open_head, plan_with_promise, with_head
    from snapsort.cli.tools import open_cache, open_model, remark_small_model
    from snapsort.corrections import CorrectionStore
    from snapsort.pipeline import plan_sort

    source, model = open_model(how, places, terminal=terminal)
    remark_small_model([request.labels], source, terminal=terminal)
    head = open_head(what.head, request.labels, model=head_model(source, how), places=places)
    request = with_head(request, head, terminal=terminal)
    if what.head != "off":
        said = CorrectionStore(places.corrections_file).read().of(request.labels.name)
        request = replace(request, corrections=said)
    with open_cache(how, places, terminal=terminal) as cache:
        plan = partial(plan_sort, model=model, model_name=source.key, cache=cache, watcher=terminal)
        if what.max_error is None:
            return plan(request)
        return plan_with_promise(plan, request, max_error=what.max_error, terminal=terminal)
