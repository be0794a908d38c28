"""Pictures by folder, in each folder likes beside likes: what a contact sheet shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from snapsort.ordering import SeenFolder
from snapsort.records import EmbeddedPhoto
from snapsort.similarity import order
from snapsort.words import relative


@dataclass(frozen=True, slots=True)
class SheetFolder:
    """A heading and the pictures below it, in order."""

    title: str
    photos: tuple[EmbeddedPhoto, ...]


def gather_folders(seen: SeenFolder, root: Path, *, is_together: bool) -> tuple[SheetFolder, ...]:
    """A group for each folder, in path order, likes beside likes in each; or one group of all.

    Each group costs one `similarity.order`. A folder without pictures of its own is none.
    """
    rows: dict[Path, list[int]] = defaultdict(list)
    for row, photo in enumerate(seen.photos.photos):
        rows[root if is_together else photo.photo.path.parent].append(row)
    return tuple(
        _gather(seen, folder, rows[folder], root) for folder in sorted(rows, key=lambda path: path.parts)
    )


def _gather(seen: SeenFolder, folder: Path, rows: list[int], root: Path) -> SheetFolder:
    chosen = order(np.ascontiguousarray(seen.photos.vectors[rows])).tolist()
    title = root.name if folder == root else relative(folder, root)
    return SheetFolder(title, tuple(seen.photos.photos[rows[place]] for place in chosen))
