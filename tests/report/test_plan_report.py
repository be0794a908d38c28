"""What is said at the end of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapsort.moving import Outcome
from snapsort.records import FileMove, Plan, PlannedMove
from snapsort.report import Terminal, report_sorted
from tests.moving.trees import imagined

ROOT = Path("/pictures")


def move(number: int, folder: str) -> PlannedMove:
    photo = imagined(f"{ROOT}/{number}.jpg")
    return PlannedMove(photo, (FileMove(photo.photo.file, ROOT / folder / f"{number}.jpg"),))


def last_lines(moves: list[PlannedMove], done: int, capsys: pytest.CaptureFixture[str]) -> list[str]:
    plan = Plan(ROOT, ROOT, "move", tuple(moves), stays=(), problems=(), model="m@1", labels="default")
    paths = tuple(item.photo.photo.path for item in moves[:done])
    outcome = Outcome(
        "20261120-091500-1a2b", paths, problems=(), interrupted=done < len(moves), files=done, size_bytes=0
    )
    report_sorted(plan, outcome, terminal=Terminal())
    return capsys.readouterr().out.splitlines()


def test_of_many_folders_the_fullest_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    moves = [
        move(100 * folder + number, f"f{folder:02}") for folder in range(20) for number in range(folder + 1)
    ]

    lines = last_lines(moves, len(moves), capsys)

    assert [line.split()[1] for line in lines[1:13]] == [f"f{folder:02}/" for folder in range(8, 20)]
    assert lines[13].split() == ["36", "8", "more", "folders"]
    assert len(lines) == 15


def test_what_was_not_reached_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lines = last_lines([move(1, "a"), move(2, "a"), move(3, "b")], 1, capsys)

    assert [line.strip() for line in lines[1:3]] == ["1  a/", "2  stay: not reached (2)"]


def test_nothing_is_called_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert last_lines([move(1, "a")], 0, capsys)[0].startswith("stopped early: moved nothing, 1 stay")
