"""What could not be done with some pictures: lines for people, records for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.text import Text

from snapsort.records import Problem
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable, relative

PROBLEMS_SHOWN = 5


def record_problems(problems: Iterable[Problem], *, terminal: Terminal) -> None:
    """A record a problem; nothing when people listen."""
    for problem in problems:
        terminal.record(
            {
                "type": "problem",
                "path": str(problem.path),
                "stage": problem.stage,
                "reason": problem.code,
                "message": problem.reason,
            }
        )


def answer_problems(problems: Sequence[Problem], root: Path, *, terminal: Terminal) -> None:
    """A heading and a line for each of the first problems; nothing without any, nor for machines."""
    if not problems:
        return
    terminal.answer(Text(count(len(problems), "problem"), style="bold yellow"))
    for problem in problems[:PROBLEMS_SHOWN]:
        terminal.answer(Text(f"  {relative(problem.path, root)}: {printable(problem.reason)}"))
    if len(problems) > PROBLEMS_SHOWN:
        terminal.answer(Text(f"  and {len(problems) - PROBLEMS_SHOWN:,} more", style="dim"))
