"""Saying where pictures belong: by key, by dragging, many at once; and taking it back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.browser.page import ReviewPage
from tests.browser.server import ReviewProcess
from tests.browser.tree import read_tree

ODD = '<img src=x onerror="document.title=1">.png'


def test_every_step_shows_at_once_and_can_be_undone_and_done_again(review: ReviewPage) -> None:
    first = review.fates()
    review.choose("IMG_2043.JPG")
    review.press("2")
    review.choose("chart.png")
    review.press("1")
    review.tile("scan0007.jpg").drag_to(review.folder("photo"))
    last = review.fates()
    changed = {name: fate for name, fate in last.items() if fate != first[name]}
    assert changed == {
        "IMG_2043.JPG": "goes to receipts",
        "chart.png": "goes to screenshots",
        "scan0007.jpg": "stays where it is",
    }
    review.page.locator("#toasts").get_by_role("button", name="Undo").click()
    review.page.get_by_label("Undo (Ctrl+Z)").click()
    review.press("Control+z")
    assert review.fates() == first
    assert review.page.get_by_label("Undo (Ctrl+Z)").is_disabled()
    review.settle()
    assert review.moves() == len(review.plan())
    review.press("Control+Shift+Z", "Control+y", "Control+y")
    assert review.fates() == last
    review.settle()
    assert review.moves() == len(review.plan())
    assert review.count("Changed by you") == 3


def test_a_label_goes_to_all_that_are_selected_and_the_next_picture_comes(review: ReviewPage) -> None:
    review.page.get_by_label("Order").select_option("By name")
    review.folder("photo").click()
    names = review.shown_names()
    review.tile(names[0]).click()
    review.tile(names[2]).click(modifiers=["Shift"])
    review.press("1")
    assert review.page.locator(".tag").filter(visible=True).all_inner_texts() == ["screenshots"] * 3
    current = review.page.locator(".tile.current").get_attribute("aria-label")
    assert current is not None
    assert current.startswith(f"{names[3]}:")
    assert review.shown_names() == names  # nothing jumps
    review.page.get_by_text("no longer").wait_for()
    review.button("3 pictures with a new place").click()
    assert review.shown_names() == names[3:]
    review.press("Backspace")
    review.folder("Changed by you").click()
    assert sorted(review.shown_names()) == sorted(names[:3])
    review.press("Control+a", "Backspace")
    assert review.count("Changed by you") == 0


def test_the_questions_that_are_asked_can_be_answered_one_by_one(review: ReviewPage) -> None:
    review.button("Ask me").click()
    review.page.get_by_text("These teach the most").wait_for()
    n = len(review.shown_names())
    review.press(*"121")
    assert review.count("Changed by you") == 3
    assert len(review.shown_names()) == n


def test_a_line_drawn_on_the_map_selects_what_a_key_then_labels(review: ReviewPage) -> None:
    review.button("Map").click()
    canvas = review.page.locator("#atlas canvas")
    canvas.wait_for()
    review.page.get_by_role("button", name="Overview").click()
    lasso = review.page.get_by_role("button", name="Lasso")
    lasso.click()
    review.press("Escape")
    assert lasso.get_attribute("aria-pressed") == "false"
    lasso.click()
    box = canvas.bounding_box()
    assert box is not None
    left, top, right, bottom = (
        box["x"] + 3,
        box["y"] + 3,
        box["x"] + box["width"] - 3,
        box["y"] + box["height"] - 3,
    )
    review.page.mouse.move(left, top)
    review.page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        review.page.mouse.move(x, y, steps=4)
    review.page.mouse.up()
    n = review.count("All pictures")
    review.page.get_by_text(f"{n} pictures selected").wait_for()
    review.press("2")
    assert review.count("receipts") == n
    review.press("Control+z")
    assert review.count("Changed by you") == 0
    review.press("Escape")
    assert lasso.get_attribute("aria-pressed") == "false"


def test_the_map_names_the_group_of_those_that_are_not_sure(review: ReviewPage) -> None:
    review.slide("receipts", 1)
    unsure = review.count("Not sure")
    assert unsure > 0
    review.button("Map").click()
    group = review.page.locator("#atlas .map-group", has_text="not sure")
    group.wait_for()
    assert group.locator(".map-group-count").inner_text() == str(unsure)
    review.press("Control+z")
    group.wait_for(state="detached")


def test_what_was_taken_back_is_not_called_said(review: ReviewPage) -> None:
    for name in ("chart.png", "IMG_2043.JPG", "scan0007.jpg"):
        review.choose(name)
        review.press("2")
    review.folder("Changed by you").click()
    review.page.get_by_text("3 pictures, said by you").wait_for()
    review.press("Control+z")
    review.page.get_by_text("2 pictures, said by you, 1 no longer").wait_for()
    assert review.tile("scan0007.jpg").locator(".tag").inner_text() == "taken back"
    review.choose("chart.png")
    review.press("1")
    assert review.tile("chart.png").locator(".tag").inner_text() == "screenshots"
    review.button("2 pictures with a new place").click()
    assert review.headings() == ["screenshots", "receipts"]
    assert sorted(review.shown_names()) == ["IMG_2043.JPG", "chart.png"]


def test_a_phone_can_undo_and_do_again(
    pictures: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> None:
    page = open_page(serve(pictures).address, width=390, height=844)
    page.press("Home", "2")
    page.page.get_by_role("button", name="Folders", exact=True).click()
    assert page.count("Changed by you") == 1
    side = page.page.locator("#side")
    again = side.get_by_role("button", name="Do again")
    assert again.is_disabled()
    side.get_by_role("button", name="Undo").click()
    assert page.count("Changed by you") == 0
    again.click()
    assert page.count("Changed by you") == 1
    page.slide_margin(1)
    page.press("Escape", "Home", "Backspace")
    page.settle()
    assert page.page.locator("#top .primary").inner_text() == "Nothing to move"
    assert page.page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_name_that_looks_like_markup_is_text_everywhere(
    pictures: Path,
    tmp_path: Path,
    serve: Callable[..., ReviewProcess],
    open_page: Callable[..., ReviewPage],
) -> None:
    shutil.copy(pictures / "scan0007.jpg", pictures / ODD)
    (pictures / f"broken {ODD}").write_bytes((pictures / "scan0007.jpg").read_bytes()[:2000])
    labels = json.loads(Path("labels/default.json").read_text("utf-8"))
    labels["labels"][0]["name"] = ODD
    label_file = tmp_path / "labels.json"
    label_file.write_text(json.dumps(labels), "utf-8")
    page = open_page(serve(pictures, "--labels", str(label_file)).address)
    title = page.page.title()
    page.press("Home", "Enter", "1", "?", "Escape", "Escape")
    assert page.page.locator("#side .row", has_text=ODD).is_visible()
    page.folder("Problems").click()
    assert page.page.locator(".problem-list b").all_inner_texts() == [f"broken {ODD}"]
    page.folder("All pictures").click()
    page.button("Move").click()
    page.dialog().get_by_role("button", name="Move").wait_for()
    assert page.dialog().get_by_text(ODD).count() > 0
    page.press("Escape")
    page.button("Map").click()
    page.page.locator("#atlas canvas").wait_for()
    assert page.page.locator("img[src=x]").count() == 0
    assert page.page.title() == title


def test_of_many_pictures_only_those_in_sight_are_in_the_page(
    pictures: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> None:
    originals = [path for path in read_tree(pictures) if "/" not in path]
    for copy in range(25):
        for name in originals:
            shutil.copy(pictures / name, pictures / f"{copy:02} {name}")
    page = open_page(serve(pictures).address)
    n = 13 + 25 * len(originals)
    assert page.count("All pictures") == n
    assert page.page.locator(".tile").count() < 150
    page.press("End")
    last = page.page.locator(".tile.current")
    last.wait_for()
    assert last.get_attribute("aria-posinset") == str(n)
    assert page.page.locator(".tile").count() < 150
    page.press("Control+a", "2")
    page.settle()
    assert page.count("receipts") == n
    assert len(page.plan()) == n


def test_exact_copies_follow_what_is_said_of_one(
    pictures: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> None:
    shutil.copy(pictures / "IMG_2043.JPG", pictures / "copy.jpg")
    page = open_page(serve(pictures).address)
    page.choose("IMG_2043.JPG")
    page.press("2")
    assert {page.fates()[name] for name in ("IMG_2043.JPG", "copy.jpg")} == {"goes to receipts"}
    page.settle()
    assert page.moves() == len(page.plan())
    page.press("Control+z")
    page.settle()
    assert page.count("Changed by you") == 0
    assert page.moves() == len(page.plan())


def test_a_margin_keeps_back_what_is_not_far_enough_ahead(review: ReviewPage) -> None:
    before = review.plan()
    review.button("Adjust").click()
    review.slide_margin(1)
    review.settle()
    assert (review.moves(), review.plan()) == (0, {})
    review.page.locator(".slider.all").get_by_text("≥ 100").wait_for()

    review.button("Done").click()
    review.press("Control+z")
    review.settle()
    assert (review.moves(), review.plan()) == (len(before), before)
