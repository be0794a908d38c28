"""Copies become names of one file, and files of their own again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from snapsort.errors import PhotoError
from snapsort.moving.kernel import exchange_names
from snapsort.moving.merge import exchange, settle_exchange
from snapsort.moving.steps import Step
from tests.moving.trees import (
    Desk,
    sha256,
    source_file,
    spoil_what_is_synced,
    tree,
    write_file,
    write_twins,
)


@pytest.fixture
def twins(desk: Desk) -> Desk:
    """A desk whose pictures stay where they are: `a.jpg` in `kept` and in `copies`."""
    own = replace(desk, into=desk.root)
    write_twins(own, ["a.jpg"])
    return own


def kept(desk: Desk) -> Path:
    return desk.root / "kept" / "a.jpg"


def copy(desk: Desk) -> Path:
    return desk.root / "copies" / "a.jpg"


def step_of(desk: Desk) -> Step:
    return desk.plan_merges().units[0].steps[0]


def test_a_copy_becomes_a_name_of_what_is_kept_and_a_file_of_its_own_again(twins: Desk) -> None:
    before = twins.tree()

    outcome = twins.merge()

    assert (outcome.done, outcome.problems) == ((copy(twins),), ())
    assert copy(twins).samefile(kept(twins))
    merged = twins.tree()
    assert twins.undo().problems == ()
    assert twins.tree() == before
    assert twins.undo(twins.run_ids()[0]).problems == ()
    assert twins.tree() == merged


def test_a_copy_comes_back_when_what_was_kept_has_another_name_or_none(twins: Desk) -> None:
    before = twins.tree()[str(copy(twins))]
    twins.merge()
    kept(twins).rename(twins.root / "renamed.jpg")

    assert twins.undo().problems == ()

    assert twins.tree()[str(copy(twins))] == before


def test_what_was_edited_after_linking_stays_and_is_named(twins: Desk) -> None:
    twins.merge()
    kept(twins).write_bytes(b"edited")
    before = twins.tree()

    problems = twins.undo().problems

    assert [(problem.path, problem.code) for problem in problems] == [(copy(twins), "changed")]
    assert twins.tree() == before


def edit_unnoticeably(desk: Desk) -> None:
    status = copy(desk).stat()
    copy(desk).write_bytes(copy(desk).read_bytes()[::-1])
    os.utime(copy(desk), ns=(status.st_atime_ns, status.st_mtime_ns))


def touch(desk: Desk) -> None:
    os.utime(copy(desk), ns=(1, 1))


def become_a_symbolic_link(desk: Desk) -> None:
    copy(desk).unlink()
    copy(desk).symlink_to(kept(desk))


def become_the_same_file(desk: Desk) -> None:
    shutil.copystat(copy(desk), kept(desk))
    copy(desk).unlink()
    os.link(kept(desk), copy(desk))


def lead_out(desk: Desk) -> None:
    (desk.root / "copies").rename(desk.root.parent / "elsewhere")
    (desk.root / "copies").symlink_to(desk.root.parent / "elsewhere")


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (edit_unnoticeably, "changed"),
        (touch, "changed"),
        (lambda desk: copy(desk).chmod(0o640), "changed"),
        (lambda desk: copy(desk).unlink(), "gone"),
        (become_a_symbolic_link, "changed"),
        (become_the_same_file, "already_linked"),
        (lambda desk: kept(desk).unlink(), "gone"),
        (lambda desk: kept(desk).write_bytes(b"edited"), "changed"),
        (lead_out, "outside"),
    ],
)
def test_what_has_changed_since_it_was_planned_stays_and_is_named(
    twins: Desk, happens: Callable[[Desk], object], code: str
) -> None:
    plan = twins.plan_merges()
    happens(twins)
    before = twins.tree()

    outcome = twins.merge(plan)

    assert [(problem.path, problem.code) for problem in outcome.problems] == [(copy(twins), code)]
    assert twins.tree() == before


def test_what_cannot_be_linked_is_named_before_anything_happens(twins: Desk, elsewhere: Path) -> None:
    other_disk = write_file(elsewhere / "a.jpg", copy(twins).read_bytes())
    copy(twins).unlink()
    copy(twins).symlink_to(other_disk)
    assert [problem.code for problem in twins.plan_merges().problems] == ["changed"]

    copy(twins).unlink()
    write_file(copy(twins), other_disk.read_bytes())
    kept(twins).unlink()
    shutil.rmtree(twins.root / "kept")
    (twins.root / "kept").symlink_to(elsewhere)
    assert [problem.code for problem in twins.plan_merges().problems] == ["other_device"]


def test_a_copy_with_attributes_of_its_own_keeps_them(twins: Desk) -> None:
    try:
        os.setxattr(copy(twins), "user.rating", b"5")
    except OSError:
        pytest.skip("needs a file system with extended attributes")

    assert [problem.code for problem in twins.plan_merges().problems] == ["other_attributes"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_copy_of_somebody_else_stays_theirs(twins: Desk) -> None:
    os.chown(copy(twins), 12345, 12345)

    assert [problem.code for problem in twins.plan_merges().problems] == ["other_owner"]


@pytest.mark.parametrize("by", ["replacing", "writing"])
def test_what_another_program_writes_at_the_last_moment_is_kept(twins: Desk, by: str) -> None:
    def interfere(_copied: object) -> None:
        if by == "replacing":
            write_file(twins.root / "new", b"newer").replace(copy(twins))
        else:
            copy(twins).write_bytes(b"newer")

    part = copy(twins).with_name(".part")
    with pytest.raises(PhotoError, match="changed at the last moment"):
        exchange(step_of(twins), part=part, on_verified=interfere)

    assert copy(twins).read_bytes() == b"newer"
    assert kept(twins).stat().st_nlink == 1
    assert not part.exists()


def test_a_copy_that_does_not_read_back_leaves_the_link_as_it_is(
    twins: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins.merge()
    before = twins.tree()
    spoil_what_is_synced(monkeypatch, size_bytes=copy(twins).stat().st_size)

    problems = twins.undo().problems

    assert [problem.code for problem in problems] == ["copy_differs"]
    assert twins.tree() == before


def test_after_a_kill_what_was_written_since_wins(twins: Desk) -> None:
    step, part = step_of(twins), copy(twins).with_name(".part")
    content, noted = copy(twins).read_bytes(), frozenset((kept(twins).stat().st_ino,))
    os.link(kept(twins), part)
    exchange_names(part, copy(twins))
    kept(twins).write_bytes(b"edited")

    settle_exchange(step, part, noted)

    assert (kept(twins).read_bytes(), copy(twins).read_bytes()) == (b"edited", content)
    assert not part.exists()


def test_after_a_kill_nothing_goes_that_may_be_the_only_one(twins: Desk) -> None:
    step, part = step_of(twins), copy(twins).with_name(".part")
    noted = frozenset((kept(twins).stat().st_ino,))
    os.link(kept(twins), part)
    exchange_names(part, copy(twins))
    write_file(twins.root / "new", b"newer").replace(copy(twins))
    before = tree(twins.root)

    with pytest.raises(PhotoError) as caught:
        settle_exchange(step, part, noted)

    assert caught.value.code == "stuck"
    assert tree(twins.root) == before


def test_the_plan_notes_what_undoing_needs(twins: Desk) -> None:
    file = source_file(copy(twins))
    assert step_of(twins) == Step(
        action="merge",
        source=kept(twins),
        target=copy(twins),
        size_bytes=file.stamp.size_bytes,
        mtime_ns=file.stamp.mtime_ns,
        fingerprint=sha256(copy(twins).read_bytes()),
        permissions=0o600,
    )
