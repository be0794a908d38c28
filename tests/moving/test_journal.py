from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.errors import JournalError, NothingToDo, RefusedForSafety, SnapsortError
from snapsort.moving import (
    JournalFolder,
    apply_plan,
    find_run,
    find_unfinished,
    list_runs,
    list_runs_at,
    read_runs,
    read_runs_at,
    recover_run,
    roll_back_run,
    undo_run,
)
from snapsort.moving.fields import read_line, write_line
from snapsort.moving.journal import hold_run, start_journal
from snapsort.moving.lines import Header, Journal, header_record, intent_record, is_settled, read_journal
from snapsort.moving.rebase import move_path, moved_prefix
from snapsort.moving.steps import ACTIONS, Step, Unit, folder_step, make_units
from tests.moving.trees import (
    Desk,
    count_calls,
    decided,
    files,
    ignore,
    make_desk,
    never,
    sha256,
    tree,
    write_file,
)

RUN = "20261120-091500-1a2b"
STARTED = "2026-11-20T09:15:00+00:00"
NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"])
    | st.sampled_from([chr(number) for number in range(0xDC80, 0xDD00)]),
    min_size=1,
    max_size=8,
).filter(lambda name: name not in (".", ".."))
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(lambda parts: Path("/", *parts))
FILE_STEPS = st.builds(
    Step,
    action=st.sampled_from([action for action in ACTIONS if not action.endswith("dir")]),
    source=PATHS,
    target=PATHS,
    size_bytes=st.integers(0, 2**63),
    mtime_ns=st.integers(-(2**62), 2**62),
    fingerprint=st.none() | st.binary(max_size=3).map(sha256),
)
STEPS = FILE_STEPS | PATHS.map(lambda path: folder_step("mkdir", path))


def header_for(desk: Desk) -> Header:
    return Header(RUN, "sort", STARTED, desk.root, desk.into, "move", "m", "l")


def interrupt(desk: Desk, names: str = "ab") -> None:
    """A run that announced photos and was killed before it touched one."""
    plan = desk.plan([decided(write_file(desk.root / f"{name}.jpg")) for name in names])
    with start_journal(desk.journals, header_for(desk)) as journal:
        journal.intend(
            replace(unit, steps=(folder_step("mkdir", desk.into / "receipts"), *unit.steps))
            for unit in make_units(plan)
        )


def recover_all(desk: Desk) -> list[tuple[str, str]]:
    return [
        (problem.path.name, problem.code)
        for run in find_unfinished(desk.journals)
        for problem in recover_run(run, journals=desk.journals, on_progress=ignore, stop=never).problems
    ]


@given(st.lists(STEPS, max_size=3), FILE_STEPS, st.none() | st.integers(0, 9))
def test_a_journal_says_what_was_written_into_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], last: Step, of: int | None
) -> None:
    path = tmp_path_factory.mktemp("journal") / f"{RUN}.jsonl"
    header = Header(
        RUN, "undo", STARTED, Path("/a\udcff"), Path("/b"), "copy", "m", "l", undoes="20261119-091500-ffff"
    )
    unit = Unit(3, (*steps, last), of=of)
    path.write_bytes(write_line(header_record(header)) + write_line(intent_record(unit)))

    journal = read_journal(path)

    assert journal is not None
    assert (journal.header, journal.units, journal.open_units) == (header, (unit,), (unit,))


@given(st.integers(0, 10_000))
def test_a_journal_that_was_cut_off_anywhere_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    header = Header(RUN, "sort", STARTED, Path("/a"), Path("/b"), "move")
    units = [Unit(number, (Step("move", Path("/a/ü"), Path("/b/ü")),)) for number in range(3)]
    lines = [write_line(header_record(header)), *(write_line(intent_record(unit)) for unit in units)]
    content = b"".join(lines)[: cut % (sum(map(len, lines)) + 1)]
    (folder / f"{RUN}.jsonl").write_bytes(content)
    whole = sum(1 for number in range(1, 5) if len(b"".join(lines[:number])) - 1 <= len(content))

    journal = read_journal(folder / f"{RUN}.jsonl")

    assert (len(journal.units) + 1 if journal else 0) == whole


