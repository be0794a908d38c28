"""Names with numbers in front, for the moves of a plan and for pictures in an order. A question only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from snapsort.folding import fold
from snapsort.moving.names import names_without, prefixed_names
from snapsort.moving.numbers import count_digits, find_highest, find_prefix, number_prefix
from snapsort.moving.taken import Existing, TakenNames
from snapsort.records import EmbeddedPhoto, FileMove, Fingerprint, Photo, Plan, PlannedMove


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture in an order: its rank, counted from 1, and the files that are to get another name or a twin.

    `prefix` is what stands in front of the new names. `files` has the picture first; it is empty when the
    picture already bears the name.
    """

    rank: int
    photo: EmbeddedPhoto
    prefix: str
    files: tuple[FileMove, ...]

    @property
    def target(self) -> Path:
        """Where the picture lies afterwards."""
        return self.files[0].target if self.files else self.photo.photo.path


class WithoutPrefixes:
    """What lies in the target folders, as if no name had a number in front.

    With it a plan finds names that stay distinct when the numbers are taken off again.
    """

    def __init__(self, existing: Existing) -> None:
        self._existing = existing
        self._real: dict[Path, Path] = {}

    def names(self, folder: Path) -> Iterable[str]:
        """The names in a folder, each without its number."""
        names = list(self._existing.names(folder))
        self._real.update({folder / strip_prefix(name): folder / name for name in names})
        return [strip_prefix(name) for name in names]

    def fingerprint(self, path: Path) -> Fingerprint | None:
        """The fingerprint of the file whose name without number this is."""
        return self._existing.fingerprint(self._real.get(path, path))


def strip_prefix(name: str) -> str:
    """The name without a number in front, whoever wrote it."""
    return name.removeprefix(find_prefix(name))


def number_moves(plan: Plan, existing: Existing) -> Plan:
    """The plan with a number in front of each target name, behind the highest that its folder has.

    Args:
        plan: made with `WithoutPrefixes`; every move has a rank, 1 to the number of moves into its folder.
        existing: what lies in the target folders, with numbers.
    """
    counts = Counter(_folder_key(move) for move in plan.moves)
    highest = {_folder_key(move): move.target.parent for move in plan.moves}
    offsets = {key: find_highest(existing.names(folder)) for key, folder in highest.items()}
    moves = (
        _number_move(move, offset=offsets[key], digits=count_digits(offsets[key] + counts[key]))
        for move in plan.moves
        for key in (_folder_key(move),)
    )
    return replace(plan, moves=tuple(moves))


def place_here(
    photos: Sequence[EmbeddedPhoto],
    prefixes: Sequence[str],
    *,
    written: Mapping[Path, str],
    existing: Existing,
) -> tuple[Placed, ...]:
    """Pictures that get a prefix where they lie.

    A name whose file is about to get another one still counts as taken, so renames may happen in any order.

    Args:
        photos: in the order of their ranks.
        prefixes: one a picture.
        written: the prefix that the picture bears and that is to be taken off, by path.
        existing: what lies in the folders.
    """
    taken = TakenNames(existing)
    placed = []
    for rank, (photo, prefix) in enumerate(zip(photos, prefixes, strict=True), start=1):
        path, old = photo.photo.path, written.get(photo.photo.path, "")
        if old == prefix:
            placed.append(Placed(rank, photo, prefix, ()))
            continue
        wanted = prefixed_names(names_without(photo.photo, old), prefix)
        names = taken.take(path.parent, wanted, photo.fingerprint)
        placed.append(Placed(rank, photo, prefix, _file_moves(photo.photo, path.parent, names)))
    return tuple(placed)


def place_into(
    photos: Sequence[EmbeddedPhoto],
    folder: Path,
    *,
    written: Mapping[Path, str],
) -> tuple[Placed, ...]:
    """Pictures that get a numbered twin in a folder of its own, which is empty, with their companions.

    Args:
        photos: in the order of their ranks.
        folder: where the twins go.
        written: as for `place_here`.
    """
    digits = count_digits(len(photos))
    placed = []
    for rank, photo in enumerate(photos, start=1):
        prefix = number_prefix(rank, digits=digits)
        names = prefixed_names(names_without(photo.photo, written.get(photo.photo.path, "")), prefix)
        placed.append(Placed(rank, photo, prefix, _file_moves(photo.photo, folder, names)))
    return tuple(placed)


def _number_move(move: PlannedMove, *, offset: int, digits: int) -> PlannedMove:
    if move.rank is None:
        raise ValueError(f"{move.target} has no rank")
    prefix = number_prefix(offset + move.rank, digits=digits)
    names = prefixed_names([file.target.name for file in move.files], prefix)
    files = (
        replace(file, target=file.target.with_name(name))
        for file, name in zip(move.files, names, strict=True)
    )
    return replace(move, files=tuple(files), prefix=prefix)


def _folder_key(move: PlannedMove) -> str:
    return fold(str(move.target.parent))


def _file_moves(photo: Photo, folder: Path, names: Sequence[str]) -> tuple[FileMove, ...]:
    return tuple(FileMove(file, folder / name) for file, name in zip(photo.files, names, strict=True))
