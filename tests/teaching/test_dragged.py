"""What is learned from where pictures lie after a run: real runs, real moves, one picture a color."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest

from snapsort.corrections import Correction, Said
from snapsort.embeddings import Cache
from snapsort.moving import list_runs
from snapsort.records import Fingerprint, Mode
from snapsort.teaching.dragged import Dragged, LearnOptions, find_dragged
from tests.embeddings.fakes import picture
from tests.moving.trees import Desk, decided, make_desk, sha256, write_file

FOLDERS = (PurePosixPath("receipts"), PurePosixPath("screenshots"))
LATER = "2099-01-01T00:00:00+00:00"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Pictures are sorted within one folder, as most people do."""
    desk = make_desk(tmp_path)
    return Desk(desk.root, desk.root, desk.journals)


def sort(desk: Desk, folders: Mapping[str, str], *, mode: Mode = "move") -> None:
    """A run that puts each picture into a folder. What is not there yet gets a color of its own."""
    photos = []
    for number, (name, folder) in enumerate(folders.items()):
        path = desk.root / name
        if not path.exists():
            write_file(path, picture((10 * number, 5, 5)))
        photos.append(decided(path, folder=folder))
    desk.apply(desk.plan(photos, mode=mode))


def content(path: Path) -> Fingerprint:
    return sha256(path.read_bytes())


def learn(
    desk: Desk, *, known: Mapping[Fingerprint, Correction] | None = None, agree: timedelta | None = None
) -> Dragged:
    options = LearnOptions(labels="default", folders=FOLDERS, known=known or {}, agree_after=agree)
    with Cache(None) as cache:
        return find_dragged(list_runs(desk.journals), options, cache=cache)


def test_nothing_was_moved_and_nothing_is_said(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    assert learn(desk) == Dragged(said=(), agreed=(), scattered=(), untouched=2, gone=0)


def test_another_labels_folder_is_a_correction_also_under_a_new_name(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    (desk.root / "screenshots" / "deeper").mkdir()
    target = desk.root / "screenshots" / "deeper" / "renamed.png"
    shutil.move(desk.root / "receipts" / "a.png", target)
    assert learn(desk).said == (Said(content(target), PurePosixPath("screenshots"), target),)


@pytest.mark.parametrize("place", ["a.png", "elsewhere/a.png"])
def test_back_or_out_is_a_negative(desk: Desk, place: str) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    target = desk.root / place
    target.parent.mkdir(exist_ok=True)
    shutil.move(desk.root / "receipts" / "a.png", target)
    dragged = learn(desk)
    assert dragged.said == (Said(content(target), None, target),)
    assert dragged.untouched == 1


def test_what_is_gone_says_nothing(desk: Desk, tmp_path: Path) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    (desk.root / "receipts" / "a.png").unlink()
    shutil.move(desk.root / "screenshots" / "b.png", tmp_path / "far away.png")
    assert learn(desk) == Dragged(said=(), agreed=(), scattered=(), untouched=0, gone=2)


def test_a_deeper_folder_of_the_same_label_is_no_correction(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    (desk.root / "receipts" / "2026").mkdir()
    shutil.move(desk.root / "receipts" / "a.png", desk.root / "receipts" / "2026" / "a.png")
    assert learn(desk).untouched == 2


def test_another_picture_of_the_same_size_is_not_taken_for_it(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    original = desk.root / "receipts" / "a.png"
    other = bytearray(original.read_bytes())
    other[-20] ^= 1  # in its data: still a picture by its first bytes, of the same size
    original.unlink()
    write_file(desk.root / "screenshots" / "c.png", bytes(other))
    assert learn(desk).gone == 1


def test_a_run_that_was_undone_says_nothing(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    desk.undo()
    assert learn(desk) == Dragged(said=(), agreed=(), scattered=(), untouched=0, gone=0)


def test_the_newest_run_counts(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    shutil.move(desk.root / "receipts" / "a.png", desk.root / "a.png")
    desk.apply(desk.plan([decided(desk.root / "a.png", folder="screenshots")]))
    assert learn(desk) == Dragged(said=(), agreed=(), scattered=(), untouched=2, gone=0)


def test_one_of_two_equal_pictures_dragged_elsewhere_says_nothing_and_is_named(desk: Desk) -> None:
    for name in ("a.png", "b.png"):
        write_file(desk.root / name, picture((7, 7, 7)))
    sort(desk, {"a.png": "receipts", "b.png": "receipts"})
    shutil.move(desk.root / "receipts" / "a.png", desk.root / "a.png")
    dragged = learn(desk)
    assert dragged.said == ()
    assert dragged.scattered == ((desk.root / "a.png", desk.root / "receipts" / "b.png"),)


def test_the_originals_of_copies_say_nothing(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"}, mode="copy")
    assert learn(desk).untouched == 2
    (desk.root / "receipts" / "a.png").unlink()
    assert learn(desk).gone == 1
    (desk.root / "screenshots" / "b.png").rename(desk.root / "receipts" / "b.png")
    said = learn(desk).said
    assert [item.folder for item in said] == [PurePosixPath("receipts")]


def test_dragged_away_learned_and_dragged_back_is_taken_back(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    target = desk.root / "receipts" / "a.png"
    earlier = Correction(Said(content(target), None, None), "default", "learn", LATER)
    assert learn(desk, known={content(target): earlier}).said == (
        Said(content(target), PurePosixPath("receipts"), target),
    )


def test_a_run_after_a_correction_does_not_overrule_it(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    target = desk.root / "receipts" / "a.png"
    earlier = Correction(Said(content(target), None, None), "default", "learn", "2001-01-01T00:00:00+00:00")
    assert learn(desk, known={content(target): earlier}, agree=timedelta(0)).said == ()


def test_agreement_is_said_only_when_asked_for_and_long_enough_ago(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    assert learn(desk).agreed == ()
    assert learn(desk, agree=timedelta(days=30)).agreed == ()
    assert {item.folder for item in learn(desk, agree=timedelta(0)).agreed} == set(FOLDERS)


def test_symbolic_links_say_nothing(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"}, mode="symlink")
    assert learn(desk) == Dragged(said=(), agreed=(), scattered=(), untouched=0, gone=0)


def test_what_a_run_with_other_labels_moved_is_no_word_of_the_user(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    plan = desk.plan([decided(desk.root / "receipts" / "a.png", folder="food")])
    desk.apply(replace(plan, labels="everyday"))
    assert learn(desk) == Dragged(said=(), agreed=(), scattered=(), untouched=1, gone=0)


def test_copies_elsewhere_say_nothing_whether_another_picture_is_missing_or_not(desk: Desk) -> None:
    sort(desk, {"a.png": "receipts", "b.png": "screenshots"})
    shutil.copy2(desk.root / "receipts" / "a.png", desk.root / "screenshots" / "copy.png")
    assert learn(desk).untouched == 2
    shutil.move(desk.root / "screenshots" / "b.png", desk.root / "b.png")  # of the same size as the copy
    assert [len(learn(desk).said), learn(desk).untouched, learn(desk).scattered] == [1, 1, ()]
