"""Taking a run back: the inverse of its units, last first, as a run of its own that can be taken back too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from snapsort.errors import NothingToDo, PhotoError, RefusedForSafety
from snapsort.moving.disk import check_is_twin, check_unchanged, explain_error, look_at
from snapsort.moving.execute import Outcome, Progress, Stop, make_problem, run_units
from snapsort.moving.journal import JournalFolder, hold_run, make_run_id, start_journal
from snapsort.moving.lines import Header
from snapsort.moving.merge import check_can_exchange
from snapsort.moving.runs import Run, read_again
from snapsort.moving.steps import Step, Unit
from snapsort.records import Problem


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing a run would do now.

    `steps` are the files that go back, or that are removed because they are twins of what stays; `refused`
    are pictures that will stay, each with the reason, by where they lie now; `pictures` counts the others.
    """

    run: Run
    steps: tuple[Step, ...]
    refused: tuple[Problem, ...]
    pictures: int


def plan_undo(run: Run) -> UndoPlan:
    """What `undo_run` would do; changes nothing, and raises as it does."""
    steps: list[Step] = []
    refused: list[Problem] = []
    pictures = 0
    for unit in _inverse_units(run):
        problem = _find_obstacle(unit)
        if problem is None:
            steps.extend(unit.files)
            pictures += 1
        else:
            refused.append(problem)
    return UndoPlan(run, tuple(steps), tuple(refused), pictures)


def undo_run(run: Run, *, journals: JournalFolder, on_progress: Progress, stop: Stop) -> Outcome:
    """What happened when the run was taken back, as far as no other process has done so meanwhile.

    A file that has changed since, an original name that is taken: that picture and its companions stay, and
    the outcome says why. Folders that the run made are removed when they are empty.

    Raises:
        NothingToDo: nothing of the run stands any more.
        RefusedForSafety: the run is going on, wants `recover` or is being taken back; its folders are not
            there; the journal cannot be written.
    """
    _check_undoable(run)
    with hold_run(journals, run.id):
        again = read_again(run, journals)
        units = _inverse_units(replace(again, standing=again.standing & run.standing))
        with start_journal(journals, _make_header(run)) as journal:
            return run_units(units, journal, on_progress=on_progress, stop=stop)


def check_folders_are_there(run: Run) -> None:
    """Raise RefusedForSafety when a folder of the run is missing: its disk may not be connected."""
    for folder in (run.into, run.root):
        if not folder.is_dir():
            raise RefusedForSafety(
                f"{folder}, which run {run.id} worked on, is not there",
                hint="connect its disk; for a folder that lies elsewhere now, `snapsort undo FOLDER`",
            )


def _make_header(run: Run) -> Header:
    now = datetime.now(UTC)
    return Header(
        run=make_run_id(now),
        command="undo",
        started=now.isoformat(),
        root=run.root,
        into=run.into,
        mode=run.mode,
        undoes=run.id,
    )


def _check_undoable(run: Run) -> None:
    if run.status == "running":
        raise RefusedForSafety(f"run {run.id} is still going on", hint="wait until it is done")
    if run.status == "unfinished":
        raise RefusedForSafety(f"run {run.id} was interrupted", hint="run `snapsort recover` first")
    if not run.standing:
        raise NothingToDo(f"nothing of run {run.id} stands any more", hint="`snapsort history` says why")
    check_folders_are_there(run)


def _inverse_units(run: Run) -> tuple[Unit, ...]:
    _check_undoable(run)
    return tuple(unit.inverse(number) for number, unit in enumerate(reversed(run.standing_units)))


def _find_obstacle(unit: Unit) -> Problem | None:
    try:
        for step in unit.files:
            _check_step(step)
    except PhotoError as error:
        return make_problem(unit, error)
    except OSError as error:
        return make_problem(unit, explain_error(error))
    return None


def _check_step(step: Step) -> None:
    if step.removes:
        check_is_twin(step)
        return
    if step.exchanges:
        check_can_exchange(step)
        return
    check_unchanged(step.source, step)
    if _is_taken(step.target):
        raise PhotoError("target_taken", f"{step.target} exists")


def _is_taken(path: Path) -> bool:
    return look_at(path) is not None
