"""The review page with 50,000 pictures: how soon it can be used, and how long its frames are in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.made_folder import fill_cache, make_folder
from benchmarks.options import BenchmarkOptions, CannotRunError
from snapsort.embeddings import Cache

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (1_000, 50_000)
FRAMES = 120
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 240_000

USABLE = "body.ready .tile.loaded"
"""What the user waits for: folders, counts, and the first picture."""

FRAMES_WHILE = """([act, frames]) => new Promise((done) => {
    const lengths = [];
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
    """A group for each number of pictures; FOLDER (or a temporary one) holds what is made."""
    with _workplace(options) as folder, _chromium() as browser:
        for n in SIZES:
            home = _make_home(folder / str(n), n, seed=options.seed)
            with _server(home) as (_, address):  # makes what is kept: the order, the first thumbnails
                _open(browser, address).context.close()
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
        page.wait_for_selector("#pictures[aria-busy=false]")
        times = {act: sorted(_frames(page, act)) for act in ("scroll", "jump", "slide")}
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


def _frames(page: Page, act: str) -> list[float]:
    """Milliseconds of each frame while something is done in every one of them."""
    if act == "slide":
        page.get_by_role("button", name="Adjust").click()
    lengths: list[float] = page.evaluate(FRAMES_WHILE, [act, FRAMES])
    return lengths


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
        command, env=_environment(home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address.startswith("http"):
            raise CannotRunError(f"snapsort review said {address!r}")
        yield time.perf_counter(), address
        process.terminate()


def _make_home(folder: Path, n: int, *, seed: int) -> Path:
    """A user with n pictures that the cache knows."""
    cache_file = folder / ".cache" / "snapsort" / "cache.sqlite3"
    if cache_file.is_file():
        return folder
    paths = make_folder(folder / "pictures", n, seed=seed)
    one = folder / "one"
    one.mkdir(parents=True, exist_ok=True)
    shutil.copy(paths[0], one)
    command = (sys.executable, "-m", "snapsort", str(one), "--dry-run", "--quiet")
    subprocess.run(command, env=_environment(folder), check=True)
    with closing(sqlite3.connect(cache_file)) as connection:
        key, dimension = connection.execute(
            "SELECT key, dimension FROM spaces WHERE id IN (SELECT space FROM vectors)"
        ).fetchone()
    with Cache(cache_file) as cache:
        fill_cache(cache, paths, model_key=key.partition(" | pixels")[0], dimension=dimension, seed=seed)
    return folder


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HF_"))}
    return {**kept, "HOME": str(home)}


@contextmanager
def _workplace(options: BenchmarkOptions) -> Iterator[Path]:
    if options.pictures is not None:
        yield options.pictures.absolute()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


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
