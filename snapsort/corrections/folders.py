"""Which folder means which label. Folders are compared as careless file systems do: NFC, case folded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from snapsort.folding import fold
from snapsort.records import Label, LabelSet


def fold_folder(folder: PurePosixPath) -> tuple[str, ...]:
    """What two spellings of one folder share."""
    return tuple(fold(part) for part in folder.parts)


def find_label_folder(inside: PurePosixPath, folders: Iterable[PurePosixPath]) -> PurePosixPath | None:
    """The deepest of the folders that is `inside` or holds it; None when none does.

    >>> find_label_folder(PurePosixPath("Receipts/2025"), [PurePosixPath("receipts")])
    PurePosixPath('receipts')
    """
    parts = fold_folder(inside)
    holding = [folder for folder in folders if parts[: len(folder.parts)] == fold_folder(folder)]
    return max(holding, key=lambda folder: len(folder.parts), default=None)


def with_folders(label_set: LabelSet, folders: Iterable[PurePosixPath]) -> LabelSet:
    """The label set with a label without prompts for each folder that it does not have yet.

    New labels come last, ordered by folder, named after it; each spelling of a folder counts once.
    """
    known = {fold_folder(folder) for folder in label_set.folders}
    names = {fold(label.name) for label in label_set.labels}
    added: list[Label] = []
    for folder in sorted(folders):
        if fold_folder(folder) in known:
            continue
        known.add(fold_folder(folder))
        name = str(folder) if fold(str(folder)) not in names else f"{folder}/"
        names.add(fold(name))
        added.append(Label(name=name, prompts=(), folder=folder))
    return replace(label_set, labels=(*label_set.labels, *added))
