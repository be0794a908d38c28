"""How to take a run back, after it: nothing when nothing was done."""

from __future__ import annotations

from rich.text import Text

from snapsort.moving import Outcome
from snapsort.report.terminal import Terminal


def undo_command(outcome: Outcome) -> str | None:
    """The command; None when there is nothing to take back."""
    return f"snapsort undo {outcome.run}" if outcome.done else None


def answer_undo(outcome: Outcome, terminal: Terminal, *, words: str = "take it back with") -> None:
    """A line with the command, if there is one."""
    command = undo_command(outcome)
    if command:
        terminal.answer(Text.assemble(f"{words}  ", (command, "bold")))
