"""The journal while it is written: two copies, synced before anything happens, and a lock."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from snapsort.errors import RefusedForSafety, SnapsortError
from snapsort.files import sync_folder
from snapsort.moving.fields import write_line
from snapsort.moving.lines import (
    CopiedFile,
    Ending,
    Header,
    Journal,
    copied_record,
    header_record,
    intent_record,
    read_raw_lines,
)
from snapsort.moving.steps import Unit

MIRROR = ".snapsort"
"""The folder beside the moved pictures that holds the second copy of each journal."""


@dataclass(frozen=True, slots=True)
class JournalFolder:
    """Where journals lie: `state` is snapsort's folder for this user, below which `runs` is made."""

    state: Path

    @property
    def runs(self) -> Path:
        """The folder with one file a run."""
        return self.state / "runs"

    def file(self, run: str) -> Path:
        """The journal of a run."""
        return self.runs / f"{run}.jsonl"

    def lock(self, run: str) -> FileLock:
        """Held by the process that carries out the run; a killed process lets go."""
        return FileLock(self.runs / f"{run}.lock")


def mirror_file(into: Path, run: str) -> Path:
    """The second copy of a journal, which travels with the pictures."""
    return into / MIRROR / f"{run}.jsonl"


def make_run_id(now: datetime) -> str:
    """A name for a run that sorts by time and that no other run has.

    >>> make_run_id(datetime(2026, 11, 20, 9, 15, tzinfo=UTC))[:16]
    '20261120-091500-'
    """
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


class OpenJournal:
    """A journal that is being written; a context manager that lets go of files and lock.

    Leaving it without `end` is what a kill does: the run then counts as interrupted.
    """

    def __init__(
        self, header: Header, files: Iterable[FileIO], held: ExitStack, open_units: Iterable[int]
    ) -> None:
        self.header = header
        self._files = tuple(files)
        self._held = held
        self._open = set(open_units)

    def __enter__(self) -> OpenJournal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._held.close()

    def intend(self, units: Iterable[Unit]) -> None:
        """Announce units; when this returns, the announcement survives a power cut."""
        announced = tuple(units)
        self._open.update(unit.number for unit in announced)
        self._append([intent_record(unit) for unit in announced], sync=True)

    def copied(self, copied: CopiedFile) -> None:
        """Note a verified copy before it gets its name; synced."""
        self._append([copied_record(copied)], sync=True)

    def done(self, unit: int) -> None:
        """A unit has happened, whole."""
        self._append([{"type": "done", "unit": unit}])
        self._open.discard(unit)

    def left(self, unit: int, code: str, reason: str) -> None:
        """A unit is as it was before."""
        self._append([{"type": "left", "unit": unit, "code": code, "reason": reason}])
        self._open.discard(unit)

    def end(self, status: Ending) -> None:
        """The run is over, but for units that are stuck; synced."""
        now = datetime.now(UTC).isoformat()
        self._append([{"type": "end", "status": status, "open": len(self._open), "time": now}], sync=True)

    def resume(self) -> None:
        """Note that another process goes on from here."""
        self._append([{"type": "resumed", "time": datetime.now(UTC).isoformat()}])

    def _append(self, records: Iterable[Mapping[str, object]], *, sync: bool = False) -> None:
        content = b"".join(write_line(record) for record in records)
        try:
            for file in self._files:
                if file.write(content) != len(content):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301
            for file in self._files if sync else ():
                os.fsync(file.fileno())
        except OSError as error:
            raise SnapsortError(
                f"stopped, because the journal of run {self.header.run} cannot be written: {error.strerror}",
                hint="make room on the disk, then run `snapsort recover`",
            ) from error


def start_journal(journals: JournalFolder, header: Header) -> OpenJournal:
    """A new journal in both places, with its header written and synced.

    Raises:
        RefusedForSafety: one of the two places cannot be written; nothing may move then.
    """
    paths = (journals.file(header.run), mirror_file(header.into, header.run))
    try:
        with ExitStack() as held:
            held.enter_context(hold_run(journals, header.run))
            files = [_begin(path, header, held) for path in paths]
            return OpenJournal(header, files, held.pop_all(), ())
    except OSError as error:
        raise _unwritable(error) from error


def reopen_journal(known: Journal, copies: Iterable[Path]) -> OpenJournal:
    """The journal of an interrupted run, to be gone on with by the process that holds the run.

    Raises:
        RefusedForSafety: the journal cannot be written.
    """
    header = known.header
    try:
        with ExitStack() as held:
            files = _open_again(tuple(copies), held)
            return OpenJournal(header, files, held.pop_all(), (unit.number for unit in known.open_units))
    except OSError as error:
        raise _unwritable(error) from error


@contextmanager
def hold_run(journals: JournalFolder, run: str) -> Iterator[None]:
    """Inside, no other process of this machine carries out, recovers or undoes this run.

    Raises:
        RefusedForSafety: another one does, or the state folder cannot be written.
    """
    lock = journals.lock(run)
    try:
        journals.runs.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=1)  # seconds; another process may just be asking whether the run is alive
    except Timeout as error:
        raise RefusedForSafety(f"run {run} is still going on", hint="wait until it is done") from error
    except OSError as error:
        raise _unwritable(error) from error
    try:
        yield
    finally:
        _let_go(lock)


def is_alive(journals: JournalFolder, run: str) -> bool:
    """Whether a process is carrying out this run now, on this machine."""
    if not journals.runs.is_dir():
        return False
    lock = journals.lock(run)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:  # a state folder that cannot be written holds no lock either
        return False
    _let_go(lock)
    return False


def _let_go(lock: FileLock) -> None:
    # While it is held: whoever waits for it then sees that the file is gone, and makes a new one.
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()


def _unwritable(error: OSError) -> RefusedForSafety:
    return RefusedForSafety(
        f"nothing was moved, because the journal cannot be written: {error}",
        hint="make the folder writable; without a journal a run could not be undone",
    )


def _begin(path: Path, header: Header, held: ExitStack) -> FileIO:
    """A new copy of a journal with its header; when an error ends `held`, it goes again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = FileIO(path, "xb")
    held.push(lambda kind, _error, _traceback: path.unlink() if kind else None)
    held.enter_context(file)
    file.write(write_line(header_record(header)))
    os.fsync(file.fileno())
    sync_folder(path.parent)
    return file


def _open_again(copies: Sequence[Path], held: ExitStack) -> list[FileIO]:
    """The copies of a journal, each open at its end and with all lines of all.

    A kill can come after a line is in one copy and before it is in the other, or in the middle of a line.
    """
    lines = {path: read_raw_lines(path) for path in copies}
    known = dict.fromkeys(
        line for path in sorted(copies, key=lambda path: -len(lines[path])) for line in lines[path]
    )
    files = []
    for path in copies:
        missing = known.keys() - lines[path]
        file = held.enter_context(FileIO(path, "ab"))
        file.write(b"\n" + b"".join(line + b"\n" for line in known if line in missing))
        files.append(file)
    return files
