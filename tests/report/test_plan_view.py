"""The plan's tables at wide and narrow terminals, and where no terminal is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from snapsort.records import FileMove, Plan, PlannedMove
from snapsort.report import Terminal, report_plan
from snapsort.report.plan_view import folder_table, picture_table
from tests.moving.trees import imagined

ROOT = Path("/pictures")
NAMES = (
    "prog_Typescript_ES6_vs_Javascript.jpg",
    "receipt_sroie_396.jpg",
    "領収書領収書領収書領収書領収書領収書.jpg",
)


def move(name: str, folder: str, probability: float) -> PlannedMove:
    photo = imagined(f"{ROOT}/{name}")
    photo = replace(photo, decision=replace(photo.decision, probability=probability))
    return PlannedMove(photo, (FileMove(photo.photo.file, ROOT / folder / name),))


def plan_of(*moves: PlannedMove) -> Plan:
    return Plan(ROOT, ROOT, "move", moves, stays=(), problems=(), model="m@1", labels="default")


PLAN = plan_of(*(move(name, "screenshots", 0.52 + place / 100) for place, name in enumerate(NAMES)))


def shown(table: object, columns: int) -> list[str]:
    console = Console(width=columns)
    with console.capture() as capture:
        console.print(table)
    return [line.rstrip() for line in capture.get().splitlines()]


@pytest.mark.parametrize(("columns", "examples"), [(120, 3), (90, 3), (80, 2), (70, 1), (69, 0), (40, 0)])
def test_each_example_stands_in_a_line_with_its_probability_and_the_fewer_the_narrower(
    columns: int, examples: int
) -> None:
    heading, _, *rows = shown(folder_table(PLAN, columns=columns), columns)

    assert {"folder", "pictures", "probability"} <= set(heading.split())
    assert len(rows) == max(examples, 1)
    ends = [row[heading.index("least") :] for row in rows] if examples else []
    assert [end.rsplit(" ", 1)[1] for end in ends if not end.startswith("領")] == ["0.52", "0.53"][:examples]
    assert all(cell_len(row) <= columns for row in rows)


def test_no_heading_breaks_at_forty_columns() -> None:
    long = plan_of(move("a.jpg", "a folder of a name that is longer than the terminal is wide", 0.9))
    for table in (folder_table(long, columns=40), picture_table(long, columns=40)):
        lines = shown(table, 40)
        assert lines[1].startswith("─")
        assert all(cell_len(line) <= 40 for line in lines)


def test_where_no_terminal_is_one_long_name_pads_no_other_row(capsys: pytest.CaptureFixture[str]) -> None:
    long = "n" * 226 + ".jpg"
    plan = plan_of(move(long, "a", 0.9), move("b.jpg", "a", 0.9), move("c.jpg", "a", 0.8))

    report_plan(plan, terminal=Terminal(), every=True)

    lines = capsys.readouterr().out.splitlines()
    assert sum(long in line for line in lines) == 1
    assert all(len(line) < 100 and line == line.rstrip() for line in lines if long not in line)
    b, c = (next(line for line in lines if line.startswith(name)) for name in ("b.jpg", "c.jpg"))
    assert b.index("0.90") == c.index("0.80")
