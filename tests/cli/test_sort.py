"""`snapsort DIR` as a user types it, on real pixels with the built-in model."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.lines import Lines, loaded_modules, tree

Snapsort = Callable[..., Lines]

SORTED = {
    "DSC_0142.JPG",
    "receipts/fuel.webp",
    "receipts/scan0007.jpg",
    "screenshots/Capture.PNG",
    "screenshots/IMG_2077.PNG",
}


def test_pictures_go_to_the_folders_that_they_look_like(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort(pictures, "--yes")
    assert result.code == 0
    assert set(tree(pictures)) == SORTED
    assert "snapsort undo" in result.out


def test_a_dry_run_changes_nothing(snapsort: Snapsort, pictures: Path) -> None:
    before = tree(pictures)
    result = snapsort(pictures, "--dry-run")
    assert result.code == 0
    assert tree(pictures) == before
    assert not (pictures / ".snapsort").exists()
    assert "receipts/" in result.out


def test_undo_restores_names_bytes_and_times(snapsort: Snapsort, pictures: Path) -> None:
    before = tree(pictures)
    snapsort(pictures, "--yes")
    result = snapsort("undo", "--yes")
    assert result.code == 0
    assert tree(pictures) == before
    assert not (pictures / "receipts").exists()


def test_an_undo_can_be_undone(snapsort: Snapsort, pictures: Path) -> None:
    snapsort(pictures, "--yes")
    after = tree(pictures)
    undone = snapsort("undo", "--yes", "--json")
    assert snapsort("undo", undone.summary["run"], "--yes").code == 0
    assert tree(pictures) == after


def test_a_second_run_moves_nothing(snapsort: Snapsort, pictures: Path) -> None:
    snapsort(pictures, "--yes")
    after = tree(pictures)
    result = snapsort(pictures, "--yes")
    assert result.code == 0
    assert tree(pictures) == after
    assert "nothing to move" in result.out


@pytest.mark.parametrize("how", [["--copy"], ["--link", "hard"], ["--link", "sym"]])
def test_a_second_copy_run_makes_no_second_copies(snapsort: Snapsort, pictures: Path, how: list[str]) -> None:
    before = tree(pictures)
    snapsort(pictures, "--yes", *how)
    after = tree(pictures)
    assert set(before) < set(after)
    snapsort(pictures, "--yes", *how)
    assert tree(pictures) == after
    snapsort("undo", "--yes")
    assert tree(pictures) == before


@pytest.mark.parametrize(
    ("how", "has_size"), [("--move", True), ("--copy", True), ("--link=sym", False), ("--link=hard", False)]
)
def test_what_takes_no_room_has_no_size(snapsort: Snapsort, pictures: Path, how: str, has_size: bool) -> None:
    done = snapsort(pictures, "--yes", how).out.rpartition(" stay, ")[0].splitlines()[-1]
    assert ("kB)" in done) is has_size


def test_into_another_folder(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    snapsort(pictures, "--into", tmp_path / "sorted", "--yes")
    assert set(tree(tmp_path / "sorted")) == SORTED - {"DSC_0142.JPG"}
    assert set(tree(pictures)) == {"DSC_0142.JPG"}


def test_what_another_label_set_sorted_below_dir_stays_there(snapsort: Snapsort, pictures: Path) -> None:
    snapsort(pictures, "--into", pictures / "sorted", "--label", "paper=a photo of a receipt", "--yes")
    after = tree(pictures / "sorted")
    snapsort(pictures, "--into", pictures / "sorted", "--yes")
    assert after.items() <= tree(pictures / "sorted").items()


def test_companions_go_with_their_picture(snapsort: Snapsort, pictures: Path) -> None:
    (pictures / "scan0007.jpg.xmp").write_text("<xmp/>")
    (pictures / "scan0007.aae").write_text("<plist/>")
    (pictures / "receipts").mkdir()
    (pictures / "receipts" / "scan0007.jpg").write_text("somebody else's")
    snapsort(pictures, "--yes")
    names = {path.name for path in (pictures / "receipts").iterdir()}
    assert {"scan0007 (2).jpg", "scan0007 (2).jpg.xmp", "scan0007 (2).aae"} <= names
    assert (pictures / "receipts" / "scan0007.jpg").read_text() == "somebody else's"


def test_a_broken_picture_is_reported_and_shifts_no_label(snapsort: Snapsort, pictures: Path) -> None:
    whole = (pictures / "scan0007.jpg").read_bytes()
    (pictures / "IMG_2076.jpg").write_bytes(whole[: len(whole) // 2])
    expected = snapsort(pictures, "--dry-run", "--json", "--exclude", "IMG_2076.jpg").photos
    result = snapsort(pictures, "--dry-run", "--json")
    assert result.code == 1
    broken = result.photos.pop("IMG_2076.jpg")
    assert (broken["action"], broken["reason"]) == ("problem", "truncated")
    assert {name: item for name, item in result.photos.items() if name != "IMG_2076.jpg"} == expected


def test_json_lines_are_as_documented(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort(pictures, "--yes", "--json")
    assert [item["type"] for item in result.records] == ["photo"] * 5 + ["summary"]
    assert [item["path"] for item in result.records[:5]] == sorted(
        (str(item["path"]) for item in result.records[:5]), key=lambda path: Path(path).parts
    )
    receipt = result.photos["scan0007.jpg"]
    assert receipt["label"] == receipt["folder"] == "receipts"
    assert (receipt["action"], receipt["reason"]) == ("move", "sure")
    assert receipt["target"] == str(pictures / "receipts" / "scan0007.jpg")
    photo = result.photos["DSC_0142.JPG"]
    assert (photo["action"], photo["reason"], photo["target"]) == ("stay", "negative", None)
    assert result.summary["folders"] == {"receipts": 2, "screenshots": 2}
    assert (result.summary["photos"], result.summary["moved"], result.summary["stayed"]) == (5, 4, 1)
    assert result.summary["undo"] == f"snapsort undo {result.summary['run']}"


def test_the_same_question_has_the_same_answer_byte_for_byte(snapsort: Snapsort, pictures: Path) -> None:
    first = snapsort(pictures, "--dry-run", "--json")
    assert snapsort(pictures, "--dry-run", "--json").out == first.out
    assert snapsort(pictures, "--dry-run", "--json", "--no-cache").out == first.out


def test_a_plan_is_saved_edited_and_carried_out(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.jsonl"
    snapsort(pictures, "--dry-run", "--plan", plan)
    lines = [json.loads(line) for line in plan.read_text().splitlines()]
    kept = [line for line in lines if "Capture" not in line.get("path", "")]
    plan.write_text("".join(json.dumps(line) + "\n" for line in kept))
    os.utime(pictures / "scan0007.jpg", (1, 1))
    (pictures / "scan0007.jpg").write_bytes(b"changed since")
    result = snapsort("apply", plan, "--yes", "--json")
    assert result.code == 1
    assert result.photos["scan0007.jpg"]["reason"] == "changed"
    assert set(tree(pictures)) == {
        "DSC_0142.JPG",
        "Desktop/Capture.PNG",
        "receipts/fuel.webp",
        "scan0007.jpg",
        "screenshots/IMG_2077.PNG",
    }


def test_a_threshold_keeps_what_is_not_sure(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort(pictures, "--dry-run", "--json", "--threshold", "1")
    assert {item["action"] for item in result.photos.values()} == {"stay"}
    assert result.photos["scan0007.jpg"]["reason"] == "below_threshold"


def test_labels_of_ones_own(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    labels = tmp_path / "mine.json"
    labels.write_text('["a receipt", "a photo of a real-world scene"]')
    result = snapsort(pictures, "--dry-run", "--json", "--labels", labels)
    assert result.photos["scan0007.jpg"]["folder"] == "a receipt"
    typed = snapsort(
        pictures,
        "--dry-run",
        "--json",
        "--label",
        "bons=a receipt",
        "--negative",
        "a photo of a real-world scene",
    )
    assert typed.photos["scan0007.jpg"]["folder"] == "bons"


def test_what_was_seen_before_needs_no_model_whatever_its_name(snapsort: Snapsort, pictures: Path) -> None:
    snapsort(pictures, "--dry-run")
    shutil.move(pictures / "scan0007.jpg", pictures / "renamed.jpg")
    (pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not more")
    command = [str(pictures), "--dry-run", "--json"]
    assert not loaded_modules(*command) & {"torch", "transformers"}
    assert snapsort(*command).photos["renamed.jpg"]["folder"] == "receipts"


def test_folders_that_are_not_looked_into_are_named(snapsort: Snapsort, pictures: Path) -> None:
    (pictures / "proj" / ".git").mkdir(parents=True)
    shutil.copy(pictures / "scan0007.jpg", pictures / "proj" / "logo.jpg")
    (pictures / "receipts").mkdir()
    result = snapsort(pictures, "--dry-run", "--json")
    assert "logo.jpg" not in result.photos
    people = snapsort(pictures, "--dry-run")
    assert "proj/ is a repository" in people.err
    assert "receipts/ counts as sorted" in people.err
    assert "logo.jpg" in snapsort(pictures, "--dry-run", "--json", "--force").photos


def test_an_edited_plan_is_shown_as_it_was_edited(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.jsonl"
    snapsort(pictures, "--dry-run", "--plan", plan)
    plan.write_text(plan.read_text().replace("/receipts/", "/bills/"))
    result = snapsort("apply", plan, "--yes")
    assert "bills/" in result.out
    assert "receipts/" not in result.out
    assert (pictures / "bills" / "scan0007.jpg").is_file()


def test_companions_are_mentioned(snapsort: Snapsort, pictures: Path) -> None:
    (pictures / "scan0007.jpg.xmp").write_text("<xmp/>")
    assert "4 pictures with 1 companion to move" in snapsort(pictures, "--dry-run").out
    assert "scan0007.jpg + .xmp" in snapsort(pictures, "--dry-run", "--list").out


def test_names_cannot_steer_the_terminal(snapsort: Snapsort, pictures: Path) -> None:
    shutil.move(pictures / "scan0007.jpg", pictures / "evil\x1b[31m\n.jpg")
    (pictures / "b\x1b]0;pwned\x07.png").write_bytes(b"")
    for options in ([], ["--list"]):
        result = snapsort(pictures, "--dry-run", *options)
        assert "\x1b" not in result.out + result.err
    result = snapsort(pictures / "no\x1b[31msuch", "--dry-run")
    assert "\x1b[31ms" not in result.err


def test_without_a_terminal_each_picture_has_a_whole_line(snapsort: Snapsort, pictures: Path) -> None:
    name = "a long name " * 15 + ".jpg"
    shutil.move(pictures / "scan0007.jpg", pictures / name)
    assert any(
        name in line and "receipts/" in line
        for line in snapsort(pictures, "--list", "--dry-run").out.splitlines()
    )


def test_at_the_end_each_folder_has_its_count_and_what_stays_its_reason(
    snapsort: Snapsort, pictures: Path
) -> None:
    lines = snapsort(pictures, "--yes").out.splitlines()

    assert [line.split() for line in lines[-4:-1]] == [
        ["2", "receipts/"],
        ["2", "screenshots/"],
        ["1", "stay:", "looks", "like", "photo", "(1)"],
    ]


def test_a_plan_that_was_carried_out_begins_no_second_run(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    snapsort(pictures, "--dry-run", "--plan", tmp_path / "plan.jsonl")
    snapsort("apply", tmp_path / "plan.jsonl", "--yes")

    again = snapsort("apply", tmp_path / "plan.jsonl", "--yes")

    assert (again.code, again.out) == (3, "")
    assert "is where it was" in again.err
    assert len(snapsort("history").out.splitlines()) == 1
