"""Journals and plans with odd content, as a strange disk may bring them: values or our errors, no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapsort.errors import JournalError, PlanFileError, SnapsortError
from snapsort.moving import (
    find_unfinished,
    list_runs,
    list_runs_at,
    plan_undo,
    read_plan,
    recover_run,
    undo_run,
    write_plan,
)
from snapsort.moving.fields import write_line
from snapsort.moving.lines import Header, header_record, intent_record, read_journal
from snapsort.moving.steps import Step, Unit
from tests.moving.trees import Desk, decided, ignore, make_desk, never, sha256, tree, write_file

RUN = "20261120-091500-1a2b"
OTHER = "20261120-091501-1a2b"
UNIT = Unit(0, (Step("move", Path("/a/x"), Path("/b/x"), 1, 2, sha256(b"")),))
HEADER = Header(RUN, "sort", "2026-11-20T09:15:00+00:00", Path("/a"), Path("/b"), "move", "m", "l")
LINES: list[dict[str, object]] = [
    header_record(HEADER),
    intent_record(UNIT),
    {"type": "copied", "unit": 0, "step": 0, "inode": 7, "fingerprint": sha256(b"")},
    {"type": "done", "unit": 0},
    {"type": "end", "status": "finished", "time": "2026", "open": 0},
]

ODD = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(st.characters(), max_size=6)
    | st.sampled_from(
        [RUN, OTHER, "/", "//", "/\ud800", "/b/\0", "/b/..", "yesterday", "0001-01-01", "9" * 70]
    )
)
ANY_JSON = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["action", "source", "target", "path"]), inner)
    ),
    max_leaves=6,
)
quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write_journal(desk: Desk, *lines: dict[str, object], run: str = RUN) -> Path:
    return write_file(desk.journals.file(run), "".join(json.dumps(line) + "\n" for line in lines).encode())


def header_of(desk: Desk, run: str = RUN, **changes: object) -> dict[str, object]:
    header = replace(HEADER, run=run, root=desk.root, into=desk.into)
    return header_record(header) | changes


@pytest.mark.parametrize("run", ["../../../../proj/poetry", OTHER, "", "२०२६११२०-091500-1a2b"])
def test_a_journal_under_another_name_than_its_own_is_none(desk: Desk, run: str) -> None:
    path = write_journal(desk, header_of(desk, run=run))

    with pytest.raises(JournalError, match="run"):
        read_journal(path)


def test_a_forged_run_id_removes_no_foreign_lock(desk: Desk, tmp_path: Path) -> None:
    foreign = write_file(tmp_path / "poetry.lock", b"precious")
    mirror = desk.into / ".snapsort" / f"{RUN}.jsonl"
    write_file(mirror, write_line(header_of(desk, run="../../poetry")) + write_line(intent_record(UNIT)))

    for run in list_runs_at(desk.into, desk.journals):
        recover_run(run, journals=desk.journals, on_progress=ignore, stop=never)

    assert foreign.read_bytes() == b"precious"


@pytest.mark.parametrize("undoes", [RUN, "../x", ""])
def test_a_journal_that_undoes_itself_or_no_run_is_none(desk: Desk, undoes: str) -> None:
    path = write_journal(desk, header_of(desk, command="undo", undoes=undoes))

    with pytest.raises(JournalError, match="undoes"):
        read_journal(path)


def test_runs_that_undo_each_other_in_a_circle_are_listed(desk: Desk) -> None:
    for run, other in ((RUN, OTHER), (OTHER, RUN)):
        write_journal(desk, header_of(desk, run, command="undo", undoes=other), run=run)

    assert {run.id for run in list_runs(desk.journals)} == {RUN, OTHER}


def test_undoing_undone_undoings_has_no_end(desk: Desk) -> None:
    runs = [f"20261120-{number:06}-1a2b" for number in range(1500)]
    steps = intent_record(UNIT)
    for run, before in zip(runs, [None, *runs], strict=False):
        lines = [steps | ({"of": 0} if before else {}), {"type": "done", "unit": 0}, LINES[-1]]
        command = "undo" if before else "sort"
        write_journal(desk, header_of(desk, run, command=command, undoes=before), *lines, run=run)

    by_id = {run.id: run.status for run in list_runs(desk.journals)}

    assert [by_id[run] for run in runs[-3:]] == ["finished", "undone", "finished"]


@pytest.mark.parametrize("time", ["yesterday", "2026-11-20T09:15:00", "0001-01-01T00:00:00+00:00", "2026"])
def test_a_journal_begun_at_no_time_is_none(desk: Desk, time: str) -> None:
    path = write_journal(desk, header_of(desk, started=time))

    with pytest.raises(JournalError, match="started"):
        read_journal(path)


def test_a_unit_without_a_file_is_none(desk: Desk) -> None:
    path = write_journal(desk, header_of(desk), intent_record(UNIT) | {"steps": []})

    with pytest.raises(JournalError, match="file"):
        read_journal(path)


@given(content=st.binary() | st.sampled_from([b"[" * 200_000, b"1" * 5000, b"\xef\xbb\xbf{}"]))
@quick
def test_any_bytes_are_a_journal_and_a_plan_or_our_errors(tmp_path: Path, content: bytes) -> None:
    path = write_file(tmp_path / f"{RUN}.jsonl", b"\n")
    header = write_line(header_record(HEADER))
    for begin in (b"", header):
        path.write_bytes(begin + content)
        gives_a_value_or(JournalError, lambda: read_journal(path))
    plan = write_line({"type": "plan", "version": 1, "root": "/a", "into": "/b", "mode": "move"})
    for begin in (b"", plan[:-2] + b', "model": "", "labels": ""}\n'):
        path.write_bytes(begin + content)
        gives_a_value_or(PlanFileError, lambda: read_plan(path))


@given(data=st.data())
@quick
def test_any_values_in_a_journal_are_runs_or_our_errors(desk: Desk, data: st.DataObject) -> None:
    odd = data.draw(st.integers(0, len(LINES) - 1))
    lines = [changed(line, data) if number == odd else line for number, line in enumerate(LINES)]
    write_journal(desk, *lines)

    for run in (*list_runs(desk.journals), *find_unfinished(desk.journals)):
        gives_a_value_or(SnapsortError, partial(plan_undo, run))


@given(data=st.data())
@quick
def test_whatever_plan_can_be_read_can_be_carried_out_and_recovered(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("plan")
    desk = make_desk(folder)
    write_plan(
        desk.plan([decided(write_file(desk.root / "x.jpg"), write_file(desk.root / "x.xmp"))]), folder / "p"
    )
    header, photo = (json.loads(line) for line in (folder / "p").read_bytes().splitlines())
    photo = changed(photo, data)
    parts = data.draw(
        st.lists(st.sampled_from(["a", "\udcff", "\ud800", "n" * 300, "loop", "x.jpg"]), max_size=3)
    )
    if parts:
        photo["target"] = "/".join([str(desk.into), *parts])
        photo["companions"] = []
    (desk.into / "loop").symlink_to("loop")
    (folder / "p").write_bytes(write_line(header) + json.dumps(photo).encode())
    before = set(tree(desk.root, desk.into))

    try:
        plan = read_plan(folder / "p")
    except PlanFileError:
        return
    gives_a_value_or(SnapsortError, lambda: desk.apply(plan))
    for run in find_unfinished(desk.journals):
        recover_run(run, journals=desk.journals, on_progress=ignore, stop=never)

    assert find_unfinished(desk.journals) == ()
    for run in list_runs(desk.journals):
        undo = partial(undo_run, run, journals=desk.journals, on_progress=ignore, stop=never)
        gives_a_value_or(SnapsortError, undo)
    assert set(tree(desk.root, desk.into)) == before


def changed(line: dict[str, object], data: st.DataObject) -> dict[str, object]:
    """The line, at most one of its values exchanged for an odd one."""
    key = data.draw(st.none() | st.sampled_from([key for key in line if key != "type"]))
    return line if key is None else line | {key: data.draw(ANY_JSON)}


def gives_a_value_or(error: type[SnapsortError], call: Callable[[], object]) -> None:
    try:
        call()
    except error as refusal:
        assert str(refusal)
