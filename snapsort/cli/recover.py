"""`snapsort recover`: settle runs that were killed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from snapsort.cli.arguments import OutputArguments
from snapsort.cli.options import output_options, yes_option

if TYPE_CHECKING:
    from snapsort.moving import JournalFolder, Run
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
    from snapsort.cli.places import find_places
    from snapsort.errors import NothingToDo
    from snapsort.moving import check_interrupted, find_run, find_unfinished
    from snapsort.report import Terminal, report_runs

    terminal = Terminal(json=output.json, quiet=output.quiet)
    journals = find_places().journals
    runs = find_unfinished(journals) if run is None else (find_run(journals, run),)
    if not runs:
        raise NothingToDo("no run was interrupted")
    for item in runs:
        check_interrupted(item)
    if not output.json:
        report_runs(runs, terminal=terminal)
    if not confirm("Take them back?" if roll_back else "Finish them?", yes=yes):
        terminal.remark("nothing was changed")
        return 0
    return _settle(runs, roll_back=roll_back, journals=journals, terminal=terminal)


def _settle(runs: Iterable[Run], *, roll_back: bool, journals: JournalFolder, terminal: Terminal) -> int:
    """The exit code. Ctrl-C ends it after the unit in hand, and what is not settled then stays as it is."""
    from snapsort.cli.asking import stop_on_interrupt
    from snapsort.cli.carrying_out import exit_code
    from snapsort.moving import recover_run, roll_back_run
    from snapsort.report import report_recovered, report_undone

    settle = roll_back_run if roll_back else recover_run
    codes = []
    with stop_on_interrupt() as stop:
        for run in runs:
            with terminal.progress("settling") as on_progress:
                outcome = settle(run, journals=journals, on_progress=on_progress, stop=stop)
            if outcome.run == run.id:
                report_recovered(outcome, run, terminal=terminal)
            else:
                report_undone(outcome, terminal=terminal)
            codes.append(exit_code(outcome))
            if outcome.interrupted:
                break
    return max(codes)
