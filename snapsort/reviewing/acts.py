"""Acts of a review: carrying out a plan, taking a run back. What was done counts, whatever fails later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from snapsort.errors import SnapsortError
from snapsort.moving import JournalFolder, Outcome, apply_plan, check_settled, find_run, undo_run
from snapsort.records import Plan
from snapsort.reviewing.tasks import Task
from snapsort.words import DOING_WORDS


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act came to, and why the folder could not be read again after it; None when it could."""

    outcome: Outcome
    unread: SnapsortError | None


def carry_out(plan: Plan, task: Task, *, journals: JournalFolder, stop: Callable[[], bool]) -> Outcome:
    """What carrying out the plan came to.

    Raises:
        RefusedForSafety: an earlier run is unfinished.
    """
    check_settled(plan.into, journals)
    task.begin(DOING_WORDS[plan.mode], len(plan.moves))
    return apply_plan(plan, journals=journals, on_progress=task.note, stop=stop)


def take_back(run_id: str, task: Task, *, journals: JournalFolder, stop: Callable[[], bool]) -> Outcome:
    """What taking the run back came to."""
    run = find_run(journals, run_id)
    task.begin("taking back", len(run.standing))
    return undo_run(run, journals=journals, on_progress=task.note, stop=stop)
