"""The lines of a journal: how they are written, and what can be read from them after a kill or a power cut.

A journal is JSON lines, appended only: `run` first, then for each unit `intent` before anything happens,
`copied` when a verified copy is about to get its name, `done` or `left` after; `resumed` when a later
process goes on; `end` last. A line that was cut off counts for nothing: what it would have announced has
not happened, or can be seen on the disk.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from snapsort.errors import JournalError
from snapsort.moving.fields import Fields, read_line
from snapsort.moving.steps import ACTIONS, Step, Unit
from snapsort.records import Fingerprint, Mode

VERSION = 1
MODES: tuple[Mode, ...] = get_args(Mode)

Command = Literal["sort", "order", "dupes", "undo"]
COMMANDS: tuple[Command, ...] = get_args(Command)

Ending = Literal["finished", "interrupted", "recovered"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)

RUN_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{4}")
"""A run's name, such as 20261120-091500-1a2b. Files are named by it, so nothing else may be in it."""

_LAST_LINE_BYTES = 4096
_HINT = "`snapsort history` lists the runs that can be read"


@dataclass(frozen=True, slots=True)
class Header:
    """What a run is: the first line of its journal. `started` is UTC, ISO 8601 with microseconds."""

    run: str
    command: Command
    started: str
    root: Path
    into: Path
    mode: Mode
    model: str = ""
    labels: str = ""
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A copy that a run has made and verified: its inode tells it from a stranger's file of that name."""

    unit: int
    step: int
    inode: int
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal says. `units` are the intents in order; `left` are units that stayed as they were.

    `ending` is None when the run is still going on or was killed. `lines` counts the readable lines.
    """

    header: Header
    units: tuple[Unit, ...]
    done: frozenset[int]
    left: frozenset[int]
    copied: tuple[CopiedFile, ...]
    ending: Ending | None
    lines: int

    @property
    def open_units(self) -> tuple[Unit, ...]:
        """Units that were announced and of which nothing more is known."""
        known = self.done | self.left
        return tuple(unit for unit in self.units if unit.number not in known)


def read_journal(path: Path) -> Journal | None:
    """The journal in a file; None when it has no header, so that nothing can have happened.

    Raises:
        JournalError: it cannot be read, is no journal, or was written by a newer version.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise JournalError(f"cannot read the journal {path}: {error.strerror}", hint=_HINT) from error
    lines = list(_readable(content.split(b"\n")))
    if not lines:
        return None
    try:
        return _read_lines(lines, run=path.stem)
    except ValueError as error:
        raise JournalError(
            f"{path} is not a journal that this version can read: {error}", hint=_HINT
        ) from error


def read_header(path: Path) -> Header | None:
    """The header of a journal, without reading the rest; None when there is none that can be read."""
    try:
        with path.open("rb") as file:
            first = next(_readable(file), None)
        return None if first is None else _read_header(first, run=path.stem)
    except (OSError, ValueError):
        return None


def read_raw_lines(path: Path) -> tuple[bytes, ...]:
    """The lines of a journal as they stand, without those that were cut off."""
    return tuple(line for line in path.read_bytes().split(b"\n") if any(_readable([line])))


