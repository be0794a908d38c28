from __future__ import annotations

import errno
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from snapsort.errors import PhotoError
from snapsort.moving import write_plan
from snapsort.moving.transfer import (
    VerifiedCopy,
    copy_exclusively,
    move_across,
    move_exclusively,
    rename_by_link,
    rename_over_placeholder,
)
from tests.moving.trees import Desk, decided, make_desk, sha256, spoil_what_is_synced, tree, write_file
from tests.powers import as_a_user

REPOSITORY = Path(__file__).resolve().parents[2]
WAYS = (move_exclusively, rename_by_link, rename_over_placeholder)


def interfere(path: Path, content: bytes) -> None:
    """What another process might do at that moment."""
    write_file(path, content)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_rename_moves_the_very_file(tmp_path: Path, way: Callable[[Path, Path], None]) -> None:
    source = write_file(tmp_path / "a.jpg", b"bytes", mtime_ns=5)
    inode, before = source.stat().st_ino, tree(tmp_path)

    way(source, tmp_path / "b.jpg")

    assert tree(tmp_path) == {str(tmp_path / "b.jpg"): before[str(source)]}
    assert (tmp_path / "b.jpg").stat().st_ino == inode


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("taken", ["file", "broken link", "folder"])
def test_no_way_to_rename_replaces_anything(
    tmp_path: Path, way: Callable[[Path, Path], None], taken: str
) -> None:
    source, target = write_file(tmp_path / "a.jpg", b"mine"), tmp_path / "b.jpg"
    if taken == "folder":
        target.mkdir()
    elif taken == "file":
        write_file(target, b"yours")
    else:
        target.symlink_to("nowhere")
    before = tree(tmp_path)

    with pytest.raises(FileExistsError):
        way(source, target)

    assert tree(tmp_path) == before


@pytest.mark.parametrize("way", WAYS)
def test_a_rename_that_fails_leaves_nothing_behind(tmp_path: Path, way: Callable[[Path, Path], None]) -> None:
    with pytest.raises(FileNotFoundError):
        way(tmp_path / "missing.jpg", tmp_path / "b.jpg")

    assert tree(tmp_path) == {}


def test_renaming_to_another_file_system_says_so(tmp_path: Path, elsewhere: Path) -> None:
    source = write_file(tmp_path / "a.jpg")

    with pytest.raises(OSError, match="cross-device") as caught:
        move_exclusively(source, elsewhere / "a.jpg")

    assert caught.value.errno == errno.EXDEV


def test_a_copy_keeps_bytes_and_times_and_is_announced_before_it_has_its_name(tmp_path: Path) -> None:
    source, target = write_file(tmp_path / "a.jpg", b"bytes" * 500_000, mtime_ns=7), tmp_path / "b.jpg"
    announced: list[tuple[VerifiedCopy, bool]] = []

    copy_exclusively(
        source,
        target,
        part=tmp_path / ".part",
        on_verified=lambda copy: announced.append((copy, target.exists())),
    )

    assert announced == [(VerifiedCopy(target.stat().st_ino, sha256(b"bytes" * 500_000)), False)]
    assert target.stat().st_mtime_ns == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "b.jpg"]


def test_a_copy_never_replaces_a_target_that_appears_at_the_last_moment(tmp_path: Path) -> None:
    source, target = write_file(tmp_path / "a.jpg", b"mine"), tmp_path / "b.jpg"

    with pytest.raises(FileExistsError):
        move_across(
            source,
            target,
            part=tmp_path / ".part",
            on_verified=lambda copy: interfere(target, b"yours"),
        )

    assert (source.read_bytes(), target.read_bytes()) == (b"mine", b"yours")
    assert not (tmp_path / ".part").exists()


def test_a_source_that_changes_while_it_is_copied_is_kept_and_the_copy_dropped(tmp_path: Path) -> None:
    source, target = write_file(tmp_path / "a.jpg", b"old"), tmp_path / "b.jpg"

    with pytest.raises(PhotoError, match="changed while it was being copied"):
        move_across(
            source,
            target,
            part=tmp_path / ".part",
            on_verified=lambda copy: interfere(source, b"newer"),
        )

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.jpg": b"newer"}


def test_what_does_not_read_back_as_it_was_written_is_no_copy(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path, into=elsewhere)
    plan = desk.plan([decided(write_file(desk.root / "a.jpg", b"bytes" * 50))])
    spoil_what_is_synced(monkeypatch, size_bytes=250)
    before = desk.files()

    assert [problem.code for problem in desk.apply(plan).problems] == ["copy_differs"]
    assert desk.files() == before


def test_a_private_photo_is_private_while_it_is_copied(tmp_path: Path) -> None:
    source, part = write_file(tmp_path / "a.jpg"), tmp_path / ".part"
    source.chmod(0o600)
    modes: list[int] = []

    copy_exclusively(
        source,
        tmp_path / "b.jpg",
        part=part,
        on_verified=lambda copy: modes.append(stat.S_IMODE(part.stat().st_mode)),
    )

    assert modes == [0o600]


def test_a_full_disk_is_a_problem_and_leaves_nothing_behind(tmp_path: Path, elsewhere: Path) -> None:
    desk = make_desk(tmp_path, into=elsewhere)
    photo = write_file(desk.root / "big.jpg", b"x" * 300_000)
    small = write_file(desk.root / "small.jpg")
    plan = desk.plan([decided(photo), decided(small)])
    before = desk.files()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # Python ignores SIGXFSZ: writing fails
    try:
        outcome = desk.apply(plan)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert [(problem.path, problem.code) for problem in outcome.problems] == [(photo, "no_space")]
    assert desk.files().keys() == before.keys() - {str(small)} | {str(elsewhere / "receipts" / "small.jpg")}


@as_a_user
def test_a_folder_without_permission_is_a_problem(desk: Desk) -> None:
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"))])
    (desk.into / "receipts").mkdir(mode=0o500)

    assert [problem.code for problem in desk.apply(plan).problems] == ["no_permission"]
    assert (desk.root / "x.jpg").exists()


@as_a_user
def test_a_source_that_cannot_be_removed_is_not_copied_to_another_disk_in_vain(
    tmp_path: Path, elsewhere: Path
) -> None:
    desk = make_desk(tmp_path, into=elsewhere)
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"))])
    desk.root.chmod(0o500)

    assert [problem.code for problem in desk.apply(plan).problems] == ["no_permission"]
    assert desk.files().keys() == {str(desk.root / "x.jpg")}


def test_two_runs_into_one_target_at_once_lose_nothing(tmp_path: Path) -> None:
    into = tmp_path / "sorted"
    into.mkdir()
    desks = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        desks.append(make_desk(tmp_path / name, into=into))
    plans = [
        desk.plan(
            [
                decided(write_file(desk.root / f"{number}.jpg", f"{desk.root}{number}".encode()))
                for number in range(40)
            ]
        )
        for desk in desks
    ]
    contents = sorted(entry.content for desk in desks for entry in desk.files().values())
    for desk, plan in zip(desks, plans, strict=True):
        write_plan(plan, desk.root.parent / "plan.jsonl")

    module = [sys.executable, "-m", "tests.moving.killed", "apply"]
    commands = [[*module, str(desk.root.parent), str(10**9)] for desk in desks]
    processes = [subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL) for command in commands]

    assert [process.wait() for process in processes] == [0, 0]
    assert len(list((into / "receipts").iterdir())) == 40
    every = {path: entry for desk in desks for path, entry in desk.files().items()}
    assert sorted(entry.content for entry in every.values()) == contents
