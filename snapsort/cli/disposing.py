"""What becomes of duplicates that need not be kept: moved elsewhere, or linked. Each asks first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from snapsort.cli.asking import confirm, stop_on_interrupt
from snapsort.cli.carrying_out import carry_out, exit_code

if TYPE_CHECKING:
    from snapsort.cli.places import Places
    from snapsort.duplicates import Duplicates
    from snapsort.report import Terminal


def move_rest(
    duplicates: Duplicates,
    folders: Sequence[Path],
    *,
    into: Path,
    places: Places,
    terminal: Terminal,
    yes: bool,
) -> int:
    """Move the rest into a folder; the exit code."""
    from snapsort.duplicates import plan_rest
    from snapsort.report import report_removed

    plan = plan_rest(duplicates, folders, into=into)
    outcome = carry_out(plan, places=places, terminal=terminal, yes=yes, command="dupes")
    if outcome is None:
        return 0
    report_removed(plan, outcome, terminal=terminal)
    return exit_code(outcome, problems=len(duplicates.problems))


def link_rest(
    duplicates: Duplicates,
    folders: Sequence[Path],
    *,
    into: Path,
    places: Places,
    terminal: Terminal,
    yes: bool,
) -> int:
    """Make exact copies hard links to what is kept; the exit code."""
    from snapsort.duplicates import link_copies, plan_links
    from snapsort.report import count, report_linked, report_unlinkable

    plan = plan_links(duplicates)
    report_unlinkable(plan, root=into, terminal=terminal)
    if not plan.units:
        return 1
    if not confirm(f"Link {count(len(plan.units), 'picture')} to what is kept?", yes=yes):
        terminal.remark("nothing was changed")
        return 0
    terminal.restart_clock()
    with terminal.progress("linking", len(plan.units)) as on_progress, stop_on_interrupt() as stop:
        outcome = link_copies(plan, folders, journals=places.journals, on_progress=on_progress, stop=stop)
    report_linked(plan, outcome, root=into, terminal=terminal)
    return exit_code(outcome, problems=len(duplicates.problems) + len(plan.problems))
