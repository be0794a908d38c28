from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapsort.errors import NothingToDo, RefusedForSafety
from snapsort.moving import apply_plan, find_run, list_runs, plan_undo, undo_run
from snapsort.records import DecidedPhoto, Mode, Plan
from tests.moving.trees import Desk, Entry, decided, files, ignore, make_desk, never, write_file

MODES: tuple[Mode, ...] = ("move", "copy", "hardlink", "symlink")


def some_photos(desk: Desk) -> list[DecidedPhoto]:
    """A photo with companions, two of one name, one whose name is taken, one that stays."""
    write_file(desk.into / "receipts" / "taken.jpg", b"I was here first")
    return [
        decided(
            write_file(desk.root / "a" / "x.jpg"),
            write_file(desk.root / "a" / "x.jpg.xmp"),
            write_file(desk.root / "a" / "x.mov", b"moving pictures"),
        ),
        decided(write_file(desk.root / "b" / "X.jpg", b"another x")),
        decided(write_file(desk.root / "taken.jpg", b"late")),
        decided(write_file(desk.root / "screen.png"), folder="screens/2024"),
        decided(write_file(desk.root / "unsure.jpg"), reason="below_margin"),
    ]


def planned_files(plan: Plan, before: dict[str, Entry]) -> dict[str, Entry]:
    """The files after a plan of moves, worked out from the plan."""
    after = dict(before)
    for move in plan.moves:
        for file in move.files:
            after[str(file.target)] = after.pop(str(file.source.path))
    return after


def problem_codes(desk: Desk, plan: Plan) -> list[tuple[str, str]]:
    return [(problem.path.name, problem.code) for problem in desk.apply(plan).problems]


def test_what_happens_is_what_the_plan_shows(any_desk: Desk) -> None:
    plan = any_desk.plan(some_photos(any_desk))
    expected = planned_files(plan, any_desk.files())

    outcome = any_desk.apply(plan)

    assert any_desk.files() == expected
    assert outcome.done == tuple(move.photo.photo.path for move in plan.moves)
    assert (outcome.problems, outcome.interrupted, outcome.files) == ((), False, 6)
    assert outcome.size_bytes == sum(
        file.source.stamp.size_bytes for move in plan.moves for file in move.files
    )


@pytest.mark.parametrize("mode", MODES)
def test_undo_restores_names_bytes_times_and_folders(desk: Desk, mode: Mode) -> None:
    plan = desk.plan(some_photos(desk), mode=mode)
    before = desk.tree()
    desk.apply(plan)
    after = desk.tree()

    outcome = desk.undo()

    assert after != before
    assert desk.tree() == before
    assert (len(outcome.done), outcome.problems) == (4, ())


@pytest.mark.parametrize("mode", ["move", "copy", "symlink"])
def test_undo_restores_across_file_systems(tmp_path: Path, elsewhere: Path, mode: Mode) -> None:
    desk = make_desk(tmp_path, into=elsewhere)
    plan = desk.plan(some_photos(desk), mode=mode)
    before = desk.tree()

    desk.apply(plan)
    desk.undo()

    assert desk.tree() == before


@pytest.mark.parametrize("mode", MODES)
def test_undo_of_undo_does_the_run_again(desk: Desk, mode: Mode) -> None:
    desk.apply(desk.plan(some_photos(desk), mode=mode))
    after = desk.tree()
    undone = desk.undo()

    again = desk.undo(undone.run)

    assert desk.tree() == after
    assert [run.status for run in list_runs(desk.journals)] == ["finished", "undone", "finished"]
    assert again.problems == ()


def test_undo_names_the_photos_by_where_they_lie(desk: Desk) -> None:
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"), write_file(desk.root / "x.xmp"))])
    desk.apply(plan)

    assert desk.undo().done == (desk.into / "receipts" / "x.jpg",)


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_leaves_what_it_says(desk: Desk, mode: Mode) -> None:
    photo = write_file(desk.root / "x.jpg", b"bytes")
    target = desk.into / "receipts" / "x.jpg"

    desk.apply(desk.plan([decided(photo)], mode=mode))

    assert target.read_bytes() == b"bytes"
    assert target.stat().st_mtime_ns == 1_600_000_000_123_456_789
    assert photo.exists() == (mode != "move")
    assert target.is_symlink() == (mode == "symlink")
    assert photo.exists() and photo.samefile(target) if mode in ("hardlink", "symlink") else True
    if mode == "symlink":
        assert str(target.readlink()) == "../../messy/x.jpg"


