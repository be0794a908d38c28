"""The only place where files change place: units of steps, each in the journal before it happens."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NoReturn

from snapsort.errors import PhotoError
from snapsort.files import sync_folder
from snapsort.moving.disk import (
    check_confined,
    check_is_twin,
    check_unchanged,
    explain_error,
    link_text,
    look_at,
)
from snapsort.moving.journal import OpenJournal
from snapsort.moving.lines import CopiedFile
from snapsort.moving.merge import exchange
from snapsort.moving.steps import Step, Unit, folder_step
from snapsort.moving.transfer import (
    VerifiedCopy,
    copy_exclusively,
    move_across,
    move_exclusively,
    write_exclusively,
)
from snapsort.records import Problem

UNITS_PER_SYNC = 32
"""Units that are announced with one sync. Syncing each by itself costs a disk's seek time per picture."""

Progress = Callable[[int], None]
Stop = Callable[[], bool]
Make = Callable[[Path], bytes]
"""The content of the file that is made from a picture; PhotoError when it cannot be made."""


def make_nothing(_source: Path) -> NoReturn:
    """Raise PhotoError: undoing an undo and `recover` move files and make none."""
    raise PhotoError("not_made", "it is made by the command that made it first; run that again")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. `done` names each picture that changed place by where it lay before, in order.

    `interrupted` means that it was asked to stop; the journal is complete all the same.
    """

    run: str
    done: tuple[Path, ...]
    problems: tuple[Problem, ...]
    interrupted: bool
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class StepPlace:
    """Which step of which run: where its traces go, and where it gets content that it has to make."""

    journal: OpenJournal
    unit: int
    step: int
    make: Make = make_nothing

    def part(self, target: Path) -> Path:
        """The file beside the target in which a copy grows."""
        return part_file(target, self.journal.header.run, self.unit, self.step)

    def copied(self, copy: VerifiedCopy) -> None:
        """Note a verified copy in the journal."""
        self.journal.copied(CopiedFile(self.unit, self.step, copy.inode, copy.fingerprint))


def run_units(
    units: Sequence[Unit],
    journal: OpenJournal,
    *,
    on_progress: Progress,
    stop: Stop,
    make: Make = make_nothing,
) -> Outcome:
    """Carry out units in order and end the journal; a unit that fails stays as it was and is a problem."""
    done: list[Unit] = []
    problems: list[Problem] = []
    interrupted = False
    for batch in _batches(units):
        interrupted = interrupted or stop()
        if interrupted:
            break
        announced = [_with_folders(unit) for unit in batch]
        journal.intend(announced)
        for unit in announced:
            interrupted = interrupted or stop()
            if interrupted:
                journal.left(unit.number, "interrupted", "the run was asked to stop")
                continue
            problem = _settle(unit, journal, make)
            if problem is None:
                done.append(unit)
            else:
                problems.append(problem)
            on_progress(len(done) + len(problems))
        sync_folders(announced)
    journal.end("interrupted" if interrupted else "finished")
    return make_outcome(journal, done, problems, interrupted=interrupted)


def carry_out(steps: Iterable[tuple[int, Step]], unit: int, journal: OpenJournal, make: Make) -> None:
    """Carry out numbered steps of a unit; PhotoError when one fails, and then none stands."""
    standing: list[tuple[int, Step]] = []
    try:
        for index, step in steps:
            perform(step, StepPlace(journal, unit, index, make))
            standing.append((index, step))
    except PhotoError as error:
        take_back(standing, unit, journal, error)
        raise


def take_back(
    standing: Sequence[tuple[int, Step]], unit: int, journal: OpenJournal, cause: PhotoError
) -> None:
    """Undo steps that stand, last first; PhotoError `stuck` when that fails, and the unit stays open."""
    for index, step in reversed(standing):
        try:
            perform(step.inverse, StepPlace(journal, unit, index))
        except PhotoError as error:
            raise PhotoError(
                "stuck", f"{cause}, and {step.inverse.subject} cannot be taken back: {error}"
            ) from error


def perform(step: Step, place: StepPlace) -> None:
    """Carry out one step if the disk is as it was planned for, else PhotoError."""
    try:
        if step.is_folder:
            _change_folder(step, place)
        elif step.removes:
            check_is_twin(step)
            step.target.unlink()
        elif step.exchanges:
            check_confined(step.source, _bases(place))
            check_confined(step.target, _bases(place))
            exchange(step, part=place.part(step.target), on_verified=place.copied)
        else:
            check_unchanged(step.source, step)
            check_confined(step.target, _bases(place))
            _transfer(step, place)
    except OSError as error:
        raise explain_error(error) from error


def part_file(target: Path, run: str, unit: int, step: int) -> Path:
    """The file beside a target in which a copy grows."""
    return target.parent / f".snapsort-{run}-{unit}-{step}.part"


def sync_folders(units: Iterable[Unit]) -> None:
    """Make the places of these units' files durable."""
    folders = {path.parent for unit in units for step in unit.files for path in (step.source, step.target)}
    for folder in sorted(folders):
        with suppress(OSError):  # a folder that is gone or unreadable has no name of ours to keep
            sync_folder(folder)


