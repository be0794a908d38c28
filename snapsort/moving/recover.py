"""After a kill: what the disk shows decides, unit by unit, and every unit ends whole, here or there."""

from __future__ import annotations

from snapsort.errors import NothingToDo, PhotoError, RefusedForSafety
from snapsort.moving.disk import explain_error, has_same_content, is_same_file, link_text, look_at
from snapsort.moving.execute import (
    Outcome,
    Progress,
    StepPlace,
    Stop,
    make_outcome,
    make_problem,
    perform,
    sync_folders,
    take_back,
)
from snapsort.moving.journal import JournalFolder, OpenJournal, hold_run, reopen_journal
from snapsort.moving.lines import Journal
from snapsort.moving.merge import settle_exchange
from snapsort.moving.runs import Run, read_again, read_journal_again
from snapsort.moving.steps import Step, Unit
from snapsort.moving.undo import check_folders_are_there, undo_run
from snapsort.records import Problem


def recover_run(run: Run, *, journals: JournalFolder, on_progress: Progress, stop: Stop) -> Outcome:
    """What happened when an interrupted run was settled; it may be interrupted again at any instant.

    Units that were announced are finished; one that cannot be finished is put back whole and is a problem.
    Afterwards the run has ended and can be undone, unless `stop` said yes between two units: then it is still
    an interrupted run.

    Raises:
        NothingToDo: the run was not interrupted, or another process has settled it meanwhile.
        RefusedForSafety: it is still going on, its folders are not there, or its journal cannot be written.
    """
    check_interrupted(run)
    with hold_run(journals, run.id):
        known = read_journal_again(run)
        if known.ending is not None and not known.open_units:
            raise NothingToDo(f"run {run.id} was settled meanwhile")
        with reopen_journal(known, run.copies) as journal:
            return _settle_all(known, journal, on_progress=on_progress, stop=stop)


def check_interrupted(run: Run) -> None:
    """Raise, as `recover_run` does, unless the run was interrupted and can be settled now."""
    if run.status == "running":
        raise RefusedForSafety(f"run {run.id} is still going on", hint="wait until it is done")
    if run.status != "unfinished":
        raise NothingToDo(f"run {run.id} was not interrupted")
    check_folders_are_there(run)


def roll_back_run(run: Run, *, journals: JournalFolder, on_progress: Progress, stop: Stop) -> Outcome:
    """What happened when an interrupted run was settled and then taken back as a whole.

    The outcome is that of settling when it was stopped there, or when nothing of the run stands.
    """
    settled = recover_run(run, journals=journals, on_progress=on_progress, stop=stop)
    again = read_again(run, journals)
    if settled.interrupted or not again.standing:
        return settled
    return undo_run(again, journals=journals, on_progress=on_progress, stop=stop)


def _settle_all(known: Journal, journal: OpenJournal, *, on_progress: Progress, stop: Stop) -> Outcome:
    journal.resume()
    done: list[Unit] = []
    problems: list[Problem] = []
    interrupted = False
    for unit in known.open_units:
        interrupted = interrupted or stop()
        if interrupted:
            break
        problem = _settle(unit, known, journal)
        if problem is None:
            done.append(unit)
        else:
            problems.append(problem)
        on_progress(len(done) + len(problems))
    sync_folders(known.open_units)
    if not interrupted:
        journal.end("recovered")
    return make_outcome(journal, done, problems, interrupted=interrupted)


def _settle(unit: Unit, known: Journal, journal: OpenJournal) -> Problem | None:
    inodes = frozenset(item.inode for item in known.copied if item.unit == unit.number)
    try:
        _finish(unit, inodes, journal)
    except OSError as error:  # a place that cannot be looked at: nobody can tell what has happened there
        return make_problem(unit, PhotoError("stuck", f"it cannot be looked at: {explain_error(error)}"))
    except PhotoError as error:
        if error.code != "stuck":  # what is stuck stays open, for the next `recover`
            journal.left(unit.number, error.code, str(error))
        return make_problem(unit, error)
    journal.done(unit.number)
    return None


def _finish(unit: Unit, inodes: frozenset[int], journal: OpenJournal) -> None:
    """Carry out what is missing; when that fails, take back what has happened and raise PhotoError."""
    try:
        for index, step in enumerate(unit.steps):
            _tidy(step, inodes, StepPlace(journal, unit.number, index))
            if not _has_happened(step, inodes):
                perform(step, StepPlace(journal, unit.number, index))
    except PhotoError as error:
        # A copy that was made just now has an inode that is not known here, so it is the folder steps and
        # the steps before the failing one that stand, and later ones that the disk shows to have happened.
        standing = [
            (number, step)
            for number, step in enumerate(unit.steps)
            if number < index or (number > index and _has_happened(step, inodes))
        ]
        take_back(standing, unit.number, journal, error)
        raise


def _tidy(step: Step, inodes: frozenset[int], place: StepPlace) -> None:
    """Remove a copy that was growing, and the source of a move that had only its last act to come."""
    if step.is_folder:
        return
    try:
        if step.exchanges:
            settle_exchange(step, place.part(step.target), inodes)
            return
        for path in (step.source, step.target):
            place.part(path).unlink(missing_ok=True)
        if step.action == "move" and _is_in_both_places(step, inodes):
            step.source.unlink()
    except NotADirectoryError:
        return
    except OSError as error:
        raise explain_error(error) from error


def _is_in_both_places(step: Step, inodes: frozenset[int]) -> bool:
    """Whether source and target are the same photo, by our own doing and not by chance."""
    source, target = look_at(step.source), look_at(step.target)
    if source is None or target is None:
        return False
    if is_same_file(step.source, step.target):
        return True
    return bool(inodes & {source.st_ino, target.st_ino}) and has_same_content(step.source, step.target)


def _has_happened(step: Step, inodes: frozenset[int]) -> bool:
    """Whether the disk shows that a step was carried out. Folder steps may be repeated, so they say no."""
    target = look_at(step.target)
    match step.action:
        case "move":
            return target is not None and look_at(step.source) is None
        case "copy" | "create" | "merge" | "split":
            return target is not None and target.st_ino in inodes
        case "hardlink":
            return is_same_file(step.source, step.target)
        case "symlink":
            return step.target.is_symlink() and step.target.readlink() == link_text(step)
        case "remove_copy" | "remove_hardlink" | "remove_symlink" | "remove_created":
            return target is None
        case _:
            return False
