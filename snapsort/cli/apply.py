"""`snapsort apply PLAN`: carry out a plan that was saved, and perhaps edited."""

from __future__ import annotations

from pathlib import Path

import click

from snapsort.cli.arguments import OutputArguments
from snapsort.cli.options import FILE, list_option, output_options, yes_option


@click.command("apply")
@click.argument("plan_file", metavar="PLAN", type=FILE)
@yes_option
@list_option
@click.option("--force", is_flag=True, help="Also in a home folder or a repository.")
@output_options
def command(plan_file: Path, yes: bool, every: bool, force: bool, *, output: OutputArguments) -> int:
    """Carry out a plan that `snapsort DIR --plan FILE` saved.

    Each file is checked again: what has changed or is gone since is skipped and named. Lines may be removed
    from the plan and targets changed, as long as they stay below the plan's own folder.
    """
    from snapsort.cli.carrying_out import carry_out, exit_code, refuse_while_unfinished
    from snapsort.cli.places import find_places
    from snapsort.errors import NothingToDo
    from snapsort.moving import check_folders, read_plan
    from snapsort.report import Terminal, report_plan, report_sorted

    places = find_places()
    terminal = Terminal(json=output.json, quiet=output.quiet)
    plan = read_plan(plan_file)
    if not plan.moves:
        raise NothingToDo(f"the plan in {plan_file} moves nothing")
    if not any(move.photo.photo.path.exists() for move in plan.moves):
        raise NothingToDo(
            f"no picture that the plan in {plan_file} moves is where it was",
            hint="`snapsort history` says whether it was carried out already",
        )
    check_folders(plan.root, plan.into, home=places.home, state=places.state_folder, force=force)
    refuse_while_unfinished(plan.into, places)
    if not output.json:
        report_plan(plan, terminal=terminal, every=every)
    outcome = carry_out(plan, places=places, terminal=terminal, yes=yes)
    if outcome is None:
        return 0
    report_sorted(plan, outcome, terminal=terminal)
    return exit_code(outcome, problems=len(plan.problems))
