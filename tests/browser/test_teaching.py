"""Teaching: what was learned is shown, with what it changes, before any of it is used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser.axe import serious_findings
from tests.browser.conftest import environment, look_at
from tests.browser.page import ReviewPage
from tests.browser.server import ReviewProcess

EACH, TOLD = 24, 16
LABELS = ("--label", "lines=a photo of a receipt", "--label", "dots=a screenshot of a phone app")


@pytest.fixture
def drawings(tmp_path: Path, home: Path) -> Path:
    """Pictures of lines and of dots, which no prompt describes: the labels cannot tell them apart."""
    folder = tmp_path / "drawings"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for i in range(EACH):
        Image.fromarray(draw_lines(rng)).save(folder / f"a{i:02}.png")
        Image.fromarray(draw_dots(rng)).save(folder / f"b{i:02}.png")
    look_at(folder, home, *LABELS)
    return folder


def draw_lines(rng: np.random.Generator) -> np.ndarray:
    wave = np.sin(np.arange(160) / rng.uniform(2, 5) + rng.uniform(0, 6)) > 0
    return paint(np.tile(wave[:, None], (1, 160)), rng)


def draw_dots(rng: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[:160, :160] / rng.uniform(4, 8)
    return paint(np.sin(x) * np.sin(y) > 0.4, rng)


def paint(is_ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    ink, paper = rng.integers(0, 90, 3), rng.integers(170, 255, 3)
    return np.where(is_ink[..., None], ink, paper).astype(np.uint8)


def test_what_was_learned_is_shown_before_it_is_used(
    drawings: Path, home: Path, open_page: Callable[..., ReviewPage]
) -> None:
    with ReviewProcess(drawings, *LABELS, env=environment(home)) as server:
        page = open_page(server.address)
        page.press(*"----")  # so small that all are in sight
        for half, key in (("a", "1"), ("b", "2")):
            for i in range(TOLD):
                page.tile(f"{half}{i:02}.png").click(modifiers=["Control"])
            page.press(key)
        page.settle()
        before = page.plan()

        page.button("Teach").click()
        accept = page.dialog().get_by_role("button", name="Use what was learned")
        accept.wait_for()
        changes = page.dialog().locator(".change img").count()
        assert changes > 0
        assert page.dialog().locator(".accuracy b").count() == 2
        page.dialog().get_by_text("Label by label").click()
        assert serious_findings(page) == []
        page.dialog().get_by_role("button", name="Keep it as it was").click()
        assert page.plan() == before

        page.button("Teach").click()
        accept.click()
        page.page.locator("#toasts").get_by_text("It judges by what you said").wait_for()
        after = page.plan()
        assert (
            len({path for path in before.keys() | after.keys() if before.get(path) != after.get(path)})
            == changes
        )
        assert page.moves() == len(after)
        rest = {name: fate for name, fate in page.fates().items() if int(name[1:3]) >= TOLD}
        right = {"a": "goes to lines", "b": "goes to dots"}
        assert sum(fate == right[name[0]] for name, fate in rest.items()) >= 0.9 * len(rest)


def test_three_corrections_are_no_statistics(review: ReviewPage) -> None:
    for name in ("scan0007.jpg", "chart.png", "IMG_2043.JPG"):
        review.choose(name)
        review.press("0")
    review.settle()
    review.button("Teach").click()
    dialog = review.dialog()
    dialog.get_by_role("button", name="Close").last.wait_for()
    dialog.get_by_text("What you said of 3 pictures holds at once").wait_for()
    words = dialog.inner_text()
    assert "%" not in words
    assert "Use what was learned" not in words
    assert serious_findings(review) == []