def test_a_hard_link_to_another_file_system_is_a_problem(tmp_path: Path, elsewhere: Path) -> None:
    desk = make_desk(tmp_path, into=elsewhere)
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"))], mode="hardlink")
    before = desk.tree()

    assert problem_codes(desk, plan) == [("x.jpg", "other_device")]
    assert desk.tree() == before


def test_extended_attributes_and_permissions_travel_to_another_disk(tmp_path: Path, elsewhere: Path) -> None:
    desk = make_desk(tmp_path, into=elsewhere)
    photo = write_file(desk.root / "x.jpg")
    photo.chmod(0o640)
    try:
        os.setxattr(photo, "user.tag", b"red")
        os.setxattr(elsewhere, "user.tag", b"red")
    except OSError:
        pytest.skip("needs extended attributes on both file systems")

    desk.apply(desk.plan([decided(photo)]))

    moved = elsewhere / "receipts" / "x.jpg"
    assert (os.getxattr(moved, "user.tag"), moved.stat().st_mode & 0o777) == (b"red", 0o640)


def test_a_file_that_changed_since_stays_with_its_companions(any_desk: Desk) -> None:
    photo, companion = write_file(any_desk.root / "x.jpg"), write_file(any_desk.root / "x.xmp")
    plan = any_desk.plan([decided(photo, companion), decided(write_file(any_desk.root / "y.jpg"))])
    write_file(companion, b"edited meanwhile")
    before = any_desk.files()

    assert problem_codes(any_desk, plan) == [("x.jpg", "changed")]
    assert any_desk.files() == planned_files(replace(plan, moves=plan.moves[1:]), before)


def test_a_file_of_equal_size_and_other_bytes_has_changed(desk: Desk) -> None:
    photo = write_file(desk.root / "x.jpg", b"one")
    plan = desk.plan([decided(photo)])
    write_file(photo, b"two", mtime_ns=1)

    assert problem_codes(desk, plan) == [("x.jpg", "changed")]


def test_a_file_that_was_only_touched_has_not_changed(desk: Desk) -> None:
    photo = write_file(desk.root / "x.jpg")
    plan = desk.plan([decided(photo)])
    os.utime(photo, ns=(1, 1))

    assert problem_codes(desk, plan) == []


def test_a_file_that_is_gone_is_a_problem(desk: Desk) -> None:
    photo = write_file(desk.root / "x.jpg")
    plan = desk.plan([decided(photo)])
    photo.unlink()

    assert problem_codes(desk, plan) == [("x.jpg", "gone")]


def test_a_source_that_became_a_symlink_is_not_followed(desk: Desk) -> None:
    photo = write_file(desk.root / "x.jpg")
    plan = desk.plan([decided(photo)])
    photo.rename(desk.root / "real.jpg")
    photo.symlink_to(desk.root / "real.jpg")

    assert problem_codes(desk, plan) == [("x.jpg", "changed")]


def test_a_name_that_was_taken_meanwhile_is_never_replaced(any_desk: Desk) -> None:
    plan = any_desk.plan([decided(write_file(any_desk.root / "x.jpg"), write_file(any_desk.root / "x.xmp"))])
    write_file(any_desk.into / "receipts" / "x.xmp", b"a stranger")
    before = any_desk.tree()

    assert problem_codes(any_desk, plan) == [("x.jpg", "target_taken")]
    assert any_desk.tree() == before


@pytest.mark.parametrize("mode", MODES)
def test_a_unit_that_fails_leaves_nothing_behind(desk: Desk, mode: Mode) -> None:
    first, last = write_file(desk.root / "x.jpg"), write_file(desk.root / "x.xmp")
    plan = desk.plan([decided(first, last)], mode=mode)
    last.unlink()
    before = desk.tree()

    assert problem_codes(desk, plan) == [("x.jpg", "gone")]
    assert desk.tree() == before


