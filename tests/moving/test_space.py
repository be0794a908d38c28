from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from snapsort.errors import RefusedForSafety
from snapsort.records import Mode, Plan
from tests.moving.trees import Desk, decided, make_desk, tree, write_file

HUGE_BYTES = 10**18


def make_huge_plan(desk: Desk, mode: Mode) -> Plan:
    """A plan for one small and one file that fits on no disk, as if it had been that large when planned."""
    small, huge = (decided(write_file(desk.root / name)) for name in ("small.jpg", "huge.jpg"))
    stamp = replace(huge.photo.file.stamp, size_bytes=HUGE_BYTES)
    huge = replace(huge, photo=replace(huge.photo, file=replace(huge.photo.file, stamp=stamp)))
    return desk.plan([small, huge], mode=mode)


def test_a_copy_that_cannot_fit_is_refused_before_anything_is_copied(desk: Desk, tmp_path: Path) -> None:
    plan = make_huge_plan(desk, "copy")
    before = tree(tmp_path)

    with pytest.raises(RefusedForSafety, match="are to go to"):
        desk.apply(plan)

    assert tree(tmp_path) == before


def test_a_move_to_a_full_disk_is_refused_before_anything_is_moved(tmp_path: Path, elsewhere: Path) -> None:
    desk = make_desk(tmp_path, into=elsewhere)
    plan = make_huge_plan(desk, "move")
    before = desk.tree()

    with pytest.raises(RefusedForSafety, match="are free"):
        desk.apply(plan)

    assert desk.tree() == before


@pytest.mark.parametrize("mode", ["move", "hardlink", "symlink"])
def test_what_takes_no_room_needs_none(desk: Desk, mode: Mode) -> None:
    outcome = desk.apply(make_huge_plan(desk, mode))

    assert [path.name for path in outcome.done] == ["small.jpg"]
    assert [(problem.path.name, problem.code) for problem in outcome.problems] == [("huge.jpg", "changed")]
