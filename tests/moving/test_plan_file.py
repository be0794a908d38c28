from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.errors import PlanFileError, RefusedForSafety
from snapsort.moving import PlanTarget, in_path_order, photo_record, plan_moves, read_plan, write_plan
from snapsort.records import Plan, Problem
from tests.moving.trees import Desk, Names, decided, imagined, write_file


def make_plan() -> Plan:
    return plan_moves(
        [
            imagined("/pics/a.jpg", "/pics/a.xmp"),
            imagined("/pics/b.jpg", "/pics/b.xmp", reason="below_margin"),
            imagined("/pics/taken.jpg"),
            imagined("/pics/z\udcff\u2028.jpg", folder="screens/2024"),
        ],
        target=PlanTarget(Path("/pics"), Path("/pics/out"), "copy", "skip"),
        existing=Names({"/pics/out/receipts/taken.jpg": b"another"}),
        problems=[Problem(Path("/pics/broken.jpg"), "decode", "truncated", "it ends too early")],
        model="m@1",
        labels="default",
    )


def edited(plan: Path, number: int, changes: dict[str, object]) -> Path:
    """The plan file with changes to one line, counted from 1."""
    lines = plan.read_text("ascii").splitlines()
    lines[number - 1] = json.dumps(json.loads(lines[number - 1]) | changes)
    plan.write_text("\n".join(lines), "ascii")
    return plan


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.jsonl"
    write_plan(make_plan(), path)
    return path


def test_a_plan_is_read_as_it_was_written(file: Path) -> None:
    assert read_plan(file) == make_plan()


def test_what_the_user_said_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = plan_moves(
        [imagined("/pics/a.jpg", reason="said")],
        target=PlanTarget(Path("/pics"), Path("/pics/out")),
        existing=Names({}),
        problems=(),
        model="m@1",
        labels="default",
    )
    write_plan(plan, tmp_path / "plan")
    assert read_plan(tmp_path / "plan") == plan


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_any_name_survives_the_file(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("plan") / "plan"
    plan = plan_moves(
        [imagined(f"/pics/a/-{name}")],
        target=PlanTarget(Path("/pics"), Path("/out")),
        existing=Names({}),
        problems=(),
        model="",
        labels="",
    )
    write_plan(plan, path)

    assert read_plan(path) == plan


def test_each_photo_is_one_line_in_path_order(file: Path) -> None:
    lines = [json.loads(line) for line in file.read_text("ascii").splitlines()]

    assert [line["type"] for line in lines] == ["plan", *["photo"] * 5]
    assert [(line["path"], line["action"], line["reason"]) for line in lines[1:]] == [
        ("/pics/a.jpg", "copy", "sure"),
        ("/pics/b.jpg", "stay", "below_margin"),
        ("/pics/broken.jpg", "problem", "truncated"),
        ("/pics/taken.jpg", "stay", "name_taken"),
        ("/pics/z\udcff\u2028.jpg", "copy", "sure"),
    ]


def test_a_record_has_the_documented_fields() -> None:
    plan = make_plan()
    goes, stays, problem = (photo_record(item, plan.mode) for item in in_path_order(plan)[:3])

    assert goes == {
        "type": "photo",
        "path": "/pics/a.jpg",
        "label": "receipts",
        "folder": "receipts",
        "probability": 0.875,
        "runner_up": "other",
        "margin": 0.75,
        "rank": None,
        "action": "copy",
        "reason": "sure",
        "target": "/pics/out/receipts/a.jpg",
        "companions": [{"path": "/pics/a.xmp", "target": "/pics/out/receipts/a.xmp"}],
    }
    assert (stays["action"], stays["target"]) == ("stay", None)
    assert stays["companions"] == [{"path": "/pics/b.xmp", "target": None}]
    assert goes.keys() == stays.keys() == problem.keys() - {"stage", "message"}


def test_lines_may_go_and_actions_may_become_stay(file: Path) -> None:
    edited(file, 2, {"action": "stay"})
    lines = file.read_text("ascii").splitlines()
    file.write_text("\n".join(lines[:5]) + "\n\n", "ascii")

    plan = read_plan(file)

    assert (plan.moves, plan.stays) == ((), make_plan().stays)


def test_a_target_may_change_and_is_what_happens(desk: Desk, tmp_path: Path) -> None:
    plan = desk.plan([decided(write_file(desk.root / "x.jpg"))])
    write_plan(plan, tmp_path / "plan")
    target = desk.into / "mine" / "y.jpg"

    desk.apply(read_plan(edited(tmp_path / "plan", 2, {"target": str(target)})))

    assert desk.files().keys() == {str(target)}


@pytest.mark.parametrize(
    ("line", "changes", "message"),
    [
        (6, {"target": "/etc/passwd"}, "line 6: the target /etc/passwd is not below /pics/out"),
        (6, {"target": "/pics/out"}, "line 6: the target /pics/out is not below"),
        (6, {"target": "/pics/out/../x.jpg"}, 'line 6: "target" must be an absolute path without'),
        (6, {"target": "x.jpg"}, 'line 6: "target" must be an absolute path'),
        (6, {"target": None}, 'line 6: "target" must be a text'),
        (6, {"target": "/pics/out/.snapsort/x"}, "line 6: the target .* is not below"),
        (6, {"target": "/pics/out/receipts/A.JPG"}, "line 6: line 2 has the same target"),
        (6, {"path": "/pics/a.jpg"}, "line 6: line 2 has the same source"),
        (6, {"path": "/home/x.jpg"}, "line 6: /home/x.jpg is not below /pics"),
        (2, {"target": "/pics/out/else/a.jpg"}, "line 2: .*a.xmp must go to the folder that its picture"),
        (2, {"action": "delete"}, 'line 2: "action" must be one of copy, stay, problem'),
        (2, {"size": "big"}, 'line 2: "size" must be a whole number'),
        (2, {"probability": float("nan")}, 'line 2: "probability" must be a number'),
        (2, {"fingerprint": "abc"}, 'line 2: "fingerprint" must be 64 hexadecimal digits'),
        (2, {"type": "file"}, 'line 2: "type" must be one of photo'),
        (1, {"version": 99}, "line 1: version 99 is newer than 1"),
        (1, {"mode": "delete"}, 'line 1: "mode" must be one of'),
        (1, {"type": "run"}, "is no plan of snapsort's"),
    ],
)
def test_an_edit_that_could_do_harm_is_refused_with_its_line(
    file: Path, line: int, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(PlanFileError, match=message):
        read_plan(edited(file, line, changes))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"[]", b"hello", b"\xff\xfe", b"{"])
def test_what_is_no_plan_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan"
    path.write_bytes(content)

    with pytest.raises(PlanFileError, match="plan"):
        read_plan(path)


def test_a_missing_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="cannot read the plan file"):
        read_plan(tmp_path / "missing")


def test_a_plan_replaces_an_earlier_plan_and_nothing_else(file: Path, tmp_path: Path) -> None:
    photo = write_file(tmp_path / "x.jpg", b"a photo")

    write_plan(make_plan(), file)

    with pytest.raises(RefusedForSafety, match="is not a plan file"):
        write_plan(make_plan(), photo)
    assert photo.read_bytes() == b"a photo"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.jsonl", "x.jpg"]


def test_a_link_that_was_planted_where_a_plan_may_grow_is_not_followed(file: Path, tmp_path: Path) -> None:
    precious = write_file(tmp_path / "precious", b"precious")
    (tmp_path / f".{file.name}.part").symlink_to(precious)

    write_plan(make_plan(), file)

    assert precious.read_bytes() == b"precious"
    assert read_plan(file) == make_plan()
