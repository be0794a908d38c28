"""Decisions become final names. A question only: what lies on the disk comes in through `Existing`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from snapsort.moving.names import fold, unit_names
from snapsort.records import (
    DecidedPhoto,
    FileMove,
    Fingerprint,
    Mode,
    OnConflict,
    Plan,
    PlannedMove,
    Problem,
    Stay,
    StayReason,
)

_LARGE = 10**9
"""A number that no name will ever carry."""


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """Where photos go and how. Paths are absolute."""

    root: Path
    into: Path
    mode: Mode = "move"
    on_conflict: OnConflict = "rename"


class Existing(Protocol):
    """What already lies in the target folders."""

    def names(self, folder: Path) -> Iterable[str]:
        """The names in a folder; none when there is no such folder."""

    def fingerprint(self, path: Path) -> Fingerprint | None:
        """The fingerprint of a file; None when it cannot be read or is no file."""


def plan_moves(
    decided: Sequence[DecidedPhoto],
    *,
    target: PlanTarget,
    existing: Existing,
    problems: Sequence[Problem],
    model: str,
    labels: str,
) -> Plan:
    """The plan for photos that are decided, whatever their order: every photo is in it, with final names.

    Targets are distinct after NFC and case folding, among themselves and against what exists. A name whose
    file is going to be moved away still counts as taken.
    """
    names = _Names(existing)
    planned = [
        _plan_photo(photo, target, names) for photo in sorted(decided, key=lambda item: item.photo.path.parts)
    ]
    return Plan(
        root=target.root,
        into=target.into,
        mode=target.mode,
        moves=tuple(item for item in planned if isinstance(item, PlannedMove)),
        stays=tuple(item for item in planned if isinstance(item, Stay)),
        problems=tuple(sorted(problems, key=lambda problem: problem.path.parts)),
        model=model,
        labels=labels,
    )


def _plan_photo(photo: DecidedPhoto, target: PlanTarget, names: _Names) -> PlannedMove | Stay:
    decision = photo.decision
    if not photo.photo.path.is_relative_to(target.root):
        raise ValueError(f"{photo.photo.path} is not below {target.root}, so undo could not put it back")
    if decision.reason != "sure":
        return Stay(photo, decision.reason)
    if decision.folder is None:
        raise ValueError(f"{photo.photo.path} is decided as sure but {decision.label} has no folder")
    folder = target.into.joinpath(*decision.folder.parts)
    reason = _find_reason_to_stay(photo, folder, target, names)
    if reason is not None:
        return Stay(photo, reason)
    chosen = names.take(folder, _names_of(photo), photo.fingerprint)
    moves = (FileMove(file, folder / name) for file, name in zip(photo.photo.files, chosen, strict=True))
    return PlannedMove(photo, tuple(moves))


def _find_reason_to_stay(
    photo: DecidedPhoto, folder: Path, target: PlanTarget, names: _Names
) -> StayReason | None:
    if fold(str(photo.photo.path.parent)) == fold(str(folder)):
        return "in_place"
    wanted = _names_of(photo)
    if not _are_distinct(unit_names(wanted, _LARGE)):
        return "name_taken"  # companions that differ in case only: no number tells them apart
    if names.are_free(folder, unit_names(wanted, 1)):
        return None
    if target.on_conflict == "skip":
        return "name_taken"
    # The same bytes never need to be copied twice: a second run would double all that the first one copied.
    minds_twins = target.on_conflict == "identical" or target.mode != "move"
    return "already_there" if minds_twins and names.hold(folder, wanted, photo.fingerprint) else None


def _names_of(photo: DecidedPhoto) -> list[str]:
    return [file.path.name for file in photo.photo.files]


def _are_distinct(names: Sequence[str]) -> bool:
    return len({fold(name) for name in names}) == len(names)


@dataclass(slots=True)
class _Folder:
    """The names of one target folder, folded, with the file that each belongs to.

    `contents` holds the fingerprints of what this plan puts there and of what was asked for; `next_number`
    makes a thousand pictures of one name cost a thousand steps, not half a million.
    """

    files: dict[str, Path] = field(default_factory=dict)
    contents: dict[str, Fingerprint | None] = field(default_factory=dict)
    next_number: dict[str, int] = field(default_factory=dict)
    seen: set[Path] = field(default_factory=set)


class _Names:
    """The names that are taken in the target folders, while a plan is being made."""

    def __init__(self, existing: Existing) -> None:
        self._existing = existing
        self._folders: dict[str, _Folder] = {}

    def are_free(self, folder: Path, names: Iterable[str]) -> bool:
        files = self._folder(folder).files
        return not any(fold(name) in files for name in names)

    def hold(self, folder: Path, wanted: Sequence[str], fingerprint: Fingerprint) -> bool:
        """Whether the picture of that name, or one that is numbered for its sake, has this content."""
        number = 1
        while not self.are_free(folder, names := unit_names(wanted, number)[:1]):
            if self._fingerprint(folder, names[0]) == fingerprint:
                return True
            number += 1
        return False

    def take(self, folder: Path, wanted: Sequence[str], fingerprint: Fingerprint) -> tuple[str, ...]:
        """The first names for the unit that are all free; from now on they are taken."""
        known = self._folder(folder)
        number = known.next_number.get(fold(wanted[0]), 1)
        while not self._fits(folder, unit_names(wanted, number)):
            number += 1  # ends: `_are_distinct` held for the longest suffix, and what exists is finite
        known.next_number[fold(wanted[0])] = number
        chosen = unit_names(wanted, number)
        known.files.update((fold(name), folder / name) for name in chosen)
        known.contents[fold(chosen[0])] = fingerprint
        return chosen

    def _fingerprint(self, folder: Path, name: str) -> Fingerprint | None:
        known = self._folder(folder)
        key = fold(name)
        if key not in known.contents:
            known.contents[key] = self._existing.fingerprint(known.files[key])
        return known.contents[key]

    def _fits(self, folder: Path, names: Sequence[str]) -> bool:
        return _are_distinct(names) and self.are_free(folder, names)

    def _folder(self, folder: Path) -> _Folder:
        known = self._folders.setdefault(fold(str(folder)), _Folder())
        if folder not in known.seen:
            known.seen.add(folder)
            known.files.update((fold(name), folder / name) for name in self._existing.names(folder))
        return known
