"""Which label the user has said of which picture."""

from __future__ import annotations

from collections.abc import Iterable

from snapsort.corrections.correction import Correction
from snapsort.corrections.folders import fold_folder
from snapsort.records import EmbeddedPhoto, Fingerprint, LabelSet

NOTHING = -1


def find_said(
    photos: Iterable[EmbeddedPhoto], labels: LabelSet, corrections: Iterable[Correction]
) -> tuple[int, ...]:
    """The place of the label that was said of each picture's content; NOTHING where none was.

    Folders that no label has do not count. Corrections do not tell one negative from another; it is the
    first.
    """
    columns = {
        None if label.folder is None else fold_folder(label.folder): column
        for column, label in reversed(list(enumerate(labels.labels)))
    }
    said: dict[Fingerprint, int] = {}
    for item in corrections:
        folder = item.said.folder
        said[item.said.fingerprint] = columns.get(None if folder is None else fold_folder(folder), NOTHING)
    return tuple(said.get(photo.fingerprint, NOTHING) for photo in photos)
