"""Corrections files: what people and the review page write."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from snapsort.corrections import Said
from snapsort.errors import UsageError
from snapsort.records import Fingerprint
from snapsort.teaching.imported import read_corrections_file
from tests.moving.trees import sha256, write_file
from tests.teaching.test_tree import LABELS

HASH = Fingerprint("0123456789abcdef" * 4)


def write_lines(folder: Path, *lines: object) -> Path:
    path = folder / "right.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_line_names_a_picture_by_hash_or_path_and_a_label_by_folder_or_name(tmp_path: Path) -> None:
    picture = write_file(tmp_path / "pictures" / "a.png")
    file = write_lines(
        tmp_path,
        {"path": "pictures/a.png", "label": "SCREENSHOTS"},
        {"hash": HASH, "label": "receipts", "note": "kept"},
        {"hash": HASH[::-1], "label": "Other", "path": str(picture)},
        {"hash": "f" * 64, "label": None},
        {"hash": "e" * 64, "label": "trips/rome"},
    )
    imported = read_corrections_file(file, LABELS)
    assert imported.problems == ()
    assert imported.said == (
        Said(sha256(picture.read_bytes()), PurePosixPath("screenshots"), picture),
        Said(HASH, PurePosixPath("papers/receipts"), None),
        Said(Fingerprint(HASH[::-1]), None, picture),
        Said(Fingerprint("f" * 64), None, None),
        Said(Fingerprint("e" * 64), PurePosixPath("trips/rome"), None),
    )


def test_the_later_line_counts(tmp_path: Path) -> None:
    file = write_lines(tmp_path, {"hash": HASH, "label": "screenshots"}, {"hash": HASH, "label": None})
    assert [item.folder for item in read_corrections_file(file, LABELS).said] == [None]


def test_a_picture_that_is_gone_is_named_and_costs_no_other(tmp_path: Path) -> None:
    file = write_lines(
        tmp_path, {"path": "gone.png", "label": "screenshots"}, {"hash": HASH, "label": "screenshots"}
    )
    imported = read_corrections_file(file, LABELS)
    assert len(imported.said) == 1
    assert [(problem.path, problem.code) for problem in imported.problems] == [
        (tmp_path / "gone.png", "gone")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "no json",
        "{}",
        '{"label": "screenshots"}',
        '{"hash": "12", "label": "screenshots"}',
        '{"path": "a.png"}',
        '{"path": "a.png", "label": 3}',
        '{"path": 3, "label": "screenshots"}',
        '{"path": "a.png", "label": "../out"}',
        '{"path": "a.png", "label": ".hidden"}',
    ],
)
def test_a_line_that_makes_no_sense_is_named(tmp_path: Path, line: str) -> None:
    file = write_lines(tmp_path, {"hash": HASH, "label": "screenshots"})
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(UsageError, match=r"right\.jsonl, line 2"):
        read_corrections_file(file, LABELS)


def test_an_empty_file_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no corrections"):
        read_corrections_file(write_lines(tmp_path), LABELS)
    with pytest.raises(UsageError, match="cannot be read"):
        read_corrections_file(tmp_path / "nowhere.jsonl", LABELS)
