"""Runs, read from their journals: which there are, how they ended, and what of them still stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from snapsort.errors import JournalError, NothingToDo
from snapsort.moving.found import (
    BrokenJournal,
    FoundJournals,
    find_journals,
    find_journals_at,
    find_unsettled_journals,
)
from snapsort.moving.journal import MIRROR, JournalFolder, is_alive, mirror_file
from snapsort.moving.lines import Command, Ending, Header, Journal, read_journal
from snapsort.moving.rebase import rebase
from snapsort.moving.steps import Unit
from snapsort.records import Mode

RunStatus = Literal["running", "unfinished", "finished", "partly_undone", "undone"]


@dataclass(frozen=True, slots=True)
class Run:
    """One run and what became of it.

    Args:
        journal: what it did.
        copies: the files that hold its journal and can be read.
        status: `running` in a process of this machine, `unfinished` when it was killed and wants `recover`.
        standing: the numbers of the units that are done and not taken back by a later run.
        undone_by: the runs that took it back, wholly or partly, oldest first.
    """

    journal: Journal
    copies: tuple[Path, ...]
    status: RunStatus
    standing: frozenset[int]
    undone_by: tuple[str, ...]

    @property
    def id(self) -> str:
        """The run's name, such as 20261120-091500-1a2b."""
        return self._header.run

    @property
    def command(self) -> Command:
        """What kind of run it was."""
        return self._header.command

    @property
    def started(self) -> str:
        """When it began: UTC, ISO 8601."""
        return self._header.started

    @property
    def root(self) -> Path:
        """The folder that was sorted."""
        return self._header.root

    @property
    def into(self) -> Path:
        """The folder that photos went to."""
        return self._header.into

    @property
    def mode(self) -> Mode:
        """How photos went."""
        return self._header.mode

    @property
    def undoes(self) -> str | None:
        """The run that this one took back."""
        return self._header.undoes

    @property
    def ending(self) -> Ending | None:
        """How it ended; `interrupted` is an orderly stop, None is a kill."""
        return self.journal.ending

    @property
    def done(self) -> int:
        """How many photos it moved."""
        return len(self.journal.done)

    @property
    def standing_units(self) -> tuple[Unit, ...]:
        """What undoing it takes back, in the order in which it was done."""
        return tuple(unit for unit in self.journal.units if unit.number in self.standing)

    @property
    def _header(self) -> Header:
        return self.journal.header


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs, newest first, and the copies of journals that cannot be read."""

    runs: tuple[Run, ...]
    broken: tuple[BrokenJournal, ...]


def read_runs(journals: JournalFolder, *, about: str | None = None) -> Runs:
    """All runs that this user's journals know; none when there are none.

    Also those that another machine wrote into a folder that this machine has moved pictures to.

    Args:
        journals: where journals lie.
        about: only this run and those that took it back; of all other journals one line is read.
    """
    return _make_runs(find_journals(journals, about=about), journals)


def read_runs_at(folder: Path, journals: JournalFolder, *, about: str | None = None) -> Runs:
    """The runs whose journals lie beside the pictures in a folder, wherever it lies now; as `read_runs`."""
    return _make_runs(find_journals_at(folder, journals, about=about), journals)


def list_runs(journals: JournalFolder) -> tuple[Run, ...]:
    """The runs of `read_runs`."""
    return read_runs(journals).runs


def list_runs_at(folder: Path, journals: JournalFolder) -> tuple[Run, ...]:
    """The runs of `read_runs_at`."""
    return read_runs_at(folder, journals).runs


def find_run(journals: JournalFolder, which: str | None) -> Run:
    """One run: by its id, by the path of its journal, or the last one that can be undone.

    Args:
        journals: where journals lie.
        which: an id; a journal file; a folder that pictures were moved to, for the last run there that can be
            undone, also when the folder came from another machine; None for the last one of all.

    Raises:
        NothingToDo: there is no run that could be undone.
        JournalError: no such run, or its journal cannot be read.
    """
    if which is None:
        return _find_last(read_runs(journals), "there is no run to undo")
    path = Path(which).absolute()
    if path.is_dir():
        return _find_last(read_runs_at(path, journals), f"there is no run to undo in {path}")
    name = path.stem if path.is_file() else which
    if path.parent.name == MIRROR:
        known = read_runs_at(path.parent, journals, about=name)
    else:
        known = read_runs(journals, about=name)
    for run in known.runs:
        if run.id == name:
            return run
    for journal in known.broken:
        if journal.path.stem == name:
            raise JournalError(journal.reason, hint="`snapsort history` lists the runs that can be read")
    raise JournalError(f"there is no run {which}", hint="`snapsort history` lists the runs")


def find_earlier(journals: JournalFolder, run: Run) -> Run | None:
    """The last run before that one that can be undone; None when there is none."""
    earlier = (known for known in list_runs(journals) if known.started < run.started)
    return next((known for known in earlier if _may_be_undone(known)), None)


def find_unfinished(journals: JournalFolder) -> tuple[Run, ...]:
    """The runs that were killed and want `recover`, newest first; does not read those that are settled."""
    found = _make_runs(find_unsettled_journals(journals), journals)
    return tuple(run for run in found.runs if run.status == "unfinished")


def read_again(run: Run, journals: JournalFolder) -> Run:
    """The run as its journal says now."""
    for read in (read_runs, partial(read_runs_at, run.into)):
        for now in read(journals, about=run.id).runs:
            if now.id == run.id and now.into == run.into:
                return now
    raise JournalError(f"the journal of run {run.id} is gone")


def read_journal_again(run: Run) -> Journal:
    """What the run's journal says now, whoever holds the run: the copy that says most.

    Raises:
        JournalError: no copy can be read any more.
    """
    read = [rebase(journal, run.into) for path in run.copies if (journal := read_journal(path)) is not None]
    if not read:
        raise JournalError(f"the journal of run {run.id} is gone")
    return max(read, key=lambda journal: journal.lines)


def _find_last(known: Runs, message: str) -> Run:
    """The last run that sorted and still stands; undoing an undo is asked for by its id."""
    last = next((run for run in known.runs if _may_be_undone(run)), None)
    for journal in known.broken:
        if last is None or (
            journal.path.stem > last.id and all(journal.path.stem != run.id for run in known.runs)
        ):
            raise JournalError(
                f"the last run may be another one, for {journal.reason}",
                hint="name the run that you mean; `snapsort history` lists those that can be read",
            )
    if last is None:
        raise NothingToDo(message, hint="`snapsort history` lists the runs")
    return last


def _may_be_undone(run: Run) -> bool:
    return run.command != "undo" and (bool(run.standing) or run.status in ("running", "unfinished"))


def _make_runs(found: FoundJournals, journals: JournalFolder) -> Runs:
    by_run = {journal.header.run: journal for journal in found.journals}
    ordered = sorted(by_run.values(), key=lambda item: (item.header.started, item.header.run))
    undone_by: dict[str, list[str]] = {}
    for journal in ordered:
        undone_by.setdefault(journal.header.undoes or "", []).append(journal.header.run)
    standing = _find_standing(by_run)
    broken = {journal.path for journal in found.broken}
    runs = [
        Run(
            journal=by_run[run],
            copies=tuple(path for path in _copies(by_run[run], journals) if path not in broken),
            status=_status(by_run[run], standing[run], journals),
            standing=standing[run],
            undone_by=tuple(undone_by.get(run, ())),
        )
        for run in (journal.header.run for journal in reversed(ordered))
    ]
    return Runs(tuple(runs), found.broken)


def _copies(journal: Journal, journals: JournalFolder) -> Iterable[Path]:
    run = journal.header.run
    places = (journals.file(run), mirror_file(journal.header.into, run))
    return (path for path in places if path.is_file())


def _find_standing(journals: Mapping[str, Journal]) -> dict[str, frozenset[int]]:
    """The done units of each run, without those that runs took back which themselves still stand.

    A run is taken up when all that undo it have been. Runs that undo each other in a circle, as only a forger
    makes them, are never taken up.
    """
    standing = {run: journal.done for run, journal in journals.items()}
    waiting = Counter(journal.header.undoes for journal in journals.values())
    ready = [run for run in journals if not waiting[run]]
    while ready:
        undo = journals[ready.pop()]
        undone = undo.header.undoes
        if undone is None or undone not in journals:
            continue
        taken_back = {unit.of for unit in undo.units if unit.number in standing[undo.header.run]}
        standing[undone] -= taken_back
        waiting[undone] -= 1
        if not waiting[undone]:
            ready.append(undone)
    return standing


def _status(journal: Journal, standing: frozenset[int], journals: JournalFolder) -> RunStatus:
    if journal.ending is None and is_alive(journals, journal.header.run):
        return "running"
    if journal.ending is None or journal.open_units:
        return "unfinished"
    if standing == journal.done:
        return "finished"
    return "partly_undone" if standing else "undone"