def test_the_inverse_of_an_inverse_is_the_unit_itself() -> None:
    unit = Unit(
        0,
        (
            folder_step("mkdir", Path("/b")),
            folder_step("mkdir", Path("/b/c")),
            Step("move", Path("/a/x"), Path("/b/c/x"), 1, 2),
            Step("copy", Path("/a/y"), Path("/b/c/y"), 1, 2),
        ),
    )

    assert unit.inverse(0).inverse(0).steps == unit.steps


def test_a_journal_lies_in_the_state_folder_and_beside_the_pictures(desk: Desk) -> None:
    run = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))])).run

    state, mirror = desk.journals.runs / f"{run}.jsonl", desk.into / ".snapsort" / f"{run}.jsonl"
    assert state.read_bytes() == mirror.read_bytes()
    assert [read_line(line).text("type") for line in state.read_bytes().splitlines()] == [
        "run",
        "intent",
        "done",
        "end",
    ]


@pytest.mark.parametrize("blocked", ["state", "sorted"])
def test_nothing_moves_when_one_of_the_journals_cannot_be_written(tmp_path: Path, blocked: str) -> None:
    desk = make_desk(tmp_path)
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"))])
    write_file(tmp_path / "state" / "runs" if blocked == "state" else desk.into / ".snapsort", b"in the way")
    before = tree(tmp_path)

    with pytest.raises(RefusedForSafety, match="journal cannot be written"):
        desk.apply(plan)

    assert files(tmp_path).keys() == {path for path, entry in before.items() if entry is not None}


def test_runs_are_listed_newest_first(desk: Desk) -> None:
    first = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    second = desk.undo()

    runs = list_runs(desk.journals)

    assert [(run.id, run.command, run.status, run.undoes, run.undone_by) for run in runs] == [
        (second.run, "undo", "finished", first.run, ()),
        (first.run, "sort", "undone", None, (second.run,)),
    ]
    assert [(run.root, run.into, run.mode, run.done, len(run.journal.left), run.ending) for run in runs] == [
        (desk.root, desk.into, "move", 1, 0, "finished")
    ] * 2


def test_one_run_is_known_as_well_by_the_journals_about_it_alone(desk: Desk) -> None:
    first = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    undone = desk.undo(first.run)
    desk.undo(undone.run)
    desk.apply(desk.plan([decided(write_file(desk.root / "y.jpg"))]))
    desk.undo(first.run)

    for run in list_runs(desk.journals):
        about = (
            *read_runs(desk.journals, about=run.id).runs,
            *read_runs_at(desk.into, desk.journals, about=run.id).runs,
        )
        assert [item for item in about if item.id == run.id] == [run, run]
    others = {run.id for run in read_runs(desk.journals, about=undone.run).runs}
    assert first.run not in others and len(others) == 2


def test_without_journals_there_are_no_runs(tmp_path: Path) -> None:
    journals = JournalFolder(tmp_path / "nowhere")

    assert list_runs(journals) == ()
    with pytest.raises(NothingToDo):
        find_run(journals, None)
    with pytest.raises(JournalError, match="there is no run 2026"):
        find_run(journals, "2026")


def test_a_run_is_found_by_id_by_journal_and_by_folder(desk: Desk) -> None:
    run = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))])).run
    journal = desk.into / ".snapsort" / f"{run}.jsonl"

    found = [desk.run(which).id for which in (run, str(journal), str(journal.parent), str(desk.into), None)]

    assert found == [run] * 5


def test_a_run_in_progress_is_neither_recovered_nor_undone(desk: Desk) -> None:
    plan = desk.plan([decided(write_file(desk.root / f"{name}.jpg")) for name in "ab"])
    seen: list[str] = []

    def look_around(done: int) -> None:
        run = desk.run()
        seen.append(run.status)
        with pytest.raises(RefusedForSafety, match="still going on"):
            recover_run(run, journals=desk.journals, on_progress=ignore, stop=never)
        with pytest.raises(RefusedForSafety, match="still going on"):
            undo_run(run, journals=desk.journals, on_progress=ignore, stop=never)

    outcome = apply_plan(plan, journals=desk.journals, on_progress=look_around, stop=never)

    assert seen == ["running", "running"]
    assert len(outcome.done) == 2


def test_an_interrupted_run_must_be_recovered_before_it_is_undone(desk: Desk) -> None:
    interrupt(desk)

    with pytest.raises(RefusedForSafety, match="was interrupted"):
        desk.undo()


