"""`snapsort recover`: settle runs that were killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import OutputArguments, output_options, yes_option

if TYPE_CHECKING:
    from snapsort.moving import JournalFolder, Outcome, Run
    from snapsort.report import Terminal


@click.command("recover")
@click.argument("run", metavar="[RUN|DIR]", required=False)
@click.option("--roll-back", is_flag=True, help="Take what the run did back, instead of finishing it.")
@yes_option
@output_options
def command(run: str | None, roll_back: bool, yes: bool, *, output: OutputArguments) -> int:
    """Settle a run that was cut off by a crash, a kill or a power failure: all such runs, or the one named.

    Pictures that were announced are moved whole, with their companions; afterwards the run can be undone.
    """
    from snapsort.cli.asking import confirm
    from snapsort.cli.carrying_out import exit_code
    from snapsort.cli.places import find_places
    from snapsort.errors import NothingToDo
    from snapsort.moving import find_run, find_unfinished
    from snapsort.report import Terminal, report_runs

    terminal = Terminal(json=output.json, quiet=output.quiet)
    journals = find_places().journals
    runs = find_unfinished(journals) if run is None else (find_run(journals, run),)
    if not runs:
        raise NothingToDo("no run was interrupted")
    if not output.json:
        report_runs(runs, terminal=terminal)
    if not confirm("Take them back?" if roll_back else "Finish them?", yes=yes):
        terminal.remark("nothing was changed")
        return 0
    return max(
        exit_code(_settle(item, roll_back=roll_back, journals=journals, terminal=terminal)) for item in runs
    )


def _settle(run: Run, *, roll_back: bool, journals: JournalFolder, terminal: Terminal) -> Outcome:
    from snapsort.cli.asking import stop_on_interrupt
    from snapsort.moving import recover_run, roll_back_run
    from snapsort.report import report_recovered, report_undone

    with terminal.progress("settling") as on_progress, stop_on_interrupt() as stop:
        if roll_back:
            outcome = roll_back_run(run, journals=journals, on_progress=on_progress, stop=stop)
        else:
            outcome = recover_run(run, journals=journals, on_progress=on_progress)
    if roll_back:
        report_undone(outcome, terminal=terminal)
    else:
        report_recovered(outcome, terminal=terminal)
    return outcome
