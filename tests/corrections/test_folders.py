"""Which folder means which label."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from snapsort.corrections import find_label_folder, with_folders
from snapsort.records import Label, LabelSet

FOLDERS = (PurePosixPath("receipts"), PurePosixPath("papers"), PurePosixPath("papers/letters"))


@pytest.mark.parametrize(
    ("inside", "folder"),
    [
        ("receipts", "receipts"),
        ("RECEIPTS/2025/may", "receipts"),
        ("papers", "papers"),
        ("papers/Letters/old", "papers/letters"),
        ("papers/other", "papers"),
        ("letters", None),
        ("receipts2", None),
        (".", None),
    ],
)
def test_the_deepest_folder_of_a_label_is_found_at_any_spelling(inside: str, folder: str | None) -> None:
    expected = None if folder is None else PurePosixPath(folder)
    assert find_label_folder(PurePosixPath(inside), FOLDERS) == expected


def test_decomposed_letters_are_the_same_folder() -> None:
    assert find_label_folder(PurePosixPath("Fu\u0308ße"), [PurePosixPath("füsse")]) == PurePosixPath("füsse")


def test_new_folders_become_labels_without_prompts_once_each() -> None:
    negative = Label("other", ("anything",), None)
    label_set = LabelSet("mine", (Label("receipts", ("a receipt",), PurePosixPath("receipts")), negative))
    grown = with_folders(label_set, [PurePosixPath(name) for name in ("Receipts", "zoo", "ZOO", "Other")])
    assert grown.labels[:2] == label_set.labels
    assert [(label.name, str(label.folder), label.prompts) for label in grown.labels[2:]] == [
        ("Other/", "Other", ()),
        ("ZOO", "ZOO", ()),
    ]
