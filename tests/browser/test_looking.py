"""Filters, orders, search, the viewer, and what the keys do, on a review that nobody changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.page import ReviewPage

if TYPE_CHECKING:
    from playwright.sync_api import Route


@pytest.fixture
def page(looked_at: str, open_page: Callable[..., ReviewPage]) -> ReviewPage:
    return open_page(looked_at)


def test_each_filter_shows_as_many_pictures_as_it_counts(page: ReviewPage) -> None:
    for name in ("All pictures", "Not sure", "screenshots", "receipts", "photo", "Changed by you"):
        page.folder(name).click()
        if name not in ("screenshots", "receipts"):  # they show what is likely as well
            assert len(page.shown_names()) == page.count(name)
        assert set(page.shown_names()) <= set(page.page.evaluate(NAMES))


def test_a_folder_shows_what_goes_there_and_then_what_is_not_sure_enough(page: ReviewPage) -> None:
    page.folder("screenshots").click()
    page.choose("Desktop/Capture.PNG")
    page.press("1")  # what is said goes, however sure it must be
    page.slide("screenshots", 1)
    page.page.get_by_text("1 move · 3 stay").wait_for()
    assert page.headings() == ["screenshots", "Perhaps screenshots"]
    page.press("Control+z")
    page.page.get_by_text("4 move · 0 stay").wait_for()
    page.press("Control+z")
    page.settle()
    assert page.count("Changed by you") == 0


def test_pictures_are_in_the_order_that_is_asked_for(page: ReviewPage) -> None:
    page.page.get_by_label("Order").select_option("By name")
    page.folder("photo").click()
    names = page.shown_names()
    assert names == sorted(names, key=str.casefold)
    page.page.get_by_label("Order").select_option("Unsure first")
    probabilities = page.page.locator(".tile:not([hidden])").evaluate_all(
        """tiles => tiles.sort((a, b) => a.getAttribute("aria-posinset") - b.getAttribute("aria-posinset"))
            .map((tile) => Number(tile.getAttribute("aria-label").match(/photo (\\d+)/)[1]))"""
    )
    assert probabilities == sorted(probabilities)
    assert len(probabilities) == page.count("photo")


def test_a_search_finds_names_first_and_then_looks(page: ReviewPage) -> None:
    page.press("/")
    page.page.keyboard.type("bank")
    page.press("Enter")
    page.page.get_by_text("1 picture by name first").wait_for()
    assert page.headings() == ["“bank”", "Less like it"]
    assert page.page.get_by_text("1 by name, then the best 4 of 13").is_visible()
    assert page.shown_names()[0] == "Screenshot_20260222_074501_Bank.jpg"
    assert sorted(page.shown_names()) == sorted(page.page.evaluate(NAMES))
    page.button("Back to all").click()
    assert "receipts" in page.headings()


def test_all_that_was_found_is_not_the_whole_folder(page: ReviewPage) -> None:
    search(page, "zzzqqq")
    page.page.get_by_text("No name has it").wait_for()
    assert page.page.get_by_text("the best 4 of 13").is_visible()
    found = page.shown_names()[:4]
    page.press("Control+a")
    assert selected_names(page) == found
    page.press("Escape")
    page.button("Select all").click()
    assert selected_names(page) == found
    page.press("Escape", "Escape")
    page.wait_for_paint()  # where the panel was

    page.choose("scan0007.jpg")
    page.press(".")
    page.page.get_by_label("How alike").wait_for()
    assert page.headings() == ["Like scan0007.jpg", "Less like it"]
    page.press("Control+a")
    assert selected_names(page) == page.shown_names()[:5]


def selected_names(page: ReviewPage) -> list[str]:
    """The pictures that are selected, of those that are drawn, in order."""
    chosen = set(page.page.locator("[aria-selected=true] .file").all_inner_texts())
    return [name for name in page.shown_names() if name in chosen]


def test_an_answer_that_comes_late_does_not_take_the_page_back(page: ReviewPage) -> None:
    held = hold_back(page, "**/api/search*")
    search(page, "DSC")
    assert "Looking …" in page.page.locator("#panel").inner_text()
    assert not page.page.get_by_text("Nothing was found").is_visible()
    page.folder("All pictures").click()
    assert page.page.get_by_label("Search names or words").input_value() == ""
    headings = page.headings()
    assert "receipts" in headings
    with page.page.expect_response("**/api/search*"):
        held[0].continue_()
    page.settle()
    assert page.headings() == headings
    assert page.folder("All pictures").get_attribute("aria-current") == "true"


def test_an_answer_leaves_the_focus_with_whoever_types(page: ReviewPage) -> None:
    held = hold_back(page, "**/api/search*")
    search(page, "receipt")
    page.press("/")
    page.page.keyboard.type("ba")
    with page.page.expect_response("**/api/search*"):
        held[0].continue_()
    page.page.get_by_text("What looks most like it first").wait_for()
    page.page.keyboard.type("nk")
    assert page.page.get_by_label("Search names or words").input_value() == "bank"
    assert page.count("Changed by you") == 0


def hold_back(page: ReviewPage, pattern: str) -> list[Route]:
    """The requests that the page makes from now on, which go on when they are told to."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.page.route(pattern, hold)
    return held


