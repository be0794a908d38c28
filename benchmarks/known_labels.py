"""Pictures whose label is known, for the label sets with which learning is measured."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.manifest import AMBIGUOUS, top_folder

MIN_PICTURES = 20
"""A label with fewer is left out: what is learned of it could not be told from chance."""

DEFAULT = {"screenshots": "screenshots", "receipts": "receipts", "photos": "photo"}
"""A manifest's top folder -> the label of the default set."""

DOCUMENTS = {
    "book_page": "documents",
    "business_card": "documents",
    "handwriting": "documents",
    "id_card": "documents",
    "chart": "charts",
    "diagram": "charts",
    "meme": "memes",
}
"""A manifest's label below `documents` -> the label of the everyday set."""

COARSE = {
    "animal": "animals",
    "building": "city",
    "food": "food",
    "landscape": "nature",
    "object": "other",
    "person": "people",
    "plant": "plants",
    "vehicle": "vehicles",
    "weapon": "other",
}
"""What a manifest's note says a photo shows (`coarse=...`) -> the label of the everyday set."""


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """A picture and the name of its label."""

    path: Path
    label: str


def read_known(pictures: Path, label_set: str) -> tuple[KnownPicture, ...]:
    """The manifest's pictures that have a label of the set (default or everyday), in the manifest's order."""
    name = {"default": default_label, "everyday": everyday_label}[label_set]
    with (pictures / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    named = [(row["path"], name(row)) for row in rows if row["label"] not in AMBIGUOUS]
    counts = {label: sum(other == label for _, other in named) for _, label in named}
    return tuple(
        KnownPicture(pictures.absolute() / path, label)
        for path, label in named
        if label is not None and counts[label] >= MIN_PICTURES
    )


def default_label(row: dict[str, str]) -> str | None:
    """The picture's label in the default set."""
    return DEFAULT.get(top_folder(row["path"]))


def everyday_label(row: dict[str, str]) -> str | None:
    """The picture's label in the everyday set; None for what people would not agree on."""
    folder = top_folder(row["path"])
    if folder in {"screenshots", "receipts"}:
        return folder
    if folder == "documents":
        return DOCUMENTS.get(row["label"])
    if folder != "photos":
        return None
    if row["label"].startswith("clothing"):
        return "clothing"
    coarse = (row.get("note") or "").partition(";")[0].removeprefix("coarse=")
    return COARSE.get(coarse)
