"""Pages as files in a real browser: mistakes and requests fail the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open: TypeAlias = "Callable[..., Page]"


@pytest.fixture
def open_file(chromium: Browser) -> Iterator[Open]:
    """Opens a page from the disk."""
    with ExitStack() as windows:
        yield lambda path, **look: windows.enter_context(window(chromium, path, **look))


@contextmanager
def window(
    browser: Browser,
    path: Path,
    *,
    width: int = 1000,
    height: int = 700,
    dark: bool = False,
    touch: bool = False,
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        has_touch=touch,
    )
    page = context.new_page()
    mistakes: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda message: mistakes.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: mistakes.append(f"a dialog: {dialog.message}"))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert mistakes == []
    assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()]
