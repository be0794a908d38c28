from __future__ import annotations

from pathlib import Path

import pytest

from snapsort.duplicates import make_pair, read_unlike, write_word
from snapsort.errors import UsageError
from snapsort.records import Fingerprint

A, B, C = (Fingerprint(letter * 64) for letter in "abc")
AB, BC = make_pair(A, B), make_pair(B, C)


def test_nothing_is_unlike_before_anybody_has_said_so(tmp_path: Path) -> None:
    assert read_unlike(tmp_path / "unlike.jsonl") == frozenset()


def test_pairs_are_remembered_in_no_order_and_the_last_word_counts(tmp_path: Path) -> None:
    file = tmp_path / "state" / "unlike.jsonl"
    write_word(file, "unlike", [make_pair(B, A), BC])
    assert read_unlike(file) == {AB, BC}
    write_word(file, "alike", [AB])
    assert read_unlike(file) == {BC}
    write_word(file, "unlike", [AB])
    assert read_unlike(file) == {AB, BC}


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "unlike.jsonl"
    write_word(file, "unlike", [AB])
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        write_word(file, "unlike", [BC])
        assert BC in read_unlike(file)


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b'{"word": "maybe", "contents": ["' + A.encode() + b'", "' + B.encode() + b'"]}',
        b'{"word": "unlike", "contents": ["a", "b"]}',
        b'{"word": "unlike", "contents": 3}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_pair_is_passed_over(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "unlike.jsonl").write_bytes(line + b"\n")
    assert read_unlike(tmp_path / "unlike.jsonl") == frozenset()


def test_a_content_cannot_be_unlike_itself() -> None:
    with pytest.raises(UsageError, match="same bytes"):
        make_pair(A, A)


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="folder"):
        read_unlike(tmp_path / "folder")
    with pytest.raises(UsageError, match="folder"):
        write_word(tmp_path / "folder", "unlike", [AB])
