"""A real browser on a real `snapsort review`, started as a user starts it, on a few drawn pictures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demo.catalog import PICTURES
from tests.browser.page import ReviewPage
from tests.browser.server import ReviewProcess

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHOSEN = (
    "scan0007.jpg",
    "Invoice_2026-0142.png",
    "Screenshot_20260118-203312.png",
    "Screenshot_20260222_074501_Bank.jpg",
    "Unbenannt-1.png",
    "Desktop/Capture.PNG",
    "chart.png",
    "download (1).png",
    "IMG_2043.JPG",
    "PXL_20260214_101530123.jpg",
    "photo_2026-01-02_15-44-08.jpg",
    "Fotos Oma/Sommerpalast.jpg",
    "Fotos Oma/Dahlie.png",
)
"""Of each kind, in folders and not; those that are drawn quickly."""


@pytest.fixture(scope="session")
def drawn(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chosen pictures, drawn once, and only where there is a browser to look at them."""
    folder = tmp_path_factory.mktemp("drawn") / "pictures"
    for picture in PICTURES:
        if picture.name in CHOSEN:
            path = folder / picture.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture.content(0))
    assert len([path for path in folder.rglob("*") if path.is_file()]) == len(CHOSEN)
    return folder


@pytest.fixture(scope="session")
def warm_home(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of somebody whose cache knows the chosen pictures."""
    home = tmp_path_factory.mktemp("home")
    look_at(drawn, home)
    return home


def look_at(folder: Path, home: Path, *options: str) -> None:
    """Fill a cache with the pictures of a folder."""
    command = (sys.executable, "-m", "snapsort", str(folder), "--dry-run", "--quiet", *options)
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr


def environment(home: Path) -> dict[str, str]:
    """The variables of a user with that home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HF_"))}
    return {**kept, "HOME": str(home), "OMP_NUM_THREADS": "1"}


@pytest.fixture
def home(warm_home: Path, tmp_path: Path) -> Path:
    """A home of one's own, with the warm cache."""
    copy = tmp_path / "home"
    shutil.copytree(warm_home, copy)
    return copy


@pytest.fixture
def pictures(drawn: Path, tmp_path: Path) -> Path:
    """A copy of the pictures that a test may sort."""
    folder = tmp_path / "pictures"
    shutil.copytree(drawn, folder)
    return folder


@pytest.fixture
def serve(home: Path) -> Iterator[Callable[..., ReviewProcess]]:
    """Starts `snapsort review FOLDER`, with options; it is stopped when the test ends."""
    with ExitStack() as running:
        yield lambda folder, *options: running.enter_context(
            ReviewProcess(folder, *options, env=environment(home))
        )


@pytest.fixture(scope="session")
def looked_at(drawn: Path, warm_home: Path) -> Iterator[str]:
    """The address of a review that tests only look at: they say nothing and move nothing."""
    with ReviewProcess(drawn, env=environment(warm_home)) as running:
        yield running.address


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., ReviewPage]]:
    """Opens a review in a browser window; mistakes of the page and foreign requests fail the test."""
    with ExitStack() as windows:
        yield lambda address, **look: windows.enter_context(window(chromium, address, **look))


@contextmanager
def window(
    browser: Browser, address: str, *, width: int = 1280, height: int = 800, dark: bool = False
) -> Iterator[ReviewPage]:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = ReviewPage(context.new_page(), address)
    yield page
    context.close()
    assert page.mistakes == []
    assert page.foreign_requests == []


@pytest.fixture
def review(
    pictures: Path, serve: Callable[..., ReviewProcess], open_page: Callable[..., ReviewPage]
) -> ReviewPage:
    """The page of the pictures."""
    return open_page(serve(pictures).address)
