"""The command line: one module a command; each parses, calls one function, reports, returns a code."""

from __future__ import annotations

from collections.abc import Sequence

from snapsort.cli.group import snapsort
from snapsort.cli.guard import exit_code_of


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command line; everything it has to say has been said."""
    return exit_code_of(lambda: snapsort.main(list(arguments), prog_name="snapsort", standalone_mode=False))
