"""Nobody is left out: axe-core finds nothing serious in light or dark, wide or narrow, in any view."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.axe import serious_findings
from tests.browser.page import ReviewPage

pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

WIDE, NARROW = (1280, 800), (390, 844)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_serious(
    looked_at: str, open_page: Callable[..., ReviewPage], size: tuple[int, int], dark: bool
) -> None:
    page = open_page(looked_at, width=size[0], height=size[1], dark=dark)
    views: dict[str, Callable[[], object]] = {
        "gallery": lambda: page.press("ArrowRight", "Space"),
        "viewer": lambda: page.press("Enter"),
        "keys": lambda: page.press("Escape", "?"),
        "plan": lambda: open_plan(page),
        "map": lambda: open_map(page),
        "between": lambda: page.button("Between two").click(),
        "sliders": lambda: open_sliders(page, is_narrow=size == NARROW),
    }
    found = {}
    for name, show in views.items():
        show()
        found[name] = serious_findings(page)
        if page.dialog().is_visible():
            page.press("Escape")
    assert found == {name: [] for name in views}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_wider_than_the_window(
    looked_at: str, open_page: Callable[..., ReviewPage], size: tuple[int, int]
) -> None:
    page = open_page(looked_at, width=size[0], height=size[1])
    assert page.page.evaluate("document.documentElement.scrollWidth") == size[0]
    too_wide = page.page.evaluate(
        """() => [...document.querySelectorAll("#top > *, .heading, .bar-info > *, .tile:not([hidden])")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map(({className}) => className)"""
    )
    assert too_wide == []


def open_map(page: ReviewPage) -> None:
    page.button("Map").click()
    page.page.locator("#atlas canvas").wait_for()


def open_plan(page: ReviewPage) -> None:
    page.button("Move").click()
    page.dialog().get_by_role("button", name="Move").wait_for()


def open_sliders(page: ReviewPage, *, is_narrow: bool) -> None:
    if is_narrow:
        page.page.get_by_role("button", name="Folders", exact=True).click()
    page.button("Adjust").click()
