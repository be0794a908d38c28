"""Runs, read from their journals: which there are, how they ended, and what of them still stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from snapsort.errors import JournalError, NothingToDo
from snapsort.moving.journal import MIRROR, JournalFolder, is_alive, mirror_file
from snapsort.moving.lines import Command, Ending, Header, Journal, read_journal
from snapsort.moving.rebase import rebase
from snapsort.moving.steps import Unit
from snapsort.records import Mode

RunStatus = Literal["running", "unfinished", "finished", "partly_undone", "undone"]

_RUN_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")


@dataclass(frozen=True, slots=True)
class Run:
    """One run and what became of it.

    Args:
        journal: what it did.
        copies: the files that hold its journal.
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
    def left(self) -> int:
        """How many photos it had announced and left where they were."""
        return len(self.journal.left)

    @property
    def standing_units(self) -> tuple[Unit, ...]:
        """What undoing it takes back, in the order in which it was done."""
        return tuple(unit for unit in self.journal.units if unit.number in self.standing)

    @property
    def _header(self) -> Header:
        return self.journal.header


def list_runs(journals: JournalFolder) -> tuple[Run, ...]:
    """All runs that this user's journals know, newest first; [] when there are none.

    Also those that another machine wrote into a folder that this machine has moved pictures to.

    Raises:
        JournalError: a journal cannot be read.
    """
    found = {journal.header.run: journal for journal in _read_files(_journal_files(journals.runs))}
    for into in sorted({journal.header.into for journal in found.values()}):
        mirrors = (path for path in _journal_files(into / MIRROR) if not _is_twin(path, journals))
        for journal in _read_files(mirrors):
            known = found.get(journal.header.run)
            # The copy that says more: a run may have been finished with one of the two out of reach.
            if journal.header.into == into and (known is None or journal.lines > known.lines):
                found[journal.header.run] = journal
    return _make_runs(found, journals)


def list_runs_at(folder: Path, journals: JournalFolder) -> tuple[Run, ...]:
    """The runs whose journals lie beside the pictures in a folder, newest first, wherever it lies now."""
    mirror = folder if folder.name == MIRROR else folder / MIRROR
    found = (rebase(journal, mirror.parent) for journal in _read_files(_journal_files(mirror)))
    return _make_runs({journal.header.run: journal for journal in found}, journals)


def find_run(journals: JournalFolder, which: str | None) -> Run:
    """One run: by its id, by the path of its journal, or the last one that can be undone.

    Args:
        journals: where journals lie.
        which: an id; a journal file; a folder that pictures were moved to, for the last run there that can be
            undone, also when the folder came from another machine; None for the last one of all.

    Raises:
        NothingToDo: there is no run that could be undone.
        JournalError: no such run.
    """
    if which is None:
        return _find_last(list_runs(journals), "there is no run to undo")
    path = Path(which).absolute()
    if path.is_dir():
        return _find_last(list_runs_at(path, journals), f"there is no run to undo in {path}")
    runs = list_runs_at(path.parent, journals) if path.parent.name == MIRROR else list_runs(journals)
    name = path.stem if path.is_file() else which
    for run in runs:
        if run.id == name:
            return run
    raise JournalError(f"there is no run {which}", hint="`snapsort history` lists the runs")


def find_unfinished(journals: JournalFolder) -> tuple[Run, ...]:
    """The runs that were killed and want `recover`, newest first."""
    return tuple(run for run in list_runs(journals) if run.status == "unfinished")


def read_again(run: Run, journals: JournalFolder) -> Run:
    """The run as its journal says now."""
    for now in (*list_runs_at(run.into, journals), *list_runs(journals)):
        if now.id == run.id:
            return now
    raise JournalError(f"the journal of run {run.id} is gone")


def _find_last(runs: Iterable[Run], message: str) -> Run:
    """The last run that sorted and still stands; undoing an undo is asked for by its id."""
    for run in runs:
        if run.command != "undo" and (run.standing or run.status in ("running", "unfinished")):
            return run
    raise NothingToDo(message, hint="`snapsort history` lists the runs")


def _journal_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*.jsonl") if _RUN_ID.fullmatch(path.stem))


def _is_twin(mirror: Path, journals: JournalFolder) -> bool:
    """Whether a journal is as long as the one in the state folder: both only grow, and by the same lines."""
    own = journals.file(mirror.stem)
    return own.is_file() and own.stat().st_size == mirror.stat().st_size


def _read_files(paths: Iterable[Path]) -> Iterator[Journal]:
    for path in paths:
        journal = read_journal(path)
        if journal is not None:
            yield journal


def _make_runs(found: Mapping[str, Journal], journals: JournalFolder) -> tuple[Run, ...]:
    ordered = sorted(found.values(), key=lambda item: (item.header.started, item.header.run))
    undoing: dict[str, list[Journal]] = {}
    for journal in ordered:
        undoing.setdefault(journal.header.undoes or "", []).append(journal)
    return tuple(_make_run(journal, undoing, journals) for journal in reversed(ordered))


def _make_run(journal: Journal, undoing: Mapping[str, list[Journal]], journals: JournalFolder) -> Run:
    run = journal.header.run
    standing = _standing(journal, undoing)
    places = (journals.file(run), mirror_file(journal.header.into, run))
    return Run(
        journal=journal,
        copies=tuple(path for path in places if path.is_file()),
        status=_status(journal, standing, journals),
        standing=standing,
        undone_by=tuple(item.header.run for item in undoing.get(run, ())),
    )


def _standing(journal: Journal, undoing: Mapping[str, list[Journal]]) -> frozenset[int]:
    """The done units of a run, without those that runs took back which themselves still stand."""
    taken_back: set[int | None] = set()
    for undo in undoing.get(journal.header.run, ()):
        still_undone = _standing(undo, undoing)
        taken_back.update(unit.of for unit in undo.units if unit.number in still_undone)
    return journal.done - taken_back


def _status(journal: Journal, standing: frozenset[int], journals: JournalFolder) -> RunStatus:
    if journal.ending is None and is_alive(journals, journal.header.run):
        return "running"
    if journal.ending is None or journal.open_units:
        return "unfinished"
    if standing == journal.done:
        return "finished"
    return "partly_undone" if standing else "undone"