def is_settled(path: Path) -> bool:
    """Whether the last line of a journal says that its run is over, with nothing open; reads no more."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LAST_LINE_BYTES))
            last = read_line(file.read().rstrip(b"\n").rpartition(b"\n")[2])
        return last.text("type") == "end" and last.integer("open") == 0
    except (OSError, ValueError):
        return False


def header_record(header: Header) -> dict[str, object]:
    """The first line."""
    return {
        "type": "run",
        "version": VERSION,
        "run": header.run,
        "command": header.command,
        "started": header.started,
        "root": str(header.root),
        "into": str(header.into),
        "mode": header.mode,
        "model": header.model,
        "labels": header.labels,
        "undoes": header.undoes,
    }


def intent_record(unit: Unit) -> dict[str, object]:
    """What is about to happen to a unit."""
    record: dict[str, object] = {"type": "intent", "unit": unit.number}
    if unit.of is not None:
        record["of"] = unit.of
    record["steps"] = [_step_record(step) for step in unit.steps]
    return record


def copied_record(copied: CopiedFile) -> dict[str, object]:
    """A verified copy is about to get its name."""
    return {
        "type": "copied",
        "unit": copied.unit,
        "step": copied.step,
        "inode": copied.inode,
        "fingerprint": copied.fingerprint,
    }


def _step_record(step: Step) -> dict[str, object]:
    if step.is_folder:
        return {"action": step.action, "target": str(step.target)}
    record: dict[str, object] = {
        "action": step.action,
        "source": str(step.source),
        "target": str(step.target),
        "size": step.size_bytes,
        "mtime_ns": step.mtime_ns,
        "fingerprint": step.fingerprint,
    }
    if step.prefix:
        record["prefix"] = step.prefix
    if step.exchanges:
        record["permissions"] = step.permissions
    return record


def _readable(lines: Iterable[bytes]) -> Iterator[Fields]:
    for line in lines:
        try:
            yield read_line(line)
        except ValueError:
            continue


def _read_lines(lines: list[Fields], *, run: str) -> Journal:
    header = _read_header(lines[0], run=run)
    by_type: dict[str, list[Fields]] = {}
    for line in lines[1:]:
        by_type.setdefault(line.text("type"), []).append(line)
    copied = tuple(_read_copied(line) for line in by_type.get("copied", []))
    fingerprints = {(item.unit, item.step): item.fingerprint for item in copied}
    units = tuple(_with_fingerprints(_read_unit(line), fingerprints) for line in by_type.get("intent", []))
    known = {unit.number for unit in units}
    endings = [line.word("status", ENDINGS) for line in by_type.get("end", [])]
    return Journal(
        header=header,
        units=units,
        done=frozenset(line.integer("unit") for line in by_type.get("done", [])) & known,
        left=frozenset(line.integer("unit") for line in by_type.get("left", [])) & known,
        copied=copied,
        ending=endings[-1] if endings else None,
        lines=len(lines),
    )


def _read_header(line: Fields, *, run: str) -> Header:
    """The header, of the run that the file is named by."""
    line.word("type", ("run",))
    if line.integer("version") > VERSION:
        raise ValueError(f"version {line.integer('version')} is newer than {VERSION}")
    if not RUN_ID.fullmatch(run) or line.text("run") != run:
        raise ValueError(f'"run" must be what the file is named by, not {line.text("run")!r}')
    undoes = line.optional_text("undoes")
    if undoes is not None and (undoes == run or not RUN_ID.fullmatch(undoes)):
        raise ValueError(f'"undoes" must be another run, not {undoes!r}')
    return Header(
        run=run,
        command=line.word("command", COMMANDS),
        started=line.time("started"),
        root=line.path("root"),
        into=line.path("into"),
        mode=line.word("mode", MODES),
        model=line.text("model"),
        labels=line.text("labels"),
        undoes=undoes,
    )


def _read_unit(line: Fields) -> Unit:
    steps = tuple(_read_step(step) for step in line.objects("steps"))
    unit = Unit(line.integer("unit"), steps, of=line.optional_integer("of"))
    if not unit.files:
        raise ValueError('"steps" must have a file among them')
    return unit


def _read_step(line: Fields) -> Step:
    action, target = line.word("action", ACTIONS), line.path("target")
    if action in ("mkdir", "rmdir"):
        return Step(action, target, target)
    return Step(
        action=action,
        source=line.path("source"),
        target=target,
        size_bytes=line.integer("size"),
        mtime_ns=line.integer("mtime_ns"),
        fingerprint=line.fingerprint("fingerprint"),
        prefix=line.optional_text("prefix") or "",
        permissions=(line.optional_integer("permissions") or 0) & 0o7777,
    )


def _read_copied(line: Fields) -> CopiedFile:
    fingerprint = line.fingerprint("fingerprint")
    if fingerprint is None:
        raise ValueError('"fingerprint" must not be null')
    return CopiedFile(line.integer("unit"), line.integer("step"), line.integer("inode"), fingerprint)


def _with_fingerprints(unit: Unit, fingerprints: Mapping[tuple[int, int], Fingerprint]) -> Unit:
    """The unit, with what copying has found out about files whose content nobody had looked at before."""
    if not fingerprints:
        return unit
    steps = tuple(
        replace(step, fingerprint=step.fingerprint or fingerprints.get((unit.number, index)))
        for index, step in enumerate(unit.steps)
    )
    return replace(unit, steps=steps)