def test_a_target_folder_that_is_a_file_is_a_problem(desk: Desk) -> None:
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"), folder="receipts/2024")])
    write_file(desk.into / "receipts", b"a file")

    assert problem_codes(desk, plan) == [("x.jpg", "not_a_folder")]


@pytest.mark.parametrize("folder", ["receipts", "receipts/2024"])
def test_a_target_folder_that_leads_outside_is_refused(desk: Desk, tmp_path: Path, folder: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"), folder=folder)])
    (desk.into / "receipts").symlink_to(outside)

    assert problem_codes(desk, plan) == [("x.jpg", "outside")]
    assert list(outside.iterdir()) == []


def test_names_in_other_scripts_and_names_that_are_no_text_go_and_come_back(desk: Desk) -> None:
    names = [
        "票据.jpg",
        "صورة.jpg",
        "e\u0301.jpg",
        "a\nb.jpg",
        os.fsdecode(b"\xff\xfe.jpg"),
        "x" * 251 + ".jpg",
    ]
    plan = desk.plan([decided(write_file(desk.root / name)) for name in names])
    before = desk.files()

    desk.apply(plan)
    moved = {path.name for path in (desk.into / "receipts").iterdir()}
    desk.undo()

    assert moved == set(names)
    assert desk.files() == before


def test_stopping_ends_after_the_current_photo_with_a_correct_journal(desk: Desk) -> None:
    plan = desk.plan([decided(write_file(desk.root / f"{number}.jpg")) for number in range(5)])
    before = desk.tree()
    handled: list[int] = []

    outcome = apply_plan(
        plan, journals=desk.journals, on_progress=handled.append, stop=lambda: len(handled) >= 2
    )
    run = desk.run()
    desk.undo()

    assert (len(outcome.done), outcome.interrupted, handled) == (2, True, [1, 2])
    assert (run.status, run.ending, run.done, len(run.journal.left)) == ("finished", "interrupted", 2, 3)
    assert desk.tree() == before


def test_more_photos_than_are_announced_at_once(desk: Desk) -> None:
    plan = desk.plan([decided(write_file(desk.root / f"{number}.jpg")) for number in range(70)])
    before = desk.tree()

    outcome = desk.apply(plan)
    desk.undo()

    assert len(outcome.done) == 70
    assert desk.tree() == before


def test_an_empty_plan_starts_no_run(desk: Desk) -> None:
    with pytest.raises(NothingToDo):
        desk.apply(desk.plan([]))

    assert list_runs(desk.journals) == ()


def test_undo_leaves_what_changed_and_says_so(any_desk: Desk) -> None:
    photos = [decided(write_file(any_desk.root / f"{name}.jpg")) for name in "abcd"]
    any_desk.apply(any_desk.plan(photos))
    receipts = any_desk.into / "receipts"
    write_file(receipts / "a.jpg", b"edited")
    (receipts / "b.jpg").unlink()
    write_file(any_desk.root / "c.jpg", b"a newcomer")
    shown = plan_undo(any_desk.run())

    outcome = any_desk.undo()

    assert [(problem.path.name, problem.code) for problem in outcome.problems] == [
        ("c.jpg", "target_taken"),
        ("b.jpg", "gone"),
        ("a.jpg", "changed"),
    ]
    assert [(item.path, item.code) for item in shown.refused] == [
        (item.path, item.code) for item in outcome.problems
    ]
    assert tuple(step.source for step in shown.steps) == outcome.done == (receipts / "d.jpg",)
    assert any_desk.run().status == "partly_undone"


def test_what_undo_had_to_leave_can_be_undone_later(desk: Desk) -> None:
    photos = [decided(write_file(desk.root / f"{name}.jpg")) for name in "ab"]
    before = desk.tree()
    desk.apply(desk.plan(photos))
    newcomer = write_file(desk.root / "a.jpg", b"a newcomer")
    desk.undo()
    newcomer.unlink()

    outcome = desk.undo()

    assert len(outcome.done) == 1
    assert desk.tree() == before


def test_undo_keeps_a_copy_whose_original_is_gone(desk: Desk) -> None:
    photo = write_file(desk.root / "x.jpg")
    desk.apply(desk.plan([decided(photo)], mode="copy"))
    photo.unlink()

    outcome = desk.undo()

    assert [problem.code for problem in outcome.problems] == ["changed"]
    assert (desk.into / "receipts" / "x.jpg").exists()


def test_undo_keeps_a_hard_link_whose_original_was_replaced(desk: Desk) -> None:
    photo = write_file(desk.root / "x.jpg", b"old")
    desk.apply(desk.plan([decided(photo)], mode="hardlink"))
    photo.unlink()
    write_file(photo, b"new")

    assert [problem.code for problem in desk.undo().problems] == ["changed"]
    assert (desk.into / "receipts" / "x.jpg").read_bytes() == b"old"


def test_undo_keeps_folders_that_hold_something_else(desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    write_file(desk.into / "receipts" / "mine.txt")

    desk.undo()

    assert set(files(desk.into)) == {str(desk.into / "receipts" / "mine.txt")}


def test_undo_keeps_empty_folders_that_were_there_before(desk: Desk) -> None:
    (desk.into / "receipts").mkdir()
    before = desk.tree()
    desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))

    desk.undo()

    assert desk.tree().keys() - before.keys() == {str(desk.root / "x.jpg")}