def test_recover_finishes_what_was_announced(desk: Desk) -> None:
    interrupt(desk)

    problems = recover_all(desk)

    assert problems == []
    assert (desk.run().status, desk.run().ending, desk.run().done) == ("finished", "recovered", 2)
    assert set(files(desk.into)) == {str(desk.into / "receipts" / name) for name in ("a.jpg", "b.jpg")}


def test_rolling_back_restores_the_tree(desk: Desk) -> None:
    interrupt(desk)
    before = desk.tree()
    run = desk.run()

    outcome = roll_back_run(run, journals=desk.journals, on_progress=ignore, stop=never)

    assert outcome.problems == ()
    assert desk.tree() == before
    assert desk.run(run.id).status == "undone"


def test_recover_leaves_what_has_changed_meanwhile(desk: Desk) -> None:
    interrupt(desk, "abc")
    write_file(desk.root / "a.jpg", b"edited")
    (desk.root / "b.jpg").unlink()
    write_file(desk.into / "receipts" / "c.jpg", b"a stranger")
    before = desk.files()

    assert recover_all(desk) == [("a.jpg", "changed"), ("b.jpg", "gone"), ("c.jpg", "target_taken")]
    assert desk.files() == before
    assert find_unfinished(desk.journals) == ()


def test_recover_puts_a_unit_back_whose_rest_cannot_be_done(desk: Desk) -> None:
    photo, companion = write_file(desk.root / "x.jpg"), write_file(desk.root / "x.xmp")
    plan = desk.plan([decided(photo, companion)])
    with start_journal(desk.journals, header_for(desk)) as journal:
        journal.intend(make_units(plan))
    (desk.into / "receipts").mkdir()
    photo.rename(desk.into / "receipts" / "x.jpg")
    companion.unlink()

    assert recover_all(desk) == [("x.jpg", "gone")]
    assert desk.files().keys() == {str(photo)}


def test_recover_does_not_take_a_strangers_equal_file_for_its_own(desk: Desk) -> None:
    interrupt(desk, "a")
    stranger = write_file(desk.into / "receipts" / "a.jpg", (desk.root / "a.jpg").read_bytes())

    assert recover_all(desk) == [("a.jpg", "target_taken")]
    assert stranger.exists()
    assert (desk.root / "a.jpg").exists()


def test_recover_refuses_when_a_disk_is_not_there(desk: Desk) -> None:
    interrupt(desk)
    desk.into.rename(desk.into.with_name("unplugged"))

    with pytest.raises(RefusedForSafety, match="is not there"):
        recover_all(desk)


def test_a_journal_without_a_header_is_no_run(desk: Desk) -> None:
    write_file(desk.journals.runs / f"{RUN}.jsonl", b'{"type": "ru')

    assert list_runs(desk.journals) == ()


@pytest.mark.parametrize("begun", [b"", b'{"type": "run", "vers'])
def test_a_run_killed_before_its_second_header_is_recovered(desk: Desk, begun: bytes) -> None:
    with start_journal(desk.journals, header_for(desk)):
        pass
    mirror = desk.into / ".snapsort" / f"{RUN}.jsonl"
    mirror.write_bytes(begun)

    assert recover_all(desk) == []
    assert find_run(desk.journals, RUN).ending == "recovered"
    assert find_run(desk.journals, str(mirror)).ending == "recovered"


def test_a_journal_of_a_newer_version_is_refused_by_name(desk: Desk) -> None:
    path = desk.journals.runs / f"{RUN}.jsonl"
    write_file(path, write_line(header_record(header_for(desk)) | {"version": 99}))

    for which in (RUN, None):
        with pytest.raises(JournalError, match=r"1a2b\.jsonl .* version 99 is newer") as refusal:
            desk.run(which)
        assert "history" in refusal.value.hint


def test_a_journal_that_cannot_be_read_hides_no_other_run(desk: Desk) -> None:
    run = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))])).run
    broken = write_file(desk.journals.runs / f"{RUN}.jsonl", b'{"type": "plan"}\n')

    known = read_runs(desk.journals)

    assert [item.id for item in known.runs] == [run]
    assert [item.path for item in known.broken] == [broken]
    assert find_unfinished(desk.journals) == ()
    assert desk.undo(run).problems == ()


