"""Files that a run makes from pictures: whole or not at all, and gone again with undo if unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from snapsort.errors import PhotoError
from snapsort.moving import (
    Outcome,
    Unit,
    apply_units,
    file_steps,
    make_header,
    recover_run,
)
from snapsort.records import FileMove
from tests.moving.trees import OLD_NS, Desk, ignore, never, source_file, write_file


def make_half(source: Path) -> bytes:
    return source.read_bytes()[: source.stat().st_size // 2]


def create(desk: Desk, *sources: Path, make: Callable[[Path], bytes] = make_half) -> Outcome:
    units = [
        Unit(
            number,
            file_steps([FileMove(source_file(path), desk.into / path.name)], "create", fingerprint=None),
        )
        for number, path in enumerate(sources)
    ]
    header = make_header("order", root=desk.root, into=desk.into, mode="copy")
    return apply_units(units, header, journals=desk.journals, on_progress=ignore, stop=never, make=make)


def test_what_is_made_is_there_with_the_time_of_its_source(desk: Desk) -> None:
    outcome = create(desk, write_file(desk.root / "a.jpg", b"0123456789"))

    made = desk.into / "a.jpg"
    assert outcome.done == (desk.root / "a.jpg",)
    assert (made.read_bytes(), made.stat().st_mtime_ns) == (b"01234", OLD_NS)
    assert (desk.root / "a.jpg").read_bytes() == b"0123456789"


def test_undo_removes_what_was_made_and_nothing_else(desk: Desk) -> None:
    before = desk.tree()
    create(desk, write_file(desk.root / "a.jpg", b"0123456789"))
    (desk.root / "a.jpg").unlink()  # the original may change or go: the copy is none of it

    assert desk.undo().problems == ()
    assert desk.tree() == before


def test_undo_leaves_what_was_changed_since(desk: Desk) -> None:
    create(desk, write_file(desk.root / "a.jpg", b"0123456789"))
    (desk.into / "a.jpg").write_bytes(b"43210")

    assert [problem.code for problem in desk.undo().problems] == ["changed"]
    assert (desk.into / "a.jpg").read_bytes() == b"43210"


def test_an_undo_cannot_make_it_again_and_says_so(desk: Desk) -> None:
    create(desk, write_file(desk.root / "a.jpg", b"0123456789"))
    undone = desk.undo()

    again = desk.undo(undone.run)

    assert [problem.code for problem in again.problems] == ["not_made"]
    assert not (desk.into / "a.jpg").exists()


def test_one_that_cannot_be_made_is_a_problem_and_shifts_no_other(desk: Desk) -> None:
    def refuse_a(source: Path) -> bytes:
        if source.name == "a.jpg":
            raise PhotoError("broken", "it is broken")
        return make_half(source)

    outcome = create(
        desk,
        write_file(desk.root / "a.jpg", b"aaaa"),
        write_file(desk.root / "b.jpg", b"bbbb"),
        make=refuse_a,
    )

    assert [(problem.path.name, problem.code) for problem in outcome.problems] == [("a.jpg", "broken")]
    assert {path.name: path.read_bytes() for path in desk.into.iterdir() if path.is_file()} == {
        "b.jpg": b"bb"
    }


def test_nothing_is_replaced(desk: Desk) -> None:
    write_file(desk.into / "a.jpg", b"mine")

    outcome = create(desk, write_file(desk.root / "a.jpg", b"0123456789"))

    assert [problem.code for problem in outcome.problems] == ["target_taken"]
    assert (desk.into / "a.jpg").read_bytes() == b"mine"


def test_a_source_that_changed_since_is_not_taken(desk: Desk) -> None:
    def change_b(source: Path) -> bytes:
        (desk.root / "b.jpg").write_bytes(b"other length")
        return make_half(source)

    outcome = create(
        desk,
        write_file(desk.root / "a.jpg", b"aaaa"),
        write_file(desk.root / "b.jpg", b"bbbb"),
        make=change_b,
    )

    assert [(problem.path.name, problem.code) for problem in outcome.problems] == [("b.jpg", "changed")]


@pytest.mark.parametrize("is_made", [True, False], ids=["after", "before"])
def test_recover_after_a_kill_keeps_what_was_made_and_makes_nothing(desk: Desk, is_made: bool) -> None:
    create(desk, write_file(desk.root / "a.jpg", b"0123456789"))
    run = desk.run().id
    for journal in (desk.journals.file(run), desk.into / ".snapsort" / f"{run}.jsonl"):
        lines = [
            line
            for line in journal.read_text().splitlines()
            if json.loads(line)["type"] not in ("done", "end")
        ]
        kept = lines if is_made else [line for line in lines if json.loads(line)["type"] != "copied"]
        journal.write_text("".join(line + "\n" for line in kept))
    if not is_made:
        (desk.into / "a.jpg").unlink()

    outcome = recover_run(desk.run(), journals=desk.journals, on_progress=ignore, stop=never)

    assert [problem.code for problem in outcome.problems] == ([] if is_made else ["not_made"])
    assert (desk.into / "a.jpg").exists() == is_made
    if is_made:
        desk.undo()
        assert not (desk.into / "a.jpg").exists()
