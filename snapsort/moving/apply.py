"""Carrying out a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from snapsort.errors import NothingToDo
from snapsort.moving.execute import Make, Outcome, Progress, Stop, make_nothing, run_units
from snapsort.moving.journal import JournalFolder, make_run_id, start_journal
from snapsort.moving.lines import Command, Header
from snapsort.moving.space import check_space
from snapsort.moving.steps import Unit, make_units
from snapsort.records import Mode, Plan


def apply_plan(
    plan: Plan,
    *,
    journals: JournalFolder,
    on_progress: Progress,
    stop: Stop,
    command: Literal["sort", "dupes"] = "sort",
) -> Outcome:
    """What happened when the plan was carried out: exactly its moves, except those that became problems.

    Each file is checked again right before. A file that has changed, a name that was taken meanwhile: that
    picture and its companions stay where they are, and the outcome has a problem with the picture's path.

    Args:
        plan: with final names; a name is never changed here.
        journals: where the journal goes; its second copy goes to `plan.into`.
        on_progress: called with the number of pictures dealt with so far.
        stop: asked between pictures; when it says yes, the run ends there, with a correct journal.
        command: what the journal says that the run was for.

    Raises:
        NothingToDo: the plan moves nothing.
        RefusedForSafety: the journal cannot be written, or there is no room for what would be copied.
    """
    if not plan.moves:
        raise NothingToDo("the plan moves nothing")
    check_space(plan)
    header = make_header(
        command, root=plan.root, into=plan.into, mode=plan.mode, model=plan.model, labels=plan.labels
    )
    return apply_units(make_units(plan), header, journals=journals, on_progress=on_progress, stop=stop)


def apply_units(
    units: Sequence[Unit],
    header: Header,
    *,
    journals: JournalFolder,
    on_progress: Progress,
    stop: Stop,
    make: Make = make_nothing,
) -> Outcome:
    """What happened when units were carried out as a run of their own; as `apply_plan`, for any command.

    Args:
        units: numbered from 0, without folder steps; sources and targets below the folders of the header.
        header: from `make_header`.
        make: the content of files that are created.
    """
    with start_journal(journals, header) as journal:
        return run_units(units, journal, on_progress=on_progress, stop=stop, make=make)


def make_header(
    command: Command, *, root: Path, into: Path, mode: Mode, model: str = "", labels: str = ""
) -> Header:
    """What a run that begins now is."""
    now = datetime.now(UTC)
    return Header(
        run=make_run_id(now),
        command=command,
        started=now.isoformat(),
        root=root,
        into=into,
        mode=mode,
        model=model,
        labels=labels,
    )
