"""A review from start to end, and the tree on disk beside it: what is shown is what is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser.axe import serious_findings
from tests.browser.page import ReviewPage
from tests.browser.server import ReviewProcess
from tests.browser.tree import moved, read_tree

RECEIPT = "scan0007.jpg"
PHOTO = "IMG_2043.JPG"


def test_what_is_shown_at_each_step_is_what_the_server_plans_and_does(
    pictures: Path, review: ReviewPage
) -> None:
    before = read_tree(pictures)
    assert review.count("All pictures") == len(before)
    assert review.moves() == len(review.plan())

    review.folder("receipts").click()
    assert RECEIPT in review.shown_names()
    review.slide("receipts", 1)
    review.settle()
    assert review.count("receipts") == 0
    assert review.moves() == len(review.plan())
    review.slide("receipts", 0.5)
    review.settle()
    assert f"receipts/{RECEIPT}" in review.plan().values()

    review.folder("All pictures").click()
    review.choose(PHOTO)
    review.press("2")
    review.choose(RECEIPT)
    review.press("0")
    review.settle()
    plan = review.plan()
    assert plan[PHOTO] == f"receipts/{PHOTO}"
    assert RECEIPT not in plan
    assert review.moves() == len(plan)
    assert {name: fate for name, fate in review.fates().items() if fate.startswith("goes")} == {
        path.rpartition("/")[2]: f"goes to {to.partition('/')[0]}" for path, to in plan.items()
    }
    assert read_tree(pictures) == before

    review.button("Move").click()
    review.dialog().get_by_role("button", name="Move").click()
    review.dialog().get_by_role("button", name="Done").wait_for()
    assert read_tree(pictures) == moved(before, plan)
    assert review.moves() == 0
    assert serious_findings(review) == []

    review.dialog().get_by_role("button", name="Undo").click()
    review.page.locator("#toasts").get_by_text("back where they were").wait_for()
    assert not review.dialog().is_visible()
    assert serious_findings(review) == []
    assert read_tree(pictures) == before
    assert review.plan() == plan  # what was said is still known


def test_a_run_can_be_taken_back_after_the_page_was_closed(
    pictures: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> None:
    before = read_tree(pictures)
    server = serve(pictures)
    first = open_page(server.address)
    n = first.moves()
    first.button("Move").click()
    first.dialog().get_by_role("button", name="Move").click()
    first.dialog().get_by_role("button", name="Done").wait_for()
    assert read_tree(pictures) != before

    second = open_page(server.address)
    second.button(f"Undo move of {n}").click()
    second.page.locator("#toasts").get_by_text("back where they were").wait_for()
    assert read_tree(pictures) == before


def test_what_was_said_survives_a_crash(
    pictures: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> None:
    server = serve(pictures)
    page = open_page(server.address)
    page.choose(PHOTO)
    page.press("1")
    page.settle()
    server.kill()

    again = open_page(serve(pictures).address)
    assert again.count("Changed by you") == 1
    assert again.fates()[PHOTO] == "goes to screenshots"


def test_the_button_stops_the_server(
    pictures: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> None:
    server = serve(pictures)
    page = open_page(server.address)
    page.button("Stop snapsort").click()
    page.page.get_by_text("snapsort was stopped").wait_for()
    assert server.has_ended()
