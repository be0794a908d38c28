"""map.html holds what the map says, and works in a real browser from the disk, without a server."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from snapsort.errors import UsageError
from snapsort.pages import MOST_ON_MAP, make_map_page
from snapsort.pages.map_page import check_number
from tests.pages.made import HOSTILE, THUMBS, Read, make_picture_map

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Open = Callable[..., Page]

NAMES = (f"a {HOSTILE}.png", "b.png", "c.png", "d.png", "e.png")
FLAT = ((-0.8, 0.6), (0.8, 0.6), (-0.8, -0.6), (0.8, -0.6), (0.0, 0.0))
LABELS = (0, 0, 1, 2, -1)
MARGIN = 1.08
"""The whole map leaves so much room around the frame."""


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    """The page of five pictures: at the corners, and one in the middle."""
    made = make_picture_map(tmp_path / "pictures", NAMES, labels=LABELS, flat=FLAT)
    path = tmp_path / "map.html"
    path.write_bytes(make_map_page(made, THUMBS, beside=tmp_path))
    return path


def data_of(page: bytes) -> dict[str, Any]:
    text = page.decode("utf-8").partition('id="data">')[2].partition("</script>")[0]
    data: dict[str, Any] = json.loads(text)
    return data


def test_the_page_holds_positions_groups_names_and_small_pictures(tmp_path: Path) -> None:
    made = make_picture_map(tmp_path / "pictures", NAMES, labels=LABELS, flat=FLAT)

    data = data_of(make_map_page(made, THUMBS, beside=tmp_path))

    flat = np.frombuffer(base64.b64decode(data["flat"]), "<f4").reshape(-1, 2)
    assert np.array_equal(flat, made.flat)
    assert data["names"] == list(NAMES)
    assert data["labels"] == ["receipts", HOSTILE, "photo", "not sure"]
    assert (data["groups"], data["negatives"]) == ([0, 0, 1, 2, 3], [2])
    assert data["links"][1] == "pictures/b.png"
    [sheet] = data["sheets"]
    image = np.asarray(Image.open(BytesIO(base64.b64decode(sheet.partition(",")[2]))))
    assert np.allclose(
        image[10, [number * data["cell"] + 10 for number in range(3)]],
        [(192, 0, 0), (0, 160, 0), (0, 0, 192)],
        atol=12,
    )
    assert list(base64.b64decode(data["sizes"])) == [60, 40] * 5


def test_a_page_elsewhere_does_not_tell_where_the_pictures_are(tmp_path: Path) -> None:
    made = make_picture_map(tmp_path / "pictures", NAMES, labels=LABELS, flat=FLAT)

    page = make_map_page(made, THUMBS, beside=tmp_path / "elsewhere")

    assert data_of(page)["links"] == [None] * 5
    assert str(tmp_path).encode() not in page


def test_no_name_can_end_the_script_or_become_markup(tmp_path: Path) -> None:
    names = ["</script><b>.png".replace("/", "\u2215"), f"<!--{HOSTILE}.png"]
    made = make_picture_map(tmp_path / "<b>pictures", names, labels=[0, 0], flat=[(0, 0), (1, 1)])

    page = make_map_page(made, THUMBS, beside=tmp_path)

    assert [tag for tag, _ in Read(page).tags if tag in ("b", "img")] == []
    assert b"<!--" not in page
    assert set(data_of(page)["names"]) == set(names)


def test_the_policy_allows_its_own_script_and_pictures_from_within(page_file: Path) -> None:
    rules = dict(rule.split(" ", 1) for rule in Read(page_file.read_bytes()).policy.split("; "))

    assert (rules["default-src"], rules["img-src"]) == ("'none'", "data:")
    assert rules["script-src"].startswith("'sha256-")
    assert "connect-src" not in rules


def test_more_pictures_than_a_page_holds_are_refused_with_a_way_out() -> None:
    check_number(MOST_ON_MAP)
    with pytest.raises(UsageError, match="50,001 pictures are too many") as caught:
        check_number(MOST_ON_MAP + 1)
    assert "--exclude" in caught.value.hint


@pytest.mark.parametrize("n", [0, 1, 300])
def test_maps_of_any_size_open(open_file: Open, tmp_path: Path, n: int) -> None:
    flat = np.random.default_rng(0).uniform(-1, 1, (n, 2)).tolist()
    made = make_picture_map(tmp_path / "pictures", [f"{i}.png" for i in range(n)], labels=[0] * n, flat=flat)
    (tmp_path / "map.html").write_bytes(make_map_page(made, THUMBS, beside=tmp_path))

    page = open_file(tmp_path / "map.html")

    page.get_by_role("status").get_by_text(f"{n} picture").wait_for()


def test_points_are_drawn_where_they_are_in_the_colors_of_the_legend(
    open_file: Open, page_file: Path
) -> None:
    page = open_file(page_file)
    settle(page)

    drawn = np.asarray(Image.open(BytesIO(page.screenshot())).convert("RGB"))
    seen = [drawn[y, x] for x, y in (spot(page, place) for place in FLAT)]
    legend = page.locator(".map-mark").evaluate_all(
        "marks => marks.map((mark) => getComputedStyle(mark).backgroundColor.match(/\\d+/g).map(Number))"
    )
    expected = [legend[group] for group in (0, 0, 1, 2, 3)]
    assert np.allclose(np.array(seen), np.array(expected), atol=6)
    assert page.locator(".map-group-name").all_inner_texts() == ["receipts", HOSTILE, "photo", "not sure"]
    assert page.locator(".map-group-count").all_inner_texts() == ["2", "1", "1", "1"]


def test_clusters_have_names_and_colors_of_their_own(open_file: Open, page_file: Path) -> None:
    page = open_file(page_file)
    settle(page)
    labels = colors_of_legend(page)

    page.get_by_role("button", name="By cluster").click()
    settle(page)

    assert page.locator(".map-group-name").all_inner_texts() == ["receipts", HOSTILE, "in no cluster"]
    assert page.locator(".map-group-count").all_inner_texts() == ["2", "2", "1"]
    assert not {*labels} & {*colors_of_legend(page)[:2]}
    drawn = np.asarray(Image.open(BytesIO(page.screenshot())).convert("RGB"))
    x, y = spot(page, FLAT[3])
    assert np.allclose(drawn[y, x], colors_of_legend(page)[1], atol=6)


def test_hovering_shows_the_picture_and_clicking_opens_it(open_file: Open, page_file: Path) -> None:
    page = open_file(page_file)
    settle(page)

    page.mouse.move(*spot(page, FLAT[0]))
    card = page.locator(".map-card")
    card.wait_for()
    page.mouse.click(*spot(page, FLAT[0]))
    dialog = page.get_by_role("dialog")

    assert card.locator("p").inner_text() == f"{NAMES[0]}\nreceipts 0.90, then photo 0.05"
    assert dialog.locator("p").first.inner_text() == NAMES[0]
    link = dialog.get_by_role("link").evaluate("link => link.href")
    assert link == (page_file.parent / "pictures" / NAMES[0]).as_uri()
    colors = dialog.locator("canvas").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]"
    )
    assert np.allclose(colors, (192, 0, 0, 255), atol=12)


def test_a_line_around_points_selects_them(open_file: Open, page_file: Path) -> None:
    page = open_file(page_file)
    settle(page)

    page.get_by_role("button", name="Lasso").click()
    around(page, [(-0.95, 0.8), (0.95, 0.8), (0.95, 0.3), (-0.95, 0.3)])

    page.get_by_role("heading", name="2 selected").wait_for()
    assert page.locator("#chosen li").all_inner_texts() == [NAMES[0], "b.png"]
    assert page.get_by_role("status").inner_text() == "2 of 5 selected"


def test_keys_go_from_point_to_point_select_and_open(open_file: Open, page_file: Path) -> None:
    page = open_file(page_file)
    settle(page)
    status = page.get_by_role("status")
    page.locator("canvas.map-canvas").focus()

    visited = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        visited.append(status.inner_text().partition("\n")[0])
    page.keyboard.press("Space")
    page.get_by_role("heading", name="1 selected").wait_for()
    page.keyboard.press("Enter")

    assert visited[0] == "e.png"
    assert set(visited[1:]) <= {"b.png", "d.png", "c.png"}
    assert visited[-1] == "c.png"
    assert page.get_by_role("dialog").locator("p").first.inner_text() == "c.png"


def test_it_turns_into_space_and_back(open_file: Open, page_file: Path) -> None:
    page = open_file(page_file)
    settle(page)
    flat = page.screenshot()

    page.get_by_role("button", name="3-D").click()
    settle(page)
    space = page.screenshot()
    page.mouse.move(500, 400)
    page.mouse.down()
    page.mouse.move(600, 430, steps=4)
    page.mouse.up()
    settle(page)
    turned = page.screenshot()
    page.get_by_role("button", name="2-D").click()
    page.mouse.move(2, 2)
    settle(page)

    assert len({flat, space, turned}) == 3
    page.get_by_role("button", name="3-D").click()
    page.get_by_role("button", name="2-D").click()
    settle(page)
    page.mouse.move(*spot(page, FLAT[1]))
    assert page.locator(".map-card p").inner_text().startswith("b.png")


def test_pictures_are_shown_on_the_map_where_there_is_room(open_file: Open, page_file: Path) -> None:
    page = open_file(page_file)
    settle(page)

    page.get_by_role("button", name="Pictures").click()

    page.wait_for_function("document.querySelectorAll('.map-picture canvas').length === 5")


def test_without_webgl_it_says_so(open_file: Open, page_file: Path) -> None:
    text = page_file.read_text("utf-8")
    # A page whose canvas has no WebGL, as in a browser that has turned it off.
    crippled = text.replace('canvas.getContext("webgl", options)', "null")
    assert crippled != text
    page_file.write_text(without_policy(crippled), "utf-8")

    page = open_file(page_file)

    page.get_by_text("The map needs WebGL").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["wide", "narrow"])
def test_axe_finds_nothing_serious_and_nothing_is_too_wide(
    open_file: Open, page_file: Path, size: tuple[int, int], dark: bool
) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page_file.write_text(without_policy(page_file.read_text("utf-8")), "utf-8")  # axe is a script of its own
    page = open_file(page_file, width=size[0], height=size[1], dark=dark)
    settle(page)
    page.evaluate(axe)

    around(page, [(-0.95, 0.8), (0.95, 0.8), (0.95, 0.3), (-0.95, 0.3)], with_shift=True)
    page.get_by_role("heading", name="2 selected").wait_for()
    found = [serious_findings(page)]
    page.locator("#chosen li button").first.click()
    found.append(serious_findings(page))

    assert found == [[], []]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def colors_of_legend(page: Page) -> list[tuple[int, ...]]:
    marks: list[list[int]] = page.locator(".map-mark").evaluate_all(
        "marks => marks.map((mark) => getComputedStyle(mark).backgroundColor.match(/\\d+/g).map(Number))"
    )
    return [tuple(mark) for mark in marks]


def spot(page: Page, place: tuple[float, float]) -> tuple[int, int]:
    """The pixel of a place on the whole flat map."""
    box = page.locator("canvas.map-canvas").bounding_box()
    assert box is not None
    half = min(box["width"], box["height"]) / 2 / MARGIN
    x = box["x"] + box["width"] / 2 + place[0] * half
    y = box["y"] + box["height"] / 2 - place[1] * half
    return round(x), round(y)


def around(page: Page, corners: list[tuple[float, float]], *, with_shift: bool = False) -> None:
    """Draw a closed line on the map."""
    pixels = [spot(page, corner) for corner in corners]
    if with_shift:
        page.keyboard.down("Shift")
    page.mouse.move(*pixels[0])
    page.mouse.down()
    for pixel in (*pixels[1:], pixels[0]):
        page.mouse.move(*pixel, steps=4)
    page.mouse.up()
    if with_shift:
        page.keyboard.up("Shift")


def settle(page: Page) -> None:
    """Wait until the map is drawn."""
    page.wait_for_timeout(100)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def without_policy(page: str) -> str:
    start = page.index('<meta http-equiv="Content-Security-Policy"')
    return page[:start] + page[page.index(">", start) + 1 :]


def serious_findings(page: Page) -> list[str]:
    findings: list[str] = page.evaluate(
        """async () => (await axe.run()).violations
            .filter(({impact}) => impact === "serious" || impact === "critical")
            .map(({id, nodes}) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)"""
    )
    return findings
