"""A correction, and the line of JSON that it is stored as."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from snapsort.records import Fingerprint

CorrectionSource = Literal["train", "learn", "file", "agree", "review"]
"""A tree put right, a picture dragged elsewhere, a corrections file, a picture left where it was put, a word
on the review page."""

SOURCES: tuple[CorrectionSource, ...] = ("train", "learn", "file", "agree", "review")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one picture: it belongs into `folder`, or, when that is None, to the negative.

    `path` is where the content was seen.
    """

    fingerprint: Fingerprint
    folder: PurePosixPath | None
    path: Path | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What was said of one picture, for which label set, by which way and when (UTC, ISO 8601)."""

    said: Said
    labels: str
    source: CorrectionSource
    when: str

    @property
    def key(self) -> tuple[str, Fingerprint]:
        """What the latest correction of wins: one content in one label set."""
        return self.labels, self.said.fingerprint

    @property
    def word(self) -> str:
        """The folder as text; "(stays)" for the negative."""
        return "(stays)" if self.said.folder is None else str(self.said.folder)


def correction_record(correction: Correction) -> dict[str, object]:
    """The fields of a line of the store."""
    said = correction.said
    return {
        "hash": said.fingerprint,
        "label": None if said.folder is None else str(said.folder),
        "labels": correction.labels,
        "source": correction.source,
        "when": correction.when,
        "path": None if said.path is None else str(said.path),
    }


def read_correction(line: str) -> Correction:
    """The correction in a line of the store; ValueError when there is none."""
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise ValueError(f"a line must hold an object, not {fields!r}")  # noqa: TRY004  # about content
    label, path, when = _text_or_none(fields, "label"), _text_or_none(fields, "path"), _text(fields, "when")
    if datetime.fromisoformat(when).tzinfo is None:
        raise ValueError(f'"when" needs a time zone: {when!r}')
    source = next((word for word in SOURCES if word == fields.get("source")), None)
    if source is None:
        raise ValueError(f'"source" must be one of {", ".join(SOURCES)}, not {fields.get("source")!r}')
    said = Said(
        fingerprint=read_fingerprint(fields.get("hash")),
        folder=None if label is None else _read_folder(label),
        path=None if path is None else Path(path),
    )
    return Correction(said, labels=_text(fields, "labels"), source=source, when=when)


def read_fingerprint(value: object) -> Fingerprint:
    """The fingerprint that the value is; ValueError when it is none."""
    if not isinstance(value, str) or len(value) != 64 or not set(value) <= set("0123456789abcdef"):
        raise ValueError(f'"hash" must be the 64 digits that sha256sum prints, not {value!r}')
    return Fingerprint(value)


def utc_now() -> str:
    """The time of a correction that is made now."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise ValueError(f'"{key}" must be a text, not {value!r}')  # noqa: TRY004  # about content
    return value


def _text_or_none(fields: Mapping[str, object], key: str) -> str | None:
    return None if fields.get(key) is None else _text(fields, key)


def _read_folder(text: str) -> PurePosixPath:
    folder = PurePosixPath(text)
    if folder.is_absolute() or ".." in folder.parts or not folder.parts:
        raise ValueError(f'"label" must be a folder below the target, not {text!r}')
    return folder
