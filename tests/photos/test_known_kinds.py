from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from snapsort.photos import Scan, ScanOptions, scan
from snapsort.records import FileStamp, Seen, SourceFile
from tests.photos.pictures import jpeg, png

DAY_NS = 24 * 3600 * 10**9


class Memory:
    """What scans have told, and which files they asked about."""

    def __init__(self) -> None:
        self.words: dict[tuple[Path, FileStamp], str] = {}
        self.asked: list[str] = []

    def get_seen(self, files: Sequence[SourceFile]) -> list[Seen]:
        self.asked += [file.path.name for file in files]
        return [Seen(kind=self.words.get((file.path, file.stamp))) for file in files]

    def put_kinds(self, kinds: Sequence[tuple[SourceFile, str]], *, read_ns: int) -> None:
        self.words |= {(file.path, file.stamp): word for file, word in kinds}

    def mistake(self, old: str, new: str) -> None:
        """Let the words be others than what was seen."""
        self.words = {key: word.replace(old, new) for key, word in self.words.items()}


def scanned(root: Path, known: Memory | None) -> Scan:
    return scan(root, ScanOptions(), known=known)


def fill(root: Path) -> None:
    (root / "sub").mkdir()
    (root / "a.jpg").write_bytes(jpeg())
    (root / "a.xmp").write_bytes(b"<x/>")
    (root / "sub" / "no extension").write_bytes(png())
    (root / "sub" / "notes.txt").write_bytes(b"notes")
    (root / "page.jpg").write_bytes(b"<!doctype html><title>404</title>")
    (root / "drawing.svg").write_bytes(b"<svg/>")
    (root / "empty.png").write_bytes(b"")


def test_a_second_scan_finds_what_the_first_one_found(tmp_path: Path) -> None:
    fill(tmp_path)
    memory = Memory()

    first = scanned(tmp_path, memory)

    assert first == scanned(tmp_path, None)
    assert scanned(tmp_path, memory) == first
    assert len(first.photos) == 2
    assert [problem.code for problem in first.problems] == ["unsupported_kind", "empty", "not_a_picture"]


def test_known_files_are_not_opened(tmp_path: Path) -> None:
    fill(tmp_path)
    memory = Memory()
    scanned(tmp_path, memory)
    memory.mistake("none", "png")

    found = scanned(tmp_path, memory)

    assert "notes.txt" in [photo.path.name for photo in found.photos]


def test_words_of_another_version_do_not_count(tmp_path: Path) -> None:
    fill(tmp_path)
    memory = Memory()
    first = scanned(tmp_path, memory)
    memory.mistake(" 1", " 0")

    assert scanned(tmp_path, memory) == first

    memory.mistake("jpeg", "none")
    assert scanned(tmp_path, memory) == first


def test_a_changed_file_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"no pict" + b"\0" * 100)
    memory = Memory()
    assert not scanned(tmp_path, memory).photos

    content = png()
    path.write_bytes(content + b"\0" * (107 - len(content)) if len(content) < 107 else content)
    os.utime(path, ns=(DAY_NS, DAY_NS))

    assert [photo.path for photo in scanned(tmp_path, memory).photos] == [path]


@pytest.mark.skipif(os.name == "nt", reason="needs a file that changes while it is open")
def test_what_changes_during_the_scan_is_not_remembered(tmp_path: Path) -> None:
    class Changing(Memory):
        def get_seen(self, files: Sequence[SourceFile]) -> list[Seen]:
            os.utime(tmp_path / "b.jpg", ns=(DAY_NS, DAY_NS))
            return super().get_seen(files)

    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(jpeg())
    memory = Changing()

    assert len(scanned(tmp_path, memory).photos) == 2
    assert {path.name for path, _ in memory.words} == {"a.jpg"}