def test_the_last_run_is_not_guessed_when_a_later_journal_cannot_be_read(desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    write_file(desk.journals.runs / "29991231-000000-ffff.jsonl", b'{"type": "plan"}\n')

    with pytest.raises(JournalError, match="29991231-000000-ffff"):
        desk.run(None)


def test_a_run_whose_journal_is_damaged_is_read_from_the_other_copy(desk: Desk) -> None:
    interrupt(desk)
    own = desk.journals.file(RUN)
    header = own.read_bytes().splitlines(keepends=True)[0]
    damaged = header + write_line({"type": "intent", "unit": "?"})
    own.write_bytes(damaged)

    assert recover_all(desk) == []
    assert desk.run(RUN).ending == "recovered"
    assert desk.undo().problems == ()
    assert own.read_bytes() == damaged


def cut(journal: Path, lost: int) -> None:
    """What a kill leaves of a journal that was to have so many lines more."""
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-lost]))


@pytest.mark.parametrize("lagging", [0, 1])
def test_a_kill_between_the_two_copies_is_settled_in_both(desk: Desk, tmp_path: Path, lagging: int) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / f"{name}.jpg")) for name in "ab"]))
    run = desk.run()
    cut(run.copies[lagging], 2)
    cut(run.copies[1 - lagging], 1)

    recover_all(desk)

    nowhere = JournalFolder(tmp_path / "nowhere")
    assert [item.status for item in list_runs_at(desk.into, nowhere)] == ["finished"]
    run.copies[1].unlink()
    assert desk.run(run.id).status == "finished"


@pytest.mark.parametrize("lagging", [0, 1])
def test_a_run_whose_end_is_in_one_copy_only_can_be_undone(desk: Desk, lagging: int) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / "a.jpg"))]))
    run = desk.run()
    cut(run.copies[lagging], 1)

    statuses = [desk.run(which).status for which in (run.id, str(desk.into), str(run.copies[1]))]

    assert statuses == ["finished"] * 3
    assert desk.undo().problems == ()


def test_a_run_that_was_settled_meanwhile_is_not_recovered_again(desk: Desk) -> None:
    interrupt(desk)
    seen_before = desk.run()
    recover_all(desk)
    write_file(desk.root / "a.jpg", b"a newcomer")
    before, journal = desk.tree(), desk.journals.file(RUN).read_bytes()

    with pytest.raises(NothingToDo, match="meanwhile"):
        recover_run(seen_before, journals=desk.journals, on_progress=ignore, stop=never)

    assert desk.tree() == before
    assert desk.journals.file(RUN).read_bytes() == journal


def test_what_was_sorted_again_meanwhile_is_not_taken_back_by_an_old_undo(desk: Desk) -> None:
    photo = write_file(desk.root / "a.jpg")
    desk.apply(desk.plan([decided(photo)]))
    seen_before = desk.run()
    desk.undo()
    desk.apply(desk.plan([decided(photo)]))
    before = desk.tree()

    with pytest.raises(NothingToDo):
        undo_run(seen_before, journals=desk.journals, on_progress=ignore, stop=never)

    assert desk.tree() == before


def test_a_run_is_taken_back_by_one_process_at_a_time(desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / f"{name}.jpg")) for name in "ab"]))
    run = desk.run()
    before = desk.tree()

    with hold_run(desk.journals, run.id), pytest.raises(RefusedForSafety, match="still going on"):
        desk.undo()

    assert desk.tree() == before
    assert desk.undo().problems == ()


def test_recovering_that_is_stopped_ends_between_units_and_can_go_on(desk: Desk) -> None:
    interrupt(desk, "abc")
    handled: list[int] = []

    outcome = recover_run(
        desk.run(), journals=desk.journals, on_progress=handled.append, stop=lambda: bool(handled)
    )

    assert (len(outcome.done), outcome.interrupted, desk.run().status) == (1, True, "unfinished")
    assert recover_all(desk) == []
    assert desk.run().done == 3


def test_rolling_back_that_is_stopped_takes_nothing_back(desk: Desk) -> None:
    interrupt(desk, "ab")
    handled: list[int] = []

    outcome = roll_back_run(
        desk.run(), journals=desk.journals, on_progress=handled.append, stop=lambda: bool(handled)
    )

    assert (outcome.run, outcome.interrupted) == (RUN, True)
    assert [run.command for run in list_runs(desk.journals)] == ["sort"]


