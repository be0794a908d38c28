"""Exit codes, and what is said when a run cannot go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from snapsort.cli.places import find_places
from tests.cli.lines import Lines, tree
from tests.powers import as_a_user

Snapsort = Callable[..., Lines]


def test_without_a_terminal_and_without_yes_nothing_changes(snapsort: Snapsort, pictures: Path) -> None:
    before = tree(pictures)
    result = snapsort(pictures)
    assert result.code == 2
    assert "--yes" in result.err
    assert tree(pictures) == before
    assert "receipts/" in result.out  # the plan is shown all the same


def test_undo_without_a_terminal_wants_yes(snapsort: Snapsort, pictures: Path) -> None:
    snapsort(pictures, "--yes")
    after = tree(pictures)
    assert snapsort("undo").code == 2
    assert tree(pictures) == after


def test_an_empty_folder_is_nothing_to_do(snapsort: Snapsort, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = snapsort(tmp_path / "empty", "--dry-run")
    assert (result.code, "--exclude" in result.err) == (3, False)


@pytest.mark.parametrize("command", [["sort", "--dry-run"], ["order"], ["dupes"], ["find", "--not", "x"]])
def test_a_pattern_that_leaves_out_everything_is_named(
    snapsort: Snapsort, pictures: Path, command: list[str]
) -> None:
    result = snapsort(*command, pictures, "--exclude", "*")
    assert result.code == 3
    assert "--exclude" in result.err


@pytest.mark.parametrize("command", [["undo"], ["history"], ["recover"]])
def test_a_new_user_has_nothing_to_take_back(snapsort: Snapsort, command: list[str]) -> None:
    assert snapsort(*command, "--yes" if command != ["history"] else "--quiet").code == 3


def test_a_folder_that_is_not_there(snapsort: Snapsort, tmp_path: Path) -> None:
    result = snapsort("sort", tmp_path / "nowhere", "--dry-run")
    assert result.code == 2
    assert "nowhere" in result.err


def test_a_mistyped_command_is_not_taken_for_a_folder(snapsort: Snapsort) -> None:
    result = snapsort("undoo")
    assert result.code == 2
    assert "snapsort undo" in result.err


def test_the_home_folder_itself_is_refused(snapsort: Snapsort, user: Path) -> None:
    assert snapsort(user, "--yes").code == 4


def test_the_root_of_a_repository_is_refused_unless_forced(snapsort: Snapsort, pictures: Path) -> None:
    (pictures / ".git").mkdir()
    assert snapsort(pictures, "--dry-run").code == 4
    assert snapsort(pictures, "--dry-run", "--force").code == 0


def test_a_model_that_is_not_here_is_not_fetched(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort(pictures, "--dry-run", "--model", "clip-b32")
    assert result.code == 5
    assert "snapsort model fetch" in result.err


def test_a_bad_label_file_is_said_with_its_place(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    labels = tmp_path / "bad.json"
    labels.write_text(
        '{"labels": [{"folder": "../up", "prompts": ["x"]}, {"negative": true, "prompts": ["y"]}]}'
    )
    result = snapsort(pictures, "--dry-run", "--labels", labels)
    assert result.code == 2
    assert "labels[0].folder" in result.err


@pytest.mark.parametrize(
    "arguments", [[""], [".", "--into", ""], ["." + "/x" * 3000], [".", "--max-pixels", "nan"]]
)
def test_arguments_that_name_nothing(snapsort: Snapsort, arguments: list[str]) -> None:
    assert snapsort("sort", *arguments, "--dry-run").code == 2


@pytest.mark.parametrize(
    "options", [["--copy", "--link", "sym"], ["--move", "--copy"], ["--negative", "x"], ["--threshold", "2"]]
)
def test_options_that_make_no_sense(snapsort: Snapsort, pictures: Path, options: list[str]) -> None:
    assert snapsort(pictures, "--dry-run", *options).code == 2


@as_a_user
@pytest.mark.parametrize("command", [["sort"], ["order", "--as", "names"]])
def test_a_closed_folder_is_refused_before_anything_is_shown(
    snapsort: Snapsort, pictures: Path, command: list[str]
) -> None:
    pictures.chmod(0o500)

    result = snapsort(command[0], pictures, *command[1:], "--yes")

    assert (result.code, result.out) == (4, "")
    assert f"{pictures} cannot be written to" in result.err


@as_a_user
def test_a_cache_that_may_not_be_written_is_remarked_and_gone_on_without(
    snapsort: Snapsort, pictures: Path
) -> None:
    expected = snapsort(pictures, "--dry-run", "--json").out
    cache_file = find_places().cache_file
    cache_file.parent.chmod(0o500)

    result = snapsort(pictures, "--dry-run", "--json")

    assert (result.code, result.out) == (0, expected)
    assert str(cache_file) in result.err
    assert "going on without it" in result.err


def test_a_damaged_cache_ends_the_run(snapsort: Snapsort, pictures: Path) -> None:
    find_places().cache_file.write_bytes(b"no database at all" * 1000)

    result = snapsort(pictures, "--dry-run")

    assert (result.code, "--no-cache" in result.err) == (2, True)


@pytest.mark.parametrize("content", [b"milk\nbread\n", b"\xff\xd8 a picture \n", b"[1, 2]", b"{}"])
def test_a_file_that_is_no_plan_is_called_that(snapsort: Snapsort, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.txt").write_bytes(content)
    result = snapsort("apply", tmp_path / "notes.txt", "--yes")
    assert result.code == 2
    assert "no plan of snapsort's" in result.err
    assert "snapsort DIR --plan FILE" in result.err


def test_a_line_of_a_plan_that_is_no_json_is_named(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.jsonl"
    snapsort(pictures, "--dry-run", "--plan", plan)
    for line in (b"half a li\n", b'{"path": "\xff"}\n'):
        plan.write_bytes(plan.read_bytes().split(b"\n")[0] + b"\n" + line)
        result = snapsort("apply", plan, "--yes")
        assert (result.code, "line 2: " in result.err) == (2, True)
        assert "Expecting" not in result.err
        assert "codec" not in result.err


@pytest.mark.parametrize("content", [None, b"half a li\n", b"\xff\xd8\xff\xe0"])
def test_a_corrections_file_that_is_none_is_refused_in_words(
    snapsort: Snapsort, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "right.jsonl").write_bytes(content)
    result = snapsort("learn", "--from", tmp_path / "right.jsonl")
    assert result.code == 2
    assert not any(raw in result.err for raw in ("Errno", "Expecting", "codec"))


@pytest.mark.parametrize(
    ("label", "said"), [("=x", 'before "=" is empty'), (" =x", 'before "=" is empty'), ("a:b*=x", "drive")]
)
def test_a_label_whose_folder_is_none_is_refused_for_what_is_wrong(
    snapsort: Snapsort, pictures: Path, label: str, said: str
) -> None:
    result = snapsort(pictures, "--dry-run", "--label", label)
    assert result.code == 2
    assert said in result.err
    assert ".." not in result.err
