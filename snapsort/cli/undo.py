"""`snapsort undo [RUN]`: take a run back."""

from __future__ import annotations

import click

from snapsort.cli.arguments import OutputArguments
from snapsort.cli.options import output_options, yes_option


@click.command("undo")
@click.argument("run", metavar="[RUN|DIR]", required=False)
@yes_option
@output_options
def command(run: str | None, yes: bool, *, output: OutputArguments) -> int:
    """Take a run back: the last one, or the one that is named.

    \b
      snapsort undo                        the last run, wherever it was
      snapsort undo 20261120-091500-1a2b   that run, from `snapsort history`
      snapsort undo /media/disk/Pictures   the last run in that folder

    A picture that has changed since, or whose old name is taken, stays and is named. A folder may come
    from another machine. An undo can be undone.
    """
    from snapsort.cli.asking import confirm, stop_on_interrupt
    from snapsort.cli.carrying_out import exit_code
    from snapsort.cli.places import find_places
    from snapsort.moving import find_earlier, find_run, plan_undo, undo_run
    from snapsort.report import Terminal, count, report_cannot_undo, report_undo_plan, report_undone

    terminal = Terminal(json=output.json, quiet=output.quiet)
    journals = find_places().journals
    plan = plan_undo(find_run(journals, run))
    report_undo_plan(plan, terminal=terminal)
    if not plan.pictures:
        report_cannot_undo(plan, find_earlier(journals, plan.run), terminal=terminal)
        return 1
    if not confirm(f"Take run {plan.run.id} back ({count(plan.pictures, 'picture')})?", yes=yes):
        terminal.remark("nothing was changed")
        return 0
    with terminal.progress("taking back", plan.pictures) as on_progress, stop_on_interrupt() as stop:
        outcome = undo_run(plan.run, journals=journals, on_progress=on_progress, stop=stop)
    report_undone(outcome, terminal=terminal, again=plan.run.command == "undo", announced=plan.refused)
    return exit_code(outcome)
