"""Which names are taken in the target folders while a plan is made. What exists comes in from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from snapsort.folding import fold
from snapsort.moving.names import unit_names
from snapsort.records import Fingerprint


class Existing(Protocol):
    """What already lies in the target folders."""

    def names(self, folder: Path) -> Iterable[str]:
        """The names in a folder; none when there is no such folder."""

    def fingerprint(self, path: Path) -> Fingerprint | None:
        """The fingerprint of a file; None when it cannot be read or is no file."""


def are_distinct(names: Sequence[str]) -> bool:
    """Whether no two of the names are one to some file system."""
    return len(names) == 1 or len({fold(name) for name in names}) == len(names)


@dataclass(slots=True)
class _Held:
    """The contents under a wanted name and its numbered likes, as far as anybody has asked."""

    contents: set[Fingerprint | None] = field(default_factory=set)
    next_number: int = 1


@dataclass(slots=True)
class _Folder:
    """The names of one target folder, folded, with the folder and the name that each stands for.

    `contents` holds the fingerprints of what this plan puts there and of what was asked for; `next_number`
    and `held` make a thousand pictures of one name cost a thousand steps, not half a million.
    """

    files: dict[str, tuple[Path, str]] = field(default_factory=dict)
    contents: dict[str, Fingerprint | None] = field(default_factory=dict)
    next_number: dict[str, int] = field(default_factory=dict)
    held: dict[tuple[str, ...], _Held] = field(default_factory=dict)


class TakenNames:
    """The names that are taken in the target folders, while a plan is being made."""

    def __init__(self, existing: Existing) -> None:
        self._existing = existing
        self._folders: dict[str, _Folder] = {}
        self._by_path: dict[Path, _Folder] = {}

    def are_free(self, folder: Path, names: Iterable[str]) -> bool:
        """Whether nothing in the folder has one of these names."""
        files = self._folder(folder).files
        return not any(fold(name) in files for name in names)

    def hold(self, folder: Path, wanted: Sequence[str], fingerprint: Fingerprint) -> bool:
        """Whether the picture of that name, or one that is numbered for its sake, has this content."""
        held = self._folder(folder).held.setdefault(tuple(wanted), _Held())
        # Names that are taken stay taken, so what was looked at once need not be looked at again.
        while fingerprint not in held.contents:
            names = unit_names(wanted, held.next_number)[:1]
            if self.are_free(folder, names):
                return False
            held.contents.add(self._fingerprint(folder, names[0]))
            held.next_number += 1
        return True

    def take(self, folder: Path, wanted: Sequence[str], fingerprint: Fingerprint) -> tuple[str, ...]:
        """The first names for the unit that are all free; from now on they are taken."""
        known = self._folder(folder)
        number = known.next_number.get(fold(wanted[0]), 1)
        while not self._fits(folder, chosen := unit_names(wanted, number)):
            number += 1  # ends: `are_distinct` held for the longest suffix, and what exists is finite
        known.next_number[fold(wanted[0])] = number
        known.files.update((fold(name), (folder, name)) for name in chosen)
        known.contents[fold(chosen[0])] = fingerprint
        return chosen

    def _fingerprint(self, folder: Path, name: str) -> Fingerprint | None:
        known = self._folder(folder)
        key = fold(name)
        if key not in known.contents:
            known.contents[key] = self._existing.fingerprint(Path(*known.files[key]))
        return known.contents[key]

    def _fits(self, folder: Path, names: Sequence[str]) -> bool:
        return are_distinct(names) and self.are_free(folder, names)

    def _folder(self, folder: Path) -> _Folder:
        known = self._by_path.get(folder)
        if known is None:
            known = self._folders.setdefault(fold(str(folder)), _Folder())
            self._by_path[folder] = known
            known.files.update((fold(name), (folder, name)) for name in self._existing.names(folder))
        return known
