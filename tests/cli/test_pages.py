"""`map`, `sheet` and `sort --html`: files as a user asks for them, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.lines import Lines, tree
from tests.pages.made import Read

Snapsort = Callable[..., Lines]


def test_a_map_is_one_page_and_json_prints_where_each_picture_lies(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    sorted_ = snapsort(pictures, "--dry-run", "--json")
    before = tree(pictures)

    result = snapsort("map", pictures, "--out", tmp_path / "map.html", "--json")

    assert result.code == 0
    photos = result.records[:-1]
    assert [(item["path"], item["label"], item["reason"]) for item in photos] == [
        (item["path"], item["label"], item["reason"]) for item in sorted_.records[:-1]
    ]
    places = np.array([item["flat"] for item in photos])
    assert places.shape == (5, 2)
    assert np.array([item["space"] for item in photos]).shape == (5, 3)
    assert np.abs(places).max() <= 1
    size = (tmp_path / "map.html").stat().st_size
    assert (result.summary["photos"], result.summary["bytes"]) == (5, size)
    assert tree(pictures) == before


def test_the_same_pictures_give_the_same_map(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        assert snapsort("map", pictures, "--out", tmp_path / name).code == 0

    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_map_is_colored_by_the_limits_of_a_sort(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    result = snapsort("map", pictures, "--out", tmp_path / "map.html", "--threshold", "1", "--json")

    assert {item["reason"] for item in result.records[:-1]} <= {"below_threshold", "negative"}
    assert snapsort("map", pictures, "--out", tmp_path / "b.html", "--max-error", "0.1").code == 2


@pytest.mark.parametrize("command", ["map", "sheet"])
def test_nothing_is_replaced_unless_asked_for(
    snapsort: Snapsort, pictures: Path, tmp_path: Path, command: str
) -> None:
    out = tmp_path / "page.html"
    out.write_text("mine")

    assert snapsort(command, pictures, "--out", out).code == 4
    assert out.read_text() == "mine"
    assert snapsort(command, pictures, "--out", out, "--overwrite").code == 0
    assert out.read_text().startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("command", "name"), [("map", "m.jpg"), ("map", "m"), ("sheet", "s.png"), ("map", "nowhere/m.html")]
)
def test_a_name_that_is_no_page_is_wrong_use(
    snapsort: Snapsort, pictures: Path, tmp_path: Path, command: str, name: str
) -> None:
    assert snapsort(command, pictures, "--out", tmp_path / name).code == 2


def test_a_broken_picture_is_not_on_the_map_and_is_reported(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    whole = (pictures / "scan0007.jpg").read_bytes()
    (pictures / "broken.jpg").write_bytes(whole[: len(whole) // 2])

    for command in ("map", "sheet"):
        result = snapsort(command, pictures, "--out", tmp_path / f"{command}.html", "--json")

        assert result.code == 1
        assert [item["reason"] for item in result.records if item["type"] == "problem"] == ["truncated"]
        assert (result.summary["photos"], result.summary["problems"]) == (5, 1)


def test_a_sheet_shows_each_folder_in_the_order_of_likeness(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    result = snapsort("sheet", pictures, "--out", tmp_path / "sheet.html", "--json")
    page = Read((tmp_path / "sheet.html").read_bytes())

    folders = [str(item["folder"]) for item in result.records[:-1]]
    assert folders == sorted(folders, key=["pictures", "Desktop", "Taxes 2025"].index)
    names = [Path(str(item["path"])).name for item in result.records[:-1]]
    assert [word for word in page.words if word in names] == names
    assert len(page.all("img")) == 5


def test_together_a_sheet_has_the_order_of_snapsort_order(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    order = snapsort("order", pictures, "--json")

    sheet = snapsort("sheet", pictures, "--out", tmp_path / "s.jpg", "--together", "--json")

    assert [item["path"] for item in sheet.records[:-1]] == [item["path"] for item in order.records[:-1]]
    assert Image.open(tmp_path / "s.jpg").size == (1654, 2339)


def test_a_sheet_among_the_pictures_is_remarked_on(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    inside = snapsort("sheet", pictures, "--out", pictures / "sheet.jpg")
    outside = snapsort("sheet", pictures, "--out", tmp_path / "sheet.jpg")
    page = snapsort("sheet", pictures, "--out", pictures / "sheet.html")

    assert "sheet.jpg lies among the pictures: from now on it is one of them" in inside.err
    assert "lies among" not in outside.err + page.err


def test_a_large_folder_becomes_several_sheets_none_of_which_replaces_anything(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    content = (pictures / "IMG_2077.PNG").read_bytes()
    for number in range(45):
        (pictures / f"copy{number}.png").write_bytes(content)
    (tmp_path / "s-2.jpg").write_text("mine")
    arguments = ("sheet", pictures, "--out", tmp_path / "s.jpg", "--paper", "screen")

    refused = snapsort(*arguments)
    written = sorted(path.name for path in tmp_path.glob("s*.jpg"))
    done = snapsort(*arguments, "--overwrite", "--json")

    assert (refused.code, written) == (4, ["s-2.jpg"])
    assert done.code == 0
    sheets = [Path(str(path)) for path in json.loads(json.dumps(done.summary["out"]))]
    assert [path.name for path in sheets][:2] == ["s-1.jpg", "s-2.jpg"]
    assert {Image.open(path).size for path in sheets} == {(1920, 1080)}


def test_the_page_of_a_plan_says_what_the_plan_says(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    before = tree(pictures)

    result = snapsort(pictures, "--dry-run", "--html", tmp_path / "plan.html", "--json")

    words = Read((tmp_path / "plan.html").read_bytes()).words
    shown = []
    for item in sorted(result.records[:-1], key=lambda item: (str(item["folder"]), item["rank"] or 0)):
        if item["action"] == "move":
            shown += [Path(str(item["target"])).name, f"{item['label']} {item['probability']:.2f}"]
    cards = [word for word in words if word in shown]
    assert cards == shown
    assert f"{result.summary['moved']}" in words
    assert tree(pictures) == before
    assert str(tmp_path) not in (tmp_path / "plan.html").read_text()


def test_a_page_of_snapsort_is_replaced_by_the_next_and_anything_else_is_not(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    own, other = tmp_path / "own.html", tmp_path / "other.html"
    other.write_text("<!doctype html>mine")

    first = snapsort(pictures, "--dry-run", "--html", own)
    page = own.read_bytes()
    second = snapsort(pictures, "--dry-run", "--html", own, "--threshold", "1")

    assert (first.code, second.code) == (0, 0)
    assert own.read_bytes() != page
    assert snapsort(pictures, "--dry-run", "--html", other).code == 4
    assert other.read_text() == "<!doctype html>mine"
    assert snapsort(pictures, "--dry-run", "--html", tmp_path / "plan.txt").code == 2
