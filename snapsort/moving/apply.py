"""Carrying out a plan."""

from __future__ import annotations

from datetime import UTC, datetime

from snapsort.errors import NothingToDo
from snapsort.moving.execute import Outcome, Progress, Stop, run_units
from snapsort.moving.journal import JournalFolder, make_run_id, start_journal
from snapsort.moving.lines import Header
from snapsort.moving.steps import make_units
from snapsort.records import Plan


def apply_plan(plan: Plan, *, journals: JournalFolder, on_progress: Progress, stop: Stop) -> Outcome:
    """What happened when the plan was carried out: exactly its moves, except those that became problems.

    Each file is checked again right before. A file that has changed, a name that was taken meanwhile: that
    picture and its companions stay where they are, and the outcome has a problem with the picture's path.

    Args:
        plan: with final names; a name is never changed here.
        journals: where the journal goes; its second copy goes to `plan.into`.
        on_progress: called with the number of pictures dealt with so far.
        stop: asked between pictures; when it says yes, the run ends there, with a correct journal.

    Raises:
        NothingToDo: the plan moves nothing.
        RefusedForSafety: the journal cannot be written.
    """
    if not plan.moves:
        raise NothingToDo("the plan moves nothing")
    now = datetime.now(UTC)
    header = Header(
        run=make_run_id(now),
        command="sort",
        started=now.isoformat(),
        root=plan.root,
        into=plan.into,
        mode=plan.mode,
        model=plan.model,
        labels=plan.labels,
    )
    with start_journal(journals, header) as journal:
        return run_units(make_units(plan), journal, on_progress=on_progress, stop=stop)
