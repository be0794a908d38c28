"""Where there is much or nothing to show: long names, many labels, narrow windows, an empty folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.browser.axe import serious_findings
from tests.browser.page import ReviewPage
from tests.browser.server import ReviewProcess

LONG = "a name that nobody would ever type by hand, but a download manager did so all the same " * 2 + "7.jpg"


def test_long_names_and_many_labels_leave_everything_in_sight(
    drawn: Path,
    tmp_path: Path,
    serve: Callable[..., ReviewProcess],
    open_page: Callable[..., ReviewPage],
) -> None:
    folder = tmp_path / "crowded"
    folder.mkdir()
    shutil.copy(drawn / "scan0007.jpg", folder / LONG)
    address = serve(folder, "--labels", "everyday").address

    page = open_page(address)
    page.press("ArrowRight")
    assert clipped(page, ".bar-facts", ".bar-name .middle span:last-child", ".chips") == []
    assert page.page.locator(".bar-name .middle span").last.inner_text().endswith("7.jpg")
    assert page.page.locator("#side h2").all_inner_texts() == ["Folders", "Stay where they are"]
    assert page.page.locator("#side .folders").last.inner_text().startswith("other")
    assert page.page.locator("#side.more-after").is_visible()
    page.press("Enter")
    assert clipped(page, ".viewer-name > span", ".viewer-name .middle span:last-child") == []
    page.page.set_viewport_size({"width": 390, "height": 844})
    page.press("Escape")
    page.page.locator(".chips.more-after").wait_for()
    order = page.page.get_by_label("Order")
    assert order.evaluate(
        "select => select.offsetWidth >= ((select.style.flex = 'none'), select.offsetWidth)"
    )
    tops = {round(box["y"]) for chip in page.page.locator(".chip").all() if (box := chip.bounding_box())}
    assert len(tops) == 2
    assert serious_findings(page) == []


def test_a_plan_shows_the_end_of_every_name(
    drawn: Path,
    tmp_path: Path,
    serve: Callable[..., ReviewProcess],
    open_page: Callable[..., ReviewPage],
) -> None:
    folder = tmp_path / "crowded"
    folder.mkdir()
    shutil.copy(drawn / "scan0007.jpg", folder / LONG)
    shutil.copy(drawn / "scan0007.jpg", folder / "Receipt of the second of March (2).jpg")
    address = serve(folder).address
    for width in (390, 1280):
        page = open_page(address, width=width)
        page.button("Move").click()
        names = page.dialog().locator(".plan-row .to b")
        names.first.wait_for()
        assert clipped(page, ".plan-row .to", ".plan-row .to b") == []
        shown = names.locator(".middle span:last-child").all_inner_texts()
        assert sorted(name[-7:] for name in shown) == ["(2).jpg", "e 7.jpg"]


def test_the_gallery_names_the_folder_and_the_pictures(
    looked_at: str, drawn: Path, open_page: Callable[..., ReviewPage]
) -> None:
    page = open_page(looked_at)
    tile = page.tile("Fotos Oma/Dahlie.png")
    assert tile.locator(".file").inner_text() == "Dahlie.png"
    assert tile.locator(".frame").get_attribute("title") == "Fotos Oma/Dahlie.png"
    reviewed = page.page.locator("#side .reviewed")
    assert (reviewed.inner_text(), reviewed.get_attribute("title")) == (drawn.name, str(drawn))


def test_an_empty_folder_is_named(
    tmp_path: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    page = open_page(serve(empty).address)
    assert page.page.get_by_text(f"There is no picture in {empty}.").is_visible()


def clipped(page: ReviewPage, *selectors: str) -> list[str]:
    """Those of the elements of which a part is out of sight."""
    return [
        selector
        for selector in selectors
        for element in page.page.locator(selector).all()
        if element.is_visible() and element.evaluate(OVERFLOWS)
    ]


OVERFLOWS = """({scrollWidth, scrollHeight, clientWidth, clientHeight}) =>
    scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1"""