def search(page: ReviewPage, words: str) -> None:
    page.press("/")
    page.page.keyboard.type(words)
    with page.page.expect_request("**/api/search*"):
        page.press("Enter")


def test_what_looks_alike_is_selected_up_to_the_slider(page: ReviewPage) -> None:
    page.choose("scan0007.jpg")
    page.press(".")
    slider = page.page.get_by_label("How alike")
    slider.wait_for()
    assert slider.input_value() == "97"
    page.page.get_by_text("Nothing else is nearly the same").wait_for()
    assert selected_names(page) == ["scan0007.jpg"]
    slider.fill("50")
    page.page.get_by_text("Press a label's key to judge them all").wait_for()
    assert len(selected_names(page)) > 1
    assert page.shown_names()[0] == "scan0007.jpg"
    page.press("Escape", "Escape")
    assert "receipts" in page.headings()


def test_the_viewer_shows_every_pixel_and_leafs_through_the_gallery(page: ReviewPage) -> None:
    names = page.shown_names()
    page.press("ArrowRight", "Enter")
    viewer = page.page.get_by_role("region", name="One picture")
    image = viewer.locator("img[data-full]")
    image.wait_for()
    assert image.evaluate("image => image.naturalWidth") == 640 or "picture" in str(
        image.get_attribute("src")
    )
    assert viewer.locator(".viewer-name b").inner_text().endswith(names[0])
    page.press("Enter")
    assert viewer.locator(".viewer-level").inner_text() in ("100\u00a0%", "200\u00a0%")
    page.press("ArrowRight")
    assert viewer.locator(".viewer-name b").inner_text().endswith(names[1])
    page.press("Escape")
    assert not viewer.is_visible()
    assert page.page.evaluate("document.activeElement.id") == "pictures"


def test_keys_walk_and_select_as_in_any_gallery(page: ReviewPage) -> None:
    names = page.shown_names()
    current = page.page.locator(".tile.current")
    page.press("ArrowRight", "ArrowRight")
    assert current.get_attribute("aria-label").startswith(f"{names[1]}:")  # type: ignore[union-attr]
    described = page.page.locator("#pictures").get_attribute("aria-activedescendant")
    assert described == current.get_attribute("id")
    page.press("Space", "Shift+ArrowRight", "Shift+ArrowRight")
    assert page.page.get_by_text("3 pictures selected").is_visible()
    page.press("Control+a")
    assert page.page.get_by_text(f"{len(names)} pictures selected").is_visible()
    page.press("Escape", "End")
    assert current.get_attribute("aria-label").startswith(f"{names[-1]}:")  # type: ignore[union-attr]


def test_the_pair_slider_leaves_what_lies_between_its_handles(page: ReviewPage) -> None:
    page.button("Between two").click()
    page.page.get_by_label("One label", exact=True).select_option("screenshots")
    page.page.get_by_label("The other label").select_option("photo")
    between, fates = page.shown_names(), page.fates()
    assert "chart.png" in between
    assert "scan0007.jpg" not in between
    page.page.get_by_label("To", exact=True).fill("50")
    assert set(page.shown_names()) == {name for name in between if fates[name].startswith("goes")}


@pytest.mark.parametrize("width", [1280, 320])
def test_no_point_of_the_map_lies_under_its_tools(
    looked_at: str, open_page: Callable[..., ReviewPage], width: int
) -> None:
    page = open_page(looked_at, width=width)
    page.button("Map").click()
    canvas = page.page.locator("#atlas canvas")
    canvas.wait_for()
    tools = page.page.get_by_role("toolbar", name="Map").bounding_box()
    points = canvas.bounding_box()
    assert tools is not None
    assert points is not None
    assert tools["y"] + tools["height"] <= points["y"]
    legend = page.page.locator("#atlas .map-legend").bounding_box()
    assert legend is not None
    assert width > 760 or legend["y"] >= points["y"] + points["height"]
    assert page.page.locator("#atlas .map-legend").evaluate("list => list.scrollWidth <= list.clientWidth")
    assert tools["x"] >= 0
    assert tools["x"] + tools["width"] <= width


def test_all_keys_are_explained(page: ReviewPage) -> None:
    page.press("?")
    assert page.dialog().get_by_text("stays where it is").is_visible()
    page.press("Escape")
    assert not page.dialog().is_visible()


NAMES = (
    """async () => (await (await fetch("/api/pictures")).json()).paths.map((path) => path.split("/").pop())"""
)
