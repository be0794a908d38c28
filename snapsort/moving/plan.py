"""Decisions become final names. A question only: what lies on the disk comes in through `Existing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from snapsort.folding import fold
from snapsort.moving.names import names_without, parts_below, unit_names
from snapsort.moving.taken import Existing, TakenNames, are_distinct
from snapsort.records import (
    DecidedPhoto,
    FileMove,
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
    """Where photos go and how. Paths are absolute.

    `written` has the numbers that snapsort once put in front of names and that come off now, by picture.
    """

    root: Path
    into: Path
    mode: Mode = "move"
    on_conflict: OnConflict = "rename"
    written: Mapping[Path, str] = field(default_factory=dict)


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
    names = TakenNames(existing)
    folders = _target_folders(decided, target.into)
    planned = [
        _plan_photo(photo, target, folders, names)
        for photo in sorted(decided, key=lambda item: item.photo.path.parts)
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


def _target_folders(decided: Iterable[DecidedPhoto], into: Path) -> dict[PurePosixPath, Path]:
    """Each label's folder, made a path once: of a hundred thousand photos the same few are asked for."""
    folders = {item.decision.folder for item in decided if item.decision.folder is not None}
    return {folder: into.joinpath(*folder.parts) for folder in folders}


def _plan_photo(
    photo: DecidedPhoto, target: PlanTarget, folders: Mapping[PurePosixPath, Path], names: TakenNames
) -> PlannedMove | Stay:
    decision = photo.decision
    if parts_below(photo.photo.path, target.root) is None:
        raise ValueError(f"{photo.photo.path} is not below {target.root}, so undo could not put it back")
    match decision.reason:
        case "sure" | "said":
            pass
        case reason_to_stay:
            return Stay(photo, reason_to_stay)
    if decision.folder is None:
        raise ValueError(f"{photo.photo.path} is to go but {decision.label} has no folder")
    folder = folders[decision.folder]
    wanted = names_without(photo.photo, target.written.get(photo.photo.path, ""))
    reason = _find_reason_to_stay(photo, wanted, folder, target=target, names=names)
    if reason is not None:
        return Stay(photo, reason)
    chosen = names.take(folder, wanted, photo.fingerprint)
    moves = (FileMove(file, folder / name) for file, name in zip(photo.photo.files, chosen, strict=True))
    return PlannedMove(photo, tuple(moves))


def _find_reason_to_stay(
    photo: DecidedPhoto, wanted: Sequence[str], folder: Path, *, target: PlanTarget, names: TakenNames
) -> StayReason | None:
    if fold(str(photo.photo.path.parent)) == fold(str(folder)):
        return "in_place"
    if len(wanted) > 1 and not are_distinct(unit_names(wanted, _LARGE)):
        return "name_taken"  # companions that differ in case only: no number tells them apart
    if names.are_free(folder, unit_names(wanted, 1)):
        return None
    if target.on_conflict == "skip":
        return "name_taken"
    # The same bytes never need to be copied twice: a second run would double all that the first one copied.
    minds_twins = target.on_conflict == "identical" or target.mode != "move"
    return "already_there" if minds_twins and names.hold(folder, wanted, photo.fingerprint) else None
