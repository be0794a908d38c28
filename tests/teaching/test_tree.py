"""What a tree that the user has put right says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest

from snapsort.embeddings import Cache
from snapsort.errors import NothingToDo, UsageError
from snapsort.records import EmbeddedPhoto, Label, LabelSet
from snapsort.report import Terminal
from snapsort.teaching.tree import collect_said, read_tree
from tests.embeddings.fakes import picture
from tests.moving.trees import sha256, write_file

LABELS = LabelSet(
    "mine",
    (
        Label("receipts", ("a receipt",), PurePosixPath("papers/receipts")),
        Label("screenshots", ("a screenshot",), PurePosixPath("screenshots")),
        Label("other", ("anything",), None),
    ),
)


def make_tree(root: Path, names: Iterable[str]) -> None:
    for number, name in enumerate(names):
        write_file(root / name, picture((number, 5, 5)))


def places(root: Path, *, negative: str | None = None) -> dict[str, str | None]:
    place = root / negative if negative else None
    with Cache(None) as cache:
        tree = read_tree(root, LABELS, negative=place, cache=cache, watcher=Terminal(quiet=True))
    return {
        str(item.photo.path.relative_to(root)): None if item.folder is None else str(item.folder)
        for item in tree.photos
    }


def test_each_folder_is_a_label_and_the_root_is_the_negative(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        ["loose.png", "Papers/Receipts/2026/a.png", "SCREENSHOTS/b.png", "trips/rome/c.png", "other/d.png"],
    )
    assert places(tmp_path) == {
        "Papers/Receipts/2026/a.png": "papers/receipts",
        "SCREENSHOTS/b.png": "screenshots",
        "loose.png": None,
        "other/d.png": None,
        "trips/rome/c.png": "trips",
    }


def test_a_named_negative_leaves_the_roots_own_pictures_out(tmp_path: Path) -> None:
    make_tree(tmp_path, ["loose.png", "rest/x/a.png", "screenshots/b.png"])
    assert places(tmp_path, negative="rest") == {"rest/x/a.png": None, "screenshots/b.png": "screenshots"}


def test_a_negative_that_is_no_folder_in_it_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, ["screenshots/b.png"])
    for negative in ("nowhere", "../.."):
        with pytest.raises(UsageError, match="no folder below"):
            places(tmp_path, negative=negative)


def test_a_tree_without_pictures_is_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo):
        places(tmp_path)


@pytest.mark.parametrize("names", [["a.png", "b.png"], ["trips/a.png", "trips/b.png"]])
def test_all_pictures_in_one_place_are_nothing_to_tell_apart(tmp_path: Path, names: list[str]) -> None:
    make_tree(tmp_path, names)
    with pytest.raises(UsageError, match="nothing to tell apart"):
        places(tmp_path)


def test_a_content_under_two_labels_is_left_out_and_named(tmp_path: Path) -> None:
    make_tree(tmp_path, ["screenshots/a.png", "trips/b.png"])
    same = [
        write_file(tmp_path / folder / "same.png", picture((99, 5, 5))) for folder in ("screenshots", "trips")
    ]
    twin = write_file(tmp_path / "trips" / "twin of b.png", (tmp_path / "trips/b.png").read_bytes())
    with Cache(None) as cache:
        tree = read_tree(tmp_path, LABELS, negative=None, cache=cache, watcher=Terminal(quiet=True))
    embedded = [EmbeddedPhoto(item.photo, sha256(item.photo.path.read_bytes())) for item in tree.photos]
    says = collect_said(tree.photos, embedded)
    assert {item.path for item in says.said} == {tmp_path / "screenshots/a.png", tmp_path / "trips/b.png"}
    assert twin not in {item.path for item in says.said}
    assert [[item.path for item in contradiction.said] for contradiction in says.contradictions] == [same]
