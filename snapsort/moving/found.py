"""Which journals there are, in the state folder and beside the pictures, and which cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from snapsort.errors import JournalError
from snapsort.moving.journal import MIRROR, JournalFolder
from snapsort.moving.lines import RUN_ID, Journal, is_settled, read_header, read_journal
from snapsort.moving.rebase import rebase


@dataclass(frozen=True, slots=True)
class BrokenJournal:
    """A copy of a journal that cannot be read, and why, as a sentence with its path."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class FoundJournals:
    """One journal a run, by the copy that says most, and the copies that cannot be read."""

    journals: tuple[Journal, ...]
    broken: tuple[BrokenJournal, ...]


_Counts: TypeAlias = Callable[[Path, Journal, JournalFolder], bool]


def find_journals(journals: JournalFolder, *, about: str | None = None) -> FoundJournals:
    """All that this user's journals know, or only what they know about one run.

    Also those that another machine wrote into a folder that this machine has moved pictures to.
    """
    return _read_best(_choose(list(_copies(journals)), about), journals, _is_at_home)


def find_unsettled_journals(journals: JournalFolder) -> FoundJournals:
    """Those of `find_journals` whose runs may want `recover`; of the others only the ends are read."""
    copies = list(_copies(journals))
    unsettled = {path.stem for path in copies if not is_settled(path)}
    return _read_best((path for path in copies if path.stem in unsettled), journals, _is_at_home)


def find_journals_at(folder: Path, journals: JournalFolder, *, about: str | None = None) -> FoundJournals:
    """Those that lie beside the pictures in a folder, as if their runs had happened where it lies now."""
    mirror = folder if folder.name == MIRROR else folder / MIRROR
    beside = _journal_files(mirror)
    own = [path for path in (journals.file(path.stem) for path in beside) if path.is_file()]
    found = _read_best(_choose([*own, *beside], about), journals, _is_anywhere)
    return replace(found, journals=tuple(rebase(journal, mirror.parent) for journal in found.journals))


def _copies(journals: JournalFolder) -> Iterator[Path]:
    """The files in the state folder, then those in the folders that they name."""
    own = _journal_files(journals.runs)
    yield from own
    headers = [read_header(path) for path in own]
    for into in sorted({header.into for header in headers if header is not None}):
        yield from _journal_files(into / MIRROR)


def _choose(copies: Sequence[Path], about: str | None) -> Iterable[Path]:
    """The copies that tell about a run: its own, and those of runs that took it back, or took these back."""
    if about is None:
        return copies
    undoing: dict[str, set[str]] = {}
    for path in copies:
        header = read_header(path)
        if header is not None and header.undoes is not None:
            undoing.setdefault(header.undoes, set()).add(path.stem)
    chosen, waiting = {about}, [about]
    while waiting:
        more = undoing.get(waiting.pop(), set()) - chosen
        chosen |= more
        waiting.extend(more)
    return (path for path in copies if path.stem in chosen)


def _read_best(copies: Iterable[Path], journals: JournalFolder, counts: _Counts) -> FoundJournals:
    found: dict[str, Journal] = {}
    broken: list[BrokenJournal] = []
    for path in copies:
        known = found.get(path.stem)
        item = None if known is not None and _is_twin(path, journals) else _read(path)
        if isinstance(item, BrokenJournal):
            broken.append(item)
        # The copy that says more: a run may have been finished with one of the two out of reach.
        elif item is not None and counts(path, item, journals):
            found[path.stem] = item if known is None or item.lines > known.lines else known
    return FoundJournals(tuple(found.values()), tuple(broken))


def _read(path: Path) -> Journal | BrokenJournal | None:
    try:
        return read_journal(path)
    except JournalError as error:
        return BrokenJournal(path, str(error))


def _is_at_home(path: Path, journal: Journal, journals: JournalFolder) -> bool:
    """Whether a journal lies where its run has put it, not in a folder that was copied with it."""
    return path.parent in (journals.runs, journal.header.into / MIRROR)


def _is_anywhere(_path: Path, _journal: Journal, _journals: JournalFolder) -> bool:
    """Yes: a folder that was copied or carried along is just what is asked about."""
    return True


def _is_twin(path: Path, journals: JournalFolder) -> bool:
    """Whether a journal is as long as the one in the state folder: both only grow, and by the same lines."""
    try:
        return journals.file(path.stem).stat().st_size == path.stat().st_size
    except OSError:
        return False


def _journal_files(folder: Path) -> list[Path]:
    try:
        names = os.listdir(folder)  # noqa: PTH208  # names, not paths
    except OSError:  # no such folder, or a disk that is not there
        return []
    return [folder / name for name in sorted(names) if _is_journal_name(Path(name))]


def _is_journal_name(name: Path) -> bool:
    return name.suffix == ".jsonl" and RUN_ID.fullmatch(name.stem) is not None
