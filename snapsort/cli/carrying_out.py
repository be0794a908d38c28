"""From a plan that has been shown to one that has been carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from snapsort.cli.asking import confirm, stop_on_interrupt
from snapsort.cli.guard import INTERRUPTED
from snapsort.words import DOING_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from snapsort.cli.places import Places
    from snapsort.moving import Outcome
    from snapsort.records import Plan
    from snapsort.report import Terminal

QUESTIONS = {"move": "Move", "copy": "Copy", "hardlink": "Link to", "symlink": "Link to"}


def carry_out(
    plan: Plan,
    *,
    places: Places,
    terminal: Terminal,
    yes: bool,
    command: Literal["sort", "dupes"] = "sort",
) -> Outcome | None:
    """What happened; None when the user said no. The journal says that it was for `command`.

    Raises:
        UsageError: there is nobody to ask.
    """
    from snapsort.moving import apply_plan
    from snapsort.report import count

    noun = count(len(plan.moves), "picture")
    if not confirm(f"{QUESTIONS[plan.mode]} {noun}?", yes=yes):
        terminal.remark("nothing was changed")
        return None
    terminal.restart_clock()
    with (
        terminal.progress(DOING_WORDS[plan.mode], len(plan.moves)) as on_progress,
        stop_on_interrupt() as stop,
    ):
        return apply_plan(plan, journals=places.journals, on_progress=on_progress, stop=stop, command=command)


def exit_code(outcome: Outcome, *, problems: int = 0) -> int:
    """130 when it was stopped, 1 when something went wrong, else 0. `problems` are those from before."""
    if outcome.interrupted:
        return INTERRUPTED
    return 1 if outcome.problems or problems else 0


def refuse_while_unfinished(into: Path, places: Places) -> None:
    """Raise RefusedForSafety when a run into this folder was killed and has not been recovered."""
    from snapsort.moving import check_settled

    check_settled(into, places.journals)
