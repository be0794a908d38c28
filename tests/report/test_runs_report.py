"""The list of runs at narrow terminals."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapsort.moving import list_runs
from snapsort.moving.journal import start_journal
from snapsort.moving.steps import make_units
from snapsort.report import Terminal, report_runs
from tests.moving.test_journal import RUN, header_for
from tests.moving.trees import decided, make_desk, write_file


class NarrowTerminal(Terminal):
    """A terminal of a given width."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self._columns = columns

    @property
    def columns(self) -> int:
        return self._columns


@pytest.mark.parametrize("columns", [200, 80, 60, 40])
def test_of_a_run_only_the_folder_may_be_wider_than_the_terminal(
    tmp_path: Path, columns: int, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = make_desk(tmp_path)
    desk.apply(desk.plan([decided(write_file(desk.root / "b.jpg"))]))
    plan = desk.plan([decided(write_file(desk.root / "a.jpg"))])
    with start_journal(desk.journals, header_for(desk)) as journal:
        journal.intend(make_units(plan))

    report_runs(list_runs(desk.journals), terminal=NarrowTerminal(columns))

    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(RUN) for line in lines) == 1
    assert sum("snapsort recover" in line for line in lines) == 1
    assert all(len(line) <= columns for line in lines if not line.startswith("    sort"))
    assert sum(line.startswith(f"    sort {desk.into}") for line in lines) == (2 if columns < 200 else 0)
