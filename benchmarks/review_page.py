"""The review page with 50,000 pictures: how soon it can be used, and how long its frames are in use."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.made_folder import home_environment, make_home
from benchmarks.options import BenchmarkOptions, CannotRunError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FRAMES = 120
MAP_FRAMES = 40
"""Fewer: without a GPU each takes a good part of a second."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 240_000
MAP_SETTLES_MS = 2_000

USABLE = "body.ready .tile.loaded"
"""What the user waits for: folders, counts, and the first picture."""

ORDERED = "#pictures[aria-busy=false]"
"""Likes can be put together; the server has nothing more to do."""

FRAMES_WHILE = """([act, frames]) => new Promise((done) => {
    const lengths = [];
    const map = document.querySelector("#atlas canvas");
    const press = (key, shiftKey) => map.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey }));
    let before = performance.now();
    let i = 0;
    const acts = {
        scroll: () => document.querySelector("#gallery").scrollBy(0, 300),
        jump: () => {
            const gallery = document.querySelector("#gallery");
            gallery.scrollTop = ((i * 7919) % 997) / 997 * gallery.scrollHeight;
        },
        slide: () => {
            const slider = document.querySelector(".slider.all input");
            slider.value = 40 + (i % 50);
            slider.dispatchEvent(new Event("input"));
        },
        turn: () => press("ArrowRight", true),
        zoom: () => press(i % 20 < 10 ? "+" : "-"),
    };
    requestAnimationFrame(function frame(now) {
        lengths.push(now - before);
        before = now;
        if (++i > frames + 2) return done(lengths.slice(2));
        acts[act]();
        requestAnimationFrame(frame);
    });
})"""


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group for each number of pictures; FOLDER, or a temporary one, holds what is made."""
    with tempfile.TemporaryDirectory() as temporary, _chromium() as browser:
        for n in options.sizes:
            home = make_home((options.pictures or Path(temporary)) / str(n), n, seed=options.seed)
            with _server(home) as (_, address):  # makes what is kept: order, map, the first thumbnails
                page = _open(browser, address)
                page.wait_for_selector(ORDERED)
                _open_map(page)
                page.context.close()
            rounds = [_measure(home, browser) for _ in range(options.rounds)]
            figures = tuple(_figure(name, [one[name] for one in rounds]) for name in rounds[0])
            yield FigureGroup("page", (("pictures", f"{n:,}"),), n, options.seed, figures)


def _measure(home: Path, browser: Browser) -> dict[str, float]:
    start = time.perf_counter()
    with _server(home) as (listening, address):
        page = _open(browser, address)
        usable = time.perf_counter()
        page.reload()
        page.wait_for_selector(USABLE)
        reloaded = time.perf_counter()
        page.wait_for_selector(ORDERED)
        times = {act: sorted(_frames(page, act)) for act in ("scroll", "jump", "slide")}
        times |= _map_frames(page)
        page.context.close()
    return {
        "from the command to the page": 1000 * (usable - start),
        "from opening the address to the page": 1000 * (usable - listening),
        "loaded again": 1000 * (reloaded - usable),
        **{f"{act}, median frame": median(lengths) for act, lengths in times.items()},
        **{f"{act}, frame of rank 95 %": lengths[int(0.95 * len(lengths))] for act, lengths in times.items()},
        **{f"{act}, longest frame": lengths[-1] for act, lengths in times.items()},
    }


def _figure(name: str, values: list[float]) -> Figure:
    return sample(name, values, unit="ms")


def _frames(page: Page, act: str, frames: int = FRAMES) -> list[float]:
    """Milliseconds of each frame while something is done in every one of them."""
    if act == "slide":
        page.get_by_role("button", name="Adjust").click()
    lengths: list[float] = page.evaluate(FRAMES_WHILE, [act, frames])
    return lengths


def _map_frames(page: Page) -> dict[str, list[float]]:
    """Milliseconds of each frame, ascending, while the map is turned (in 2-D shifted) and zoomed."""
    _open_map(page)
    times: dict[str, list[float]] = {}
    for dims in ("2-D", "3-D"):
        page.get_by_role("button", name=dims).click()
        page.wait_for_timeout(MAP_SETTLES_MS)
        times |= {
            f"{act} the map in {dims}": sorted(_frames(page, act, MAP_FRAMES)) for act in ("turn", "zoom")
        }
    return times


def _open_map(page: Page) -> None:
    """The map of likes; making it takes a minute, and the server keeps it."""
    page.get_by_role("button", name="Map", exact=True).click()
    page.wait_for_selector("#atlas canvas")
    page.wait_for_timeout(MAP_SETTLES_MS)  # by then it says that it is making the map, if it does
    page.wait_for_function("() => !document.querySelector('#atlas [role=status]').textContent")
    page.wait_for_timeout(MAP_SETTLES_MS)


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.wait_for_selector(USABLE)
    return page


@contextmanager
def _server(home: Path) -> Iterator[tuple[float, str]]:
    """A running review: when it listened, and where."""
    command = (sys.executable, "-m", "snapsort", "review", str(home / "pictures"), "--no-browser")
    with subprocess.Popen(
        command, env=home_environment(home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address.startswith("http"):
            raise CannotRunError(f"snapsort review said {address!r}")
        yield time.perf_counter(), address
        process.terminate()


@contextmanager
def _chromium() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as error:
        raise CannotRunError("Playwright is not installed") from error
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise CannotRunError(f"there is no {' or '.join(BROWSERS)}")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
