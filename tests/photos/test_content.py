from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from snapsort.errors import PhotoError
from snapsort.photos import fingerprint, fingerprint_file, read_content
from snapsort.photos.content import MAX_CONTENT_BYTES, stamp_of
from snapsort.records import SourceFile


def make_file(path: Path, content: bytes) -> SourceFile:
    path.write_bytes(content)
    return SourceFile(path, stamp_of(path.lstat()))


def code_of(file: SourceFile) -> str:
    with pytest.raises(PhotoError) as caught:
        read_content(file)
    return caught.value.code


def test_the_bytes_are_those_of_the_file(tmp_path: Path) -> None:
    assert read_content(make_file(tmp_path / "a", b"some\0bytes")) == b"some\0bytes"


def test_an_empty_file_is_reported(tmp_path: Path) -> None:
    assert code_of(make_file(tmp_path / "a", b"")) == "empty"


def test_a_vanished_file_is_reported(tmp_path: Path) -> None:
    file = make_file(tmp_path / "a", b"x")
    file.path.unlink()
    assert code_of(file) == "gone"


def test_a_file_of_another_size_has_changed(tmp_path: Path) -> None:
    file = make_file(tmp_path / "a", b"x")
    file.path.write_bytes(b"xy")
    assert code_of(file) == "changed"


def test_a_file_of_another_time_has_changed(tmp_path: Path) -> None:
    file = make_file(tmp_path / "a", b"x")
    os.utime(file.path, ns=(0, 0))
    assert code_of(file) == "changed"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = make_file(tmp_path / "a", b"")
    os.truncate(file.path, MAX_CONTENT_BYTES + 1)
    assert code_of(SourceFile(file.path, stamp_of(file.path.lstat()))) == "too_large"


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs")
def test_a_file_that_became_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    file = make_file(tmp_path / "a", b"x")
    file.path.unlink()
    os.mkfifo(file.path)
    assert code_of(file) == "unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a privilege")
def test_a_file_that_became_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    file = make_file(tmp_path / "a", b"x")
    file.path.rename(tmp_path / "b")
    file.path.symlink_to(tmp_path / "b")
    assert code_of(file) == "unreadable"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    file = make_file(tmp_path / "a", b"x")
    assert code_of(replace(file, path=tmp_path)) == "unreadable"


def test_the_fingerprint_is_the_sha256_of_the_content(tmp_path: Path) -> None:
    content = bytes(range(256)) * 5000
    file = make_file(tmp_path / "a", content)
    assert fingerprint(content) == hashlib.sha256(content).hexdigest() == fingerprint_file(file.path)


def test_a_missing_file_has_no_fingerprint(tmp_path: Path) -> None:
    with pytest.raises(PhotoError) as caught:
        fingerprint_file(tmp_path / "a")
    assert caught.value.code == "gone"
