"""A folder of labeled pictures: MANIFEST.tsv says what each one is."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

FOLDERS = {"screenshots": PurePosixPath("screenshots"), "receipts": PurePosixPath("receipts"), "photos": None}
"""A manifest's top folder -> the default labels' folder in which its pictures belong; None: they stay."""

AMBIGUOUS = frozenset({"framed_screenshot", "photo_of_screen", "form_letter", "ticket"})
"""Manifest labels about which people disagree."""


class ManifestError(Exception):
    """A manifest that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class LabeledPicture:
    """A picture and where it belongs; `folder` None: it stays.

    `path` is absolute. `source` is the repository it comes from, empty if the manifest does not say.
    """

    path: Path
    folder: PurePosixPath | None
    source: str


def read_manifest(pictures: Path) -> tuple[LabeledPicture, ...]:
    """The pictures of the manifest that the default labels have a word for, in the manifest's order.

    Left out: other top folders than screenshots, receipts and photos, and the ambiguous labels.

    Raises:
        ManifestError: no manifest, no such columns, or none of its pictures counts.
    """
    manifest = pictures / "MANIFEST.tsv"
    if not manifest.is_file():
        raise ManifestError(f"{manifest} is missing")
    with manifest.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"path", "label"} <= set(reader.fieldnames or ()):
            raise ManifestError(f"{manifest} has no columns path and label")
        rows = [row for row in reader if counts(row)]
    found = tuple(
        LabeledPicture(
            path=pictures.absolute() / row["path"],
            folder=FOLDERS[top_folder(row["path"])],
            source=row.get("source_repo") or "",
        )
        for row in rows
    )
    if not found:
        raise ManifestError(f"{manifest} lists no picture in {', '.join(FOLDERS)}")
    return found


def counts(row: dict[str, str]) -> bool:
    """Whether the default labels have a word for the picture."""
    return top_folder(row["path"]) in FOLDERS and row["label"] not in AMBIGUOUS


def top_folder(path: str) -> str:
    """The first part of a path."""
    return PurePosixPath(path).parts[0]