def test_undo_makes_an_original_folder_again(desk: Desk) -> None:
    photo = write_file(desk.root / "deep" / "er" / "x.jpg")
    before = desk.tree()
    desk.apply(desk.plan([decided(photo)]))
    (desk.root / "deep" / "er").rmdir()
    (desk.root / "deep").rmdir()

    desk.undo()

    assert desk.tree() == before


def test_undo_refuses_when_a_disk_is_not_there(desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    run = desk.run()
    desk.root.rename(desk.root.with_name("unplugged"))

    with pytest.raises(RefusedForSafety, match="is not there"):
        undo_run(run, journals=desk.journals, on_progress=ignore, stop=never)


def test_nothing_is_undone_twice(desk: Desk) -> None:
    first = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    desk.undo()

    with pytest.raises(NothingToDo):
        desk.undo()
    with pytest.raises(NothingToDo):
        desk.undo(first.run)


def test_undo_goes_back_run_by_run(desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    between = desk.tree()
    desk.apply(desk.plan([decided(write_file(desk.root / "y.jpg"), folder="other")]))

    desk.undo()
    (desk.root / "y.jpg").unlink()

    assert desk.tree() == between
    assert find_run(desk.journals, None).done == 1


NAMES = st.sampled_from(["x.jpg", "X.jpg", "x (2).jpg", "é.jpg", "e\u0301.jpg"])
PLACES = st.sets(st.tuples(st.sampled_from(["", "a", "a/b"]), NAMES), min_size=1, max_size=6)


@given(PLACES, st.sets(NAMES, max_size=2), st.sampled_from(MODES), st.sampled_from(["rename", "skip"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_apply_then_undo_is_the_identity_and_undoing_that_is_apply(
    tmp_path_factory: pytest.TempPathFactory,
    places: set[tuple[str, str]],
    taken: set[str],
    mode: Mode,
    policy: str,
) -> None:
    desk = make_desk(tmp_path_factory.mktemp("case"))
    for name in taken:
        write_file(desk.into / "receipts" / name, b"taken")
    photos = [
        decided(write_file(desk.root / folder / name, f"{folder}{name}".encode()))
        for folder, name in sorted(places)
    ]
    plan = desk.plan(photos, mode=mode, on_conflict="skip" if policy == "skip" else "rename")
    before = desk.tree()
    if not plan.moves:
        return
    outcome = desk.apply(plan)
    after = desk.tree()
    undone = desk.undo()
    restored = desk.tree()
    desk.undo(undone.run)

    assert len(outcome.done) == len(plan.moves)
    assert restored == before
    assert desk.tree() == after
