from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from snapsort.errors import LabelFileError
from snapsort.labels.folders import clean_part, folder_of_prompt, read_folder
from snapsort.labels.places import Place

HERE = Place("here")
PIECES = [
    *"aA. /\\:~<>\"'|?*\t\n\0\u200b\u200d\u202e\ud800\u0338\u0301eé€𝕏",
    "..",
    "NUL",
    "com1",
    "long " * 30,
]
TRICKY = st.lists(st.sampled_from(PIECES)).map("".join)
TEXTS = TRICKY | st.text()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("receipts", "receipts"),
        ("  two   words\t", "two words"),
        ('a<b>c:d"e|f?g*h\\i/j', "a b c d e f g h i j"),
        ("ends...", "ends"),
        ("ends. . ", "ends"),
        ("cafe\u0301", "café"),
        ("bell\x07", "bell"),
        ("hid\u202eden\u200b", "hidden"),
        ("con", "con_"),
        ("Nul.txt", "Nul_.txt"),
        ("COM1", "COM1_"),
        ("lpt¹ .x", "lpt¹_ .x"),
        ("console", "console"),
        ("a con", "a con"),
        ("~", "~"),
        ("夜景", "夜景"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("\u200ca\u200d", "a"),
        ("a.\u200d", "a"),
        ("x" * 101, "x" * 100),
        ("x" * 99 + " y", "x" * 99),
        ("夜" * 100, "夜" * 85),
        ("?*", ""),
        ("...", ""),
        ("\ud800", ""),
    ],
)
def test_a_part_is_cleaned(text: str, name: str) -> None:
    assert clean_part(text) == name


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("a/b c/d.", "a/b c/d"),
        ("a/", "a"),
        (" a / b ", "a/b"),
        ("papers\\2024", "papers 2024"),
        ("~/x", "~/x"),
        ("a..b/c", "a..b/c"),
    ],
)
def test_a_declared_folder_nests_at_slashes_only(text: str, folder: str) -> None:
    assert read_folder(text, HERE) == PurePosixPath(folder)


@pytest.mark.parametrize(
    "text",
    [
        "..",
        "../a",
        "a/../b",
        "a/ .. ",
        "a\\..\\b",
        "/a",
        " /a",
        "\\a",
        "\\\\server\\share",
        "//server/share",
        "C:",
        "c:\\a",
        "C:a",
        ".\u200b./a",
        "\u200b/a",
    ],
)
def test_a_folder_that_leaves_the_target_is_refused(text: str) -> None:
    with pytest.raises(LabelFileError, match=r"leads out of the target|drive of Windows"):
        read_folder(text, HERE)


@pytest.mark.parametrize("text", [".snapsort", ".hidden/a", "a/.b", "?.b", "\u200b.b", ".\\a"])
def test_a_hidden_folder_is_refused(text: str) -> None:
    with pytest.raises(LabelFileError, match="would be hidden"):
        read_folder(text, HERE)


@pytest.mark.parametrize("text", ["", " ", "a//b", "a/?/b", "a/...", "./a", "a/."])
def test_a_folder_with_an_empty_part_is_refused(text: str) -> None:
    with pytest.raises(LabelFileError, match="has a part without a name"):
        read_folder(text, HERE)


def test_a_prompt_names_one_folder_whatever_it_contains() -> None:
    assert folder_of_prompt("a: one/two\\three", HERE) == PurePosixPath("a one two three")


@settings(deadline=None)
@given(TEXTS)
@example("..\\..")
@example("<\u0338")
def test_a_folder_is_refused_or_cannot_leave_the_target(text: str) -> None:
    for read in (read_folder, folder_of_prompt):
        try:
            folder = read(text, HERE)
        except LabelFileError:
            continue
        assert folder.parts
        assert PureWindowsPath(folder).anchor == ""
        assert all(is_safe(part) for part in folder.parts)


@settings(deadline=None)
@given(TEXTS)
def test_cleaning_is_idempotent(text: str) -> None:
    assert clean_part(clean_part(text)) == clean_part(text)


def is_safe(part: str) -> bool:
    return (
        0 < len(part) <= 100
        and len(part.encode()) <= 255
        and unicodedata.is_normalized("NFC", part)
        and not set(part) & set('<>:"/\\|?*')
        and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in part)
        and not part.startswith((".", " "))
        and not part.endswith((".", " "))
        and part.partition(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    )
