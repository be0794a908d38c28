"""A run that finds a folder known and one that knows nothing come to the same, whatever happened between."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from snapsort.embeddings import Cache, Embedded, EmbedOptions, embed_photos, find_details
from snapsort.photos import Scan, ScanOptions, scan
from snapsort.records import Details
from tests.embeddings.fakes import BLUE, GREEN, RED, ColorEncoder, lazy, no_model, picture

LATER_NS = 2**62
"""Later than all times of files, so that what was just written counts as known."""

RED_PICTURE, GREEN_PICTURE = picture(RED), picture(GREEN)

CONTENTS = {
    "red.png": RED_PICTURE,
    "green.png": GREEN_PICTURE,
    "sub/twin of red.png": RED_PICTURE,
    "sub/no extension": picture(BLUE),
    "sub/black.png": picture((0, 0, 0)),  # the model has no vector for it
    "sub/truncated.png": RED_PICTURE[:40],
    "sub/page.jpg": b"<html>404</html>",
    "notes.txt": b"notes",
    "red.xmp": b"<x/>",
    "empty.gif": b"",
    "drawing.svg": b"<svg/>",
}

Change = Callable[[Path], None]
Looked: TypeAlias = tuple[Scan, Embedded, tuple[Details, ...]]


def put(name: str, content: bytes) -> Change:
    """Another content in the same file, and no older time than a program would write."""

    def change(root: Path) -> None:
        path = root / name
        seconds = path.stat().st_mtime_ns + 10**9 if path.exists() else 10**9
        path.write_bytes(content)
        os.utime(path, ns=(seconds, seconds))

    return change


def replace_with(name: str, content: bytes) -> Change:
    """Another file under this name, of the same time."""

    def change(root: Path) -> None:
        path, new = root / name, root / "new"
        new.write_bytes(content)
        status = path.stat()
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        new.replace(path)

    return change


def exchange(one: str, other: str) -> Change:
    def change(root: Path) -> None:
        (root / one).rename(root / "aside")
        (root / other).rename(root / one)
        (root / "aside").rename(root / other)

    return change


CHANGES: dict[str, Change] = {
    "nothing": lambda root: None,
    "same size": put("notes.txt", b"NOTES"),
    "edited": put("red.png", GREEN_PICTURE),
    "edited twin": put("sub/twin of red.png", GREEN_PICTURE),
    "replaced": replace_with("green.png", RED_PICTURE),
    "no picture any more": replace_with("red.png", b"<html>"),
    "a picture now": put("notes.txt", RED_PICTURE),
    "emptied": put("green.png", b""),
    "mended": replace_with("sub/truncated.png", GREEN_PICTURE),
    "exchanged": exchange("red.png", "green.png"),
    "exchanged with text": exchange("sub/no extension", "notes.txt"),
    "gone": lambda root: (root / "green.png").unlink(missing_ok=True),
    "second name": lambda root: os.link(root / "sub/no extension", root / "linked.png"),
    "renamed": exchange("sub/page.jpg", "red.xmp"),
    "a link instead": lambda root: replace_by_link(root / "sub/black.png"),
    "unreadable": lambda root: (root / "red.png").chmod(0),
}
if sys.platform == "win32":
    del CHANGES["unreadable"], CHANGES["a link instead"]


def replace_by_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def fill(root: Path) -> None:
    (root / "sub").mkdir(parents=True)
    for name, content in CONTENTS.items():
        (root / name).write_bytes(content)


def look(root: Path, cache: Cache, *, is_known: bool = False) -> Looked:
    found = scan(root, ScanOptions(), known=cache, now_ns=lambda: LATER_NS)
    embedded = embed_photos(
        found.photos,
        model=no_model() if is_known else lazy(ColorEncoder()),
        cache=cache,
        options=EmbedOptions(crops="1", max_pixels=10**6, workers=2),
        on_progress=lambda _: None,
        now_ns=lambda: LATER_NS,
    )
    details = find_details(
        embedded.photos.photos, cache=cache, workers=2, on_progress=lambda _: None, now_ns=lambda: LATER_NS
    )
    return found, embedded, details


def assert_same(one: Looked, other: Looked) -> None:
    assert one[2] == other[2]
    assert one[0] == other[0]
    assert one[1].problems == other[1].problems
    assert one[1].photos.photos == other[1].photos.photos
    assert np.array_equal(one[1].photos.vectors, other[1].photos.vectors)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=3, unique=True))
def test_a_known_folder_gives_what_an_unknown_one_gives(changes: list[str]) -> None:
    with TemporaryDirectory() as folder, Cache(None) as cache:
        root = Path(folder) / "pictures"
        fill(root)
        look(root, cache)
        for change in changes:
            try:
                CHANGES[change](root)
            except FileNotFoundError:  # an earlier change has taken it away
                continue
        warm = look(root, cache)
        with Cache(None) as nothing:
            assert_same(warm, look(root, nothing))
        assert_same(look(root, cache), warm)


def test_a_known_folder_has_every_hostile_file_reported(tmp_path: Path) -> None:
    fill(tmp_path / "pictures")
    (tmp_path / "pictures/sub/black.png").unlink()  # of what has no vector the model is asked each time
    with Cache(tmp_path / "cache.sqlite") as cache:
        first = look(tmp_path / "pictures", cache)
    with Cache(tmp_path / "cache.sqlite") as cache:
        second = look(tmp_path / "pictures", cache, is_known=True)

    assert_same(first, second)
    assert len(second[1].photos.photos) == 4
    assert [problem.code for problem in second[0].problems] == [
        "unsupported_kind",
        "empty",
        "not_a_picture",
    ]
    assert [problem.path.name for problem in second[1].problems] == ["truncated.png"]