def make_outcome(
    journal: OpenJournal, done: Sequence[Unit], problems: Sequence[Problem], *, interrupted: bool
) -> Outcome:
    """The outcome for units that are done."""
    return Outcome(
        run=journal.header.run,
        done=tuple(find_picture(unit) for unit in done),
        problems=tuple(problems),
        interrupted=interrupted,
        files=sum(len(unit.files) for unit in done),
        size_bytes=sum(unit.size_bytes for unit in done),
    )


def make_problem(unit: Unit, error: PhotoError) -> Problem:
    """What befell a unit, by its picture."""
    return Problem(find_picture(unit), "apply", error.code, str(error))


def find_picture(unit: Unit) -> Path:
    """Where a unit's picture lies before the unit happens."""
    return unit.files[0].subject


def _settle(unit: Unit, journal: OpenJournal, make: Make) -> Problem | None:
    try:
        carry_out(enumerate(unit.steps), unit.number, journal, make)
    except PhotoError as error:
        if error.code != "stuck":  # what is stuck stays open, for `recover`
            journal.left(unit.number, error.code, str(error))
        return make_problem(unit, error)
    journal.done(unit.number)
    return None


def _transfer(step: Step, place: StepPlace) -> None:
    match step.action:
        case "move":
            _move(step, place)
        case "copy":
            copy_exclusively(step.source, step.target, part=place.part(step.target), on_verified=place.copied)
        case "create":
            content, part = place.make(step.source), place.part(step.target)
            write_exclusively(content, step.source, step.target, part=part, on_verified=place.copied)
        case "hardlink":
            os.link(step.source, step.target)
        case _:
            step.target.symlink_to(link_text(step))


def _move(step: Step, place: StepPlace) -> None:
    try:
        move_exclusively(step.source, step.target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        move_across(step.source, step.target, part=place.part(step.target), on_verified=place.copied)


def _change_folder(step: Step, place: StepPlace) -> None:
    if step.action == "rmdir":
        with suppress(OSError):  # not empty, or no longer there: then it stays as it is
            step.target.rmdir()
        return
    check_confined(step.target, _bases(place))
    try:
        step.target.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise PhotoError("not_a_folder", f"{step.target} is a file") from error


def _bases(place: StepPlace) -> tuple[Path, Path]:
    return place.journal.header.into, place.journal.header.root


def _with_folders(unit: Unit) -> Unit:
    """The unit with steps in front that make the folders it needs and that are missing now."""
    missing: dict[Path, None] = {}
    for step in unit.files:
        if not step.is_about_target:
            missing.update(dict.fromkeys(_missing_folders(step.target)))
    return replace(unit, steps=(*(folder_step("mkdir", folder) for folder in missing), *unit.steps))


def _missing_folders(target: Path) -> list[Path]:
    """The folders above a target that do not exist, outermost first."""
    missing: list[Path] = []
    folder = target.parent
    with suppress(OSError):  # what cannot be looked at cannot be made either; the step itself will say why
        while look_at(folder) is None and folder != folder.parent:
            missing.append(folder)
            folder = folder.parent
    return missing[::-1]


def _batches(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    rest = iter(units)
    while batch := list(islice(rest, UNITS_PER_SYNC)):
        yield batch
