"""`history`, `recover` and `undo` on runs that were cut off, and on journals that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from snapsort.cli.places import find_places
from snapsort.moving import apply_plan
from snapsort.moving.journal import start_journal
from snapsort.moving.steps import make_units
from tests.cli.lines import Lines
from tests.moving.test_journal import RUN, header_for
from tests.moving.trees import Desk, decided, ignore, never, write_file

Snapsort = Callable[..., Lines]


@pytest.fixture
def desk(user: Path, tmp_path: Path) -> Desk:
    root, into = tmp_path / "messy", tmp_path / "sorted"
    root.mkdir()
    into.mkdir()
    return Desk(root, into, find_places().journals)


def interrupt(desk: Desk) -> Path:
    """A run that has announced one photo and was killed."""
    photo = write_file(desk.root / "a.jpg")
    (desk.into / "receipts").mkdir()
    with start_journal(desk.journals, header_for(desk)) as journal:
        journal.intend(make_units(desk.plan([decided(photo)])))
    return photo


def test_recover_settles_and_says_how_to_take_it_back(snapsort: Snapsort, desk: Desk) -> None:
    interrupt(desk)

    result = snapsort("recover", "--yes")

    assert result.code == 0
    assert f"snapsort undo {RUN}" in result.out
    assert (desk.into / "receipts" / "a.jpg").exists()


@pytest.mark.parametrize("command", [["recover"], ["recover", "--roll-back"]])
def test_where_nothing_stands_nothing_is_offered_to_be_taken_back(
    snapsort: Snapsort, desk: Desk, command: list[str]
) -> None:
    interrupt(desk).unlink()

    assert "undo" not in snapsort(*command, "--yes").out


def test_the_recovered_run_is_named_to_machines(snapsort: Snapsort, desk: Desk) -> None:
    interrupt(desk)

    summary = snapsort("recover", "--yes", "--json").summary

    assert (summary["run"], summary["undo"], summary["moved"]) == (RUN, f"snapsort undo {RUN}", 1)


def test_rolling_back_names_the_run_that_took_it_back(snapsort: Snapsort, desk: Desk) -> None:
    photo = interrupt(desk)

    summary = snapsort("recover", "--roll-back", "--yes", "--json").summary

    assert summary["run"] not in (RUN, None)
    assert photo.exists()


def test_a_run_that_was_not_cut_off_is_not_asked_about(snapsort: Snapsort, desk: Desk) -> None:
    run = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))])).run

    assert snapsort("recover", run).code == 3


def test_a_journal_that_cannot_be_read_hides_no_other_run(snapsort: Snapsort, desk: Desk) -> None:
    run = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))])).run
    write_file(desk.journals.file("29991231-000000-ffff"), b'{"type": "plan"}\n')

    history, last, named = snapsort("history"), snapsort("undo", "--yes"), snapsort("undo", run, "--yes")

    assert (history.code, last.code, named.code) == (0, 2, 0)
    assert run in history.out
    assert "29991231-000000-ffff" in history.err
    assert "29991231-000000-ffff" in last.err
    assert (desk.root / "x.jpg").exists()


def test_an_undo_that_can_do_nothing_names_the_run_before_and_begins_none(
    snapsort: Snapsort, desk: Desk
) -> None:
    first = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))])).run
    desk.apply(desk.plan([decided(write_file(desk.root / "y.jpg"))]))
    (desk.into / "receipts" / "y.jpg").write_bytes(b"edited")
    before = desk.tree()

    result = snapsort("undo", "--yes")

    assert (result.code, result.out.count("y.jpg")) == (1, 1)
    assert f"snapsort undo {first}" in result.out
    assert (desk.tree(), len(desk.run_ids())) == (before, 2)
    assert snapsort("undo", first, "--yes").code == 0
    assert (desk.root / "x.jpg").exists()


def test_what_stays_is_named_once_and_for_machines_too(snapsort: Snapsort, desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / name)) for name in ("x.jpg", "y.jpg")]))
    (desk.into / "receipts" / "y.jpg").write_bytes(b"edited")

    result = snapsort("undo", "--yes")
    assert (result.code, (result.out + result.err).count("y.jpg")) == (1, 1)

    again = snapsort("undo", "--yes", "--json")
    assert [record["type"] for record in again.records] == ["problem", "summary"]
    assert (again.summary["run"], again.summary["undo"]) == (None, None)


def test_an_undo_of_an_undo_says_what_it_does(snapsort: Snapsort, desk: Desk) -> None:
    run = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))])).run
    desk.undo(run)
    undo = desk.run_ids()[0]

    result = snapsort("undo", undo, "--yes")

    assert (desk.into / "receipts" / "x.jpg").exists()
    assert f"undo of {run}" in result.err
    assert "did it again: 1 picture" in result.out
    assert "take it back with" in result.out


def test_the_history_of_no_folder_is_wrong_use(snapsort: Snapsort, desk: Desk, tmp_path: Path) -> None:
    result = snapsort("history", tmp_path / "nowhere")
    assert (result.code, result.out) == (2, "")
    assert "there is no folder" in result.err


def test_history_says_what_was_run_and_which_run_an_undo_took_back(snapsort: Snapsort, desk: Desk) -> None:
    copied = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))], mode="copy")).run
    desk.undo(copied)
    twins = desk.plan([decided(write_file(desk.root / "y.jpg"))])
    apply_plan(twins, journals=desk.journals, on_progress=ignore, stop=never, command="dupes")

    lines = snapsort("history").out.splitlines()

    assert [line.split("  ", 4)[-1].strip() for line in lines] == [
        f"dupes --to {desk.into}",
        f"undo of {copied} in {desk.into}",
        f"sort --copy {desk.into}",
    ]


def test_history_gives_the_range_where_a_cut_off_run_leaves_it_open(snapsort: Snapsort, desk: Desk) -> None:
    interrupt(desk)

    assert "  0 to 1 picture  cut off" in snapsort("history").out
