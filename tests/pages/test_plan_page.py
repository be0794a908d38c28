"""The page of a plan says what the plan says, and brings nothing else along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from snapsort.pages import make_plan_page
from snapsort.records import Problem
from tests.pages.made import HOSTILE, THUMBS, Read, make_plan


def test_each_picture_stands_where_it_goes_under_its_final_name_with_why(tmp_path: Path) -> None:
    plan = make_plan(
        tmp_path / "in",
        goes={"a.png": "receipts/a (2).png", "sub/b.png": "trap/b.png"},
        stays={"c.png": "negative", "d.png": "below_threshold", "e.png": "name_taken"},
        problems=[Problem(tmp_path / "in" / "broken.jpg", "decode", "truncated", "its data ends too early")],
    )

    page = Read(make_plan_page(plan, THUMBS))

    start = page.words.index("receipts/", page.words.index("receipts/") + 1)
    assert page.words[start:] == [
        *("receipts/", "1 picture would move here"),
        *("a (2).png", "now a.png", "receipts 0.90", ", then photo 0.05"),
        *("trap/", "1 picture would move here"),
        *("b.png", "now sub/b.png", f"{HOSTILE} 0.90", ", then photo 0.05"),
        *("Stays: its name is taken", "1 picture would not move"),
        *("e.png", "receipts 0.90", ", then photo 0.05"),
        *("Stays: looks like photo", "1 picture would not move"),
        *("c.png", "photo 0.90", ", then receipts 0.05"),
        *("Stays: not sure enough", "1 picture would not move"),
        *("d.png", "receipts 0.90", ", then photo 0.05", "0.90 is below the threshold 0.50"),
        *("Problems", "These stay where they are.", "file", "what is wrong"),
        *("broken.jpg", "its data ends too early"),
        page.words[-1],
    ]
    assert len(page.all("img")) == 5
    assert all((image["src"] or "").startswith("data:image/jpeg;base64,") for image in page.all("img"))


def test_pictures_stand_in_the_order_of_their_ranks(tmp_path: Path) -> None:
    plan = make_plan(tmp_path / "in", {"a.png": "receipts/a.png", "b.png": "receipts/b.png"}, {})
    ranked = tuple(replace(move, rank=rank) for move, rank in zip(plan.moves, (2, 1), strict=True))

    words = Read(make_plan_page(replace(plan, moves=ranked), THUMBS)).words

    assert words.index("b.png") < words.index("a.png")


def test_no_path_above_the_folders_is_on_the_page(tmp_path: Path) -> None:
    plan = make_plan(
        tmp_path / "in", {"a.png": "receipts/a.png"}, {"c.png": "negative"}, into=tmp_path / "elsewhere"
    )

    page = make_plan_page(plan, THUMBS).decode("utf-8")

    assert str(tmp_path) not in page
    assert tmp_path.name not in page
    assert "Plan for in, into elsewhere" in page


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    name = f"{HOSTILE}\"'&.png"
    plan = make_plan(tmp_path / HOSTILE, {name: f"trap/{name}"}, {f"b{name}": "negative"})

    page = Read(make_plan_page(plan, THUMBS))

    assert name in page.words
    assert [attributes for _, attributes in page.tags if "onerror" in attributes] == []
    assert page.all("script") == []


def test_names_of_any_bytes_are_shown_as_escapes(tmp_path: Path) -> None:
    plan = make_plan(tmp_path, {"a\udcff\n.png": "receipts/a\udcff\n.png"}, {})

    assert "a\\udcff\\n.png" in Read(make_plan_page(plan, THUMBS)).words


def test_the_policy_lets_nothing_be_loaded_and_no_script_run(tmp_path: Path) -> None:
    policy = Read(make_plan_page(make_plan(tmp_path, {"a.png": "receipts/a.png"}, {}), THUMBS)).policy

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "script-src" not in rules
    assert "unsafe" not in policy


def test_a_picture_that_has_gone_meanwhile_shifts_no_other(tmp_path: Path) -> None:
    plan = make_plan(tmp_path, {"a.png": "receipts/a.png", "b.png": "receipts/b.png"}, {})
    before = Read(make_plan_page(plan, THUMBS)).all("img")
    (tmp_path / "a.png").unlink()

    page = Read(make_plan_page(plan, THUMBS))

    assert page.all("img") == before[1:]
    assert page.words.index("no small copy") < page.words.index("a.png") < page.words.index("b.png")


def test_a_plan_without_anything_is_a_page(tmp_path: Path) -> None:
    words = Read(make_plan_page(make_plan(tmp_path, {}, {}), THUMBS)).words

    assert words[:2] == [f"Plan for {tmp_path.name}"] * 2  # the title, the heading
    assert "Problems" not in words