def test_a_journal_that_cannot_be_gone_on_with_is_let_go_of(desk: Desk) -> None:
    interrupt(desk)
    run = desk.run()
    mirror = desk.into / ".snapsort" / f"{RUN}.jsonl"
    mirror.rename(mirror.with_suffix(".away"))
    mirror.mkdir()

    with pytest.raises(SnapsortError):
        recover_run(run, journals=desk.journals, on_progress=ignore, stop=never)
    mirror.rmdir()

    assert desk.run(RUN).status == "unfinished"
    assert list(desk.journals.runs.glob("*.lock")) == []
    assert recover_all(desk) == []


def test_a_settled_run_is_known_by_the_end_of_its_journal(desk: Desk) -> None:
    desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    settled = desk.journals.file(desk.run().id)
    cut = write_file(desk.journals.file(RUN), settled.read_bytes()[:-10])
    stuck = write_file(desk.root / "stuck", settled.read_bytes().replace(b'"open": 0', b'"open": 1'))

    assert [is_settled(path) for path in (settled, cut, stuck, desk.root / "none")] == [
        True,
        False,
        False,
        False,
    ]


def test_asking_for_unfinished_runs_costs_no_more_after_a_long_run(tmp_path: Path) -> None:
    costs = []
    for number in (2, 40):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = make_desk(folder)
        desk.apply(desk.plan([decided(write_file(desk.root / f"{name}.jpg")) for name in range(number)]))
        costs.append(count_calls(partial(find_unfinished, desk.journals)))

    assert costs[1] < 1.5 * costs[0]


def test_a_run_of_many_units_is_settled_in_time() -> None:
    header = Header(RUN, "sort", STARTED, Path("/a"), Path("/b"), "move")
    units = tuple(Unit(number, (Step("move", Path("/a/x"), Path("/b/x")),)) for number in range(50_000))
    done = frozenset(range(49_999))

    journal = Journal(header, units, done, frozenset(), (), None, lines=0)

    assert journal.open_units == units[-1:]


def test_a_disk_that_was_carried_to_another_machine_can_be_undone_there(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    desk = make_desk(old, into=old / "messy")
    desk = replace(desk, journals=JournalFolder(tmp_path / "state"))
    plan = desk.plan([decided(write_file(desk.root / "a" / "x.jpg"), write_file(desk.root / "a" / "x.xmp"))])
    before = {path.replace(str(old), str(new)): entry for path, entry in tree(old).items()}
    desk.apply(plan)
    old.rename(new)
    shutil.rmtree(desk.journals.state)

    elsewhere = JournalFolder(tmp_path / "another machine")
    run = find_run(elsewhere, str(new / "messy"))
    outcome = undo_run(run, journals=elsewhere, on_progress=ignore, stop=never)

    assert outcome.problems == ()
    assert tree(new) == before
    assert find_run(elsewhere, outcome.run).status == "finished"


def test_what_another_machine_undid_is_known_at_home(desk: Desk, tmp_path: Path) -> None:
    first = desk.apply(desk.plan([decided(write_file(desk.root / "x.jpg"))]))
    elsewhere = JournalFolder(tmp_path / "another machine")
    undo_run(find_run(elsewhere, str(desk.into)), journals=elsewhere, on_progress=ignore, stop=never)

    assert desk.run(first.run).status == "undone"


def test_a_run_that_another_machine_recovered_is_finished_at_home(desk: Desk, tmp_path: Path) -> None:
    interrupt(desk)
    elsewhere = JournalFolder(tmp_path / "another machine")
    run = find_run(elsewhere, str(desk.into))
    recover_run(run, journals=elsewhere, on_progress=ignore, stop=never)

    assert desk.run(RUN).status == "finished"


@pytest.mark.parametrize(
    ("old", "new", "path", "moved"),
    [
        ("/media/ann/disk/out", "/mnt/disk/out", "/media/ann/disk/in/x", "/mnt/disk/in/x"),
        ("/a/one", "/a/two", "/a/one/x", "/a/two/x"),
        ("/a/one/out", "/a/two/out", "/a/x", "/a/x"),
        ("/a/one/out", "/a/two/out", "/a/one/in/x", "/a/two/in/x"),
        ("/one/out", "/two/out", "/one/in/x", "/two/in/x"),
    ],
)
def test_paths_move_along_with_their_disk(old: str, new: str, path: str, moved: str) -> None:
    before, after = moved_prefix(Path(old), Path(new))

    assert move_path(Path(path), old=before, new=after) == Path(moved)
