"""A journal whose pictures lie elsewhere now: a disk under another name, a folder that was renamed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from snapsort.moving.lines import Journal
from snapsort.moving.steps import Step, Unit


def rebase(journal: Journal, into: Path) -> Journal:
    """The journal as if the run had happened where its target folder lies now.

    What the old and the new place end with in common has moved along, so the part before it is what has
    changed; paths below it change with it, all others stay.
    """
    if journal.header.into == into:
        return journal
    old, new = moved_prefix(journal.header.into, into)
    header = replace(journal.header, into=into, root=move_path(journal.header.root, old=old, new=new))
    return replace(journal, header=header, units=tuple(_move_unit(unit, old, new) for unit in journal.units))


def moved_prefix(old: Path, new: Path) -> tuple[Path, Path]:
    """The two paths without what they end with in common; never the root of the file system.

    >>> moved_prefix(Path("/media/ann/disk/sorted"), Path("/mnt/disk/sorted"))
    (PosixPath('/media/ann'), PosixPath('/mnt'))
    """
    while old.name == new.name and old.parent != old.parent.parent and new.parent != new.parent.parent:
        old, new = old.parent, new.parent
    return old, new


def move_path(path: Path, *, old: Path, new: Path) -> Path:
    """The path with its beginning exchanged, if it begins so."""
    return new / path.relative_to(old) if path.is_relative_to(old) else path


def _move_unit(unit: Unit, old: Path, new: Path) -> Unit:
    return replace(unit, steps=tuple(_move_step(step, old, new) for step in unit.steps))


def _move_step(step: Step, old: Path, new: Path) -> Step:
    return replace(
        step,
        source=move_path(step.source, old=old, new=new),
        target=move_path(step.target, old=old, new=new),
    )
