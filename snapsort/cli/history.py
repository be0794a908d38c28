"""`snapsort history`: the runs, newest first."""

from __future__ import annotations

from pathlib import Path

import click

from snapsort.cli.arguments import OutputArguments
from snapsort.cli.options import FOLDER, output_options


@click.command("history")
@click.argument("directory", metavar="[DIR]", type=FOLDER, required=False)
@output_options
def command(directory: Path | None, *, output: OutputArguments) -> int:
    """List the runs, newest first: what they moved, how they ended, what of them still stands.

    With DIR: those whose journals lie in that folder, also when it comes from another machine.
    """
    from snapsort.cli.places import find_places
    from snapsort.errors import NothingToDo, UsageError
    from snapsort.moving import read_runs, read_runs_at
    from snapsort.report import Terminal, report_broken_journals, report_runs

    if directory is not None and not directory.is_dir():
        raise UsageError(f"there is no folder {directory}")
    journals = find_places().journals
    known = read_runs(journals) if directory is None else read_runs_at(directory.resolve(), journals)
    terminal = Terminal(json=output.json, quiet=output.quiet)
    report_broken_journals(known.broken, terminal=terminal)
    if not known.runs:
        raise NothingToDo(
            "there are no runs yet" if directory is None else f"there are no runs in {directory}"
        )
    report_runs(known.runs, terminal=terminal)
    return 0
