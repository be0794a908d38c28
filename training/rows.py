"""What is known of each training picture: pictures.tsv in a folder of pictures."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TABLE = "pictures.tsv"
COLUMNS = ("file", "source", "form", "kind", "label", "captions")
CAPTION_SEPARATOR = " | "
VALIDATION_SHARE = 0.1
HELD_OUT = frozenset(
    {
        "BOINC/boinc",
        "JackEblan/Geto",
        "OCR-D/assets",
        "OpenMemes/OpenStonoga",
        "akshay993/Spatial-Pyramid-Matching-for-Scene-Classification",
        "breezy-weather/breezy-weather",
        "just-bugs/Random-memes",
        "softmatic/vision-data",
    }
)
"""Sources that are for validation as a whole, some of each form: validation on other pictures of sources that
were learned from promised thirteen points where unseen sources gave six."""


@dataclass(frozen=True, slots=True)
class Row:
    """One picture.

    Attributes:
        file: relative to the folder of the table.
        source: where it comes from, a repository's name; pictures of a source resemble each other.
        form: photo, screenshot, receipt, document, chart, meme ...: a key of `phrases.FORMS`.
        kind: of a photo, what it shows: a key of `phrases.KINDS`; empty: not known, or several.
        label: what it shows, in words; empty: not known.
        captions: sentences that describe it.
    """

    file: str
    source: str
    form: str
    kind: str
    label: str
    captions: tuple[str, ...] = ()

    @property
    def is_validation(self) -> bool:
        """Whether it is kept out of the training, to choose by: all of HELD_OUT, a tenth of the others."""
        if self.source in HELD_OUT:
            return True
        digest = hashlib.sha256(f"{self.source}/{self.file}".encode()).digest()
        return int.from_bytes(digest[:4]) < VALIDATION_SHARE * 2**32


def read_rows(folder: Path) -> list[Row]:
    """The rows of a folder's table, in its order."""
    with (folder / TABLE).open(encoding="utf-8", newline="") as stream:
        found = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Row(
                row["file"],
                row["source"],
                row["form"],
                row["kind"],
                row["label"],
                tuple(filter(None, row["captions"].split(CAPTION_SEPARATOR))),
            )
            for row in found
        ]


def write_rows(folder: Path, rows: Iterable[Row]) -> None:
    """Write the table of a folder."""
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(
            stream, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n"
        )
        writer.writerow(COLUMNS)
        for row in rows:
            captions = CAPTION_SEPARATOR.join(row.captions)
            writer.writerow((row.file, row.source, row.form, row.kind, row.label, captions))
