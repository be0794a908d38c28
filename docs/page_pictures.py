"""Writes the pictures of the pages in docs/images: `python -m docs.page_pictures`, after `make demo`.

They show the review, map.html and sheet.html of the demo folder in Chromium, with a home of their own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
FOLDER = ROOT / "demo" / "pictures"
SNAPSORT = (sys.executable, "-m", "snapsort")
OPTIONS = ("--labels", "everyday", "--quiet")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PATIENCE_MS = 120_000
QUALITY = 85
NO_GPU = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")


def show_gallery(page: Page) -> None:
    """Nothing to do: it is what is seen first."""


def show_sliders(page: Page) -> None:
    """Open the sliders of all folders."""
    page.get_by_role("button", name="Adjust").click()


def show_map(page: Page) -> None:
    """Open the map and wait until likes lie near likes."""
    page.get_by_role("button", name="Map").click()
    page.wait_for_selector("#atlas canvas")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3_000)


REVIEWS: dict[str, tuple[Callable[[Page], None], dict[str, int], float]] = {
    "review-gallery": (show_gallery, WIDE, 1),
    "review-sliders": (show_sliders, WIDE, 1),
    "review-map": (show_map, WIDE, 1),
    "review-phone": (show_gallery, NARROW, 1.5),
}
"""Name of the picture -> what is done before it is taken, size of the window in points, pixels a point."""


def take(browser: Browser, address: str, name: str) -> None:
    """One picture of the review."""
    act, size, scale = REVIEWS[name]
    page = browser.new_page(
        viewport={"width": size["width"], "height": size["height"]}, device_scale_factor=scale
    )
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.wait_for_selector("body.ready #pictures[aria-busy=false]")
    act(page)
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / f"{name}.jpg", quality=QUALITY)


def take_file(browser: Browser, file: Path, name: str, *, height: int) -> None:
    """One picture of a page without a server."""
    page = browser.new_page(viewport={"width": 1180, "height": height})
    page.goto(file.as_uri())
    page.wait_for_timeout(2_000)
    page.screenshot(path=IMAGES / f"{name}.jpg", quality=QUALITY)


def main() -> None:
    """Draw all of them."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=NO_GPU)
        for kind, height in (("map", 760), ("sheet", 620)):
            file = Path(home) / f"{kind}.html"
            labels = OPTIONS if kind == "map" else OPTIONS[-1:]
            subprocess.run(
                [*SNAPSORT, kind, str(FOLDER), "--out", str(file), *labels], env=env, check=False, cwd=ROOT
            )
            take_file(browser, file, kind, height=height)
        command = [*SNAPSORT, "review", str(FOLDER), "--no-browser", *OPTIONS]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            for name in REVIEWS:
                take(browser, address, name)
            server.terminate()
        browser.close()


if __name__ == "__main__":
    main()
