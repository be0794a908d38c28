"""A corrections file: JSON lines with a content hash or a path, and a label."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from snapsort.corrections import Said, find_label_folder, fold_folder
from snapsort.corrections.correction import read_fingerprint
from snapsort.errors import LabelFileError, PhotoError, UsageError
from snapsort.labels.folders import read_folder
from snapsort.labels.places import Place
from snapsort.photos import fingerprint_file
from snapsort.records import Fingerprint, LabelSet, Problem
from snapsort.words import why_unread


@dataclass(frozen=True, slots=True)
class Imported:
    """What a corrections file says, in its order, and the pictures in it that cannot be read."""

    said: tuple[Said, ...]
    problems: tuple[Problem, ...]


def read_corrections_file(path: Path, label_set: LabelSet) -> Imported:
    """What the file says: a line a picture, `{"hash" or "path": ..., "label": ...}`.

    The label is a folder or a name of the label set, at any spelling of upper and lower case; null or a
    negative's name is the negative; anything else is a new label with a folder of that name. Relative paths
    start at the file's folder. Of a picture that is named twice, the later line counts.

    Raises:
        UsageError: the file cannot be read, or a line in it makes no sense; the message names the line.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the corrections file {path} cannot be read: {why_unread(error)}") from error
    said: dict[Fingerprint, Said] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = _read_line(line, path, label_set)
        except (ValueError, LabelFileError) as error:
            raise UsageError(
                f"{path}, line {number}: {error}",
                hint='a line is {"path": "IMG_1.jpg", "label": "receipts"}; "hash" may stand for "path"',
            ) from error
        if isinstance(item, Problem):
            problems.append(item)
        else:
            said[item.fingerprint] = item
    if not said and not problems:
        raise UsageError(f"there are no corrections in {path}")
    return Imported(tuple(said.values()), tuple(problems))


def find_folder(label: str, label_set: LabelSet) -> PurePosixPath | None:
    """The folder that a label is called by: by its name or its folder; a new one when no label is meant.

    Raises:
        LabelFileError: the text is no name for a folder.
    """
    folder = read_folder(label, Place(""))
    for known in label_set.labels:
        if fold_folder(PurePosixPath(known.name)) == fold_folder(folder):
            return known.folder
    same = find_label_folder(folder, label_set.folders)
    return same if same is not None and len(same.parts) == len(folder.parts) else folder


def _read_line(line: str, file: Path, label_set: LabelSet) -> Said | Problem:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"a line must hold JSON; column {error.colno} is where it does not") from error
    if not isinstance(fields, dict) or "label" not in fields:
        raise ValueError(f'a line must hold an object with a "label", not {line[:80]}')
    label = fields["label"]
    if label is not None and not isinstance(label, str):
        raise ValueError(f'"label" must be a text or null, not {label!r}')
    folder = None if label is None else find_folder(label, label_set)
    where = _read_path(cast(dict[str, object], fields), file)  # JSON keys are texts
    if "hash" in fields:
        return Said(read_fingerprint(fields["hash"]), folder, where)
    if where is None:
        raise ValueError('there is neither "hash" nor "path"')
    try:
        return Said(fingerprint_file(where), folder, where)
    except PhotoError as error:
        return Problem(where, "read", error.code, error.reason)


def _read_path(fields: dict[str, object], file: Path) -> Path | None:
    path = fields.get("path")
    if path is None:
        return None
    if not isinstance(path, str) or "\0" in path:
        raise ValueError(f'"path" must be a path, not {path!r}')
    return file.absolute().parent / path
