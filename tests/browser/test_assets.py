"""What the page is made of, read as text: nothing from elsewhere, nothing inline, no markup made of data."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import snapsort.web

STATIC = Path(snapsort.web.__file__).with_name("static")
ASSETS = sorted(path for path in STATIC.rglob("*") if path.suffix in {".html", ".css", ".js", ".svg"})
NAMESPACES = {"http://www.w3.org/2000/svg"}  # names that look like addresses
MARKUP_MADE_OF_TEXT = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
)


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_an_asset_names_no_other_host(path: Path) -> None:
    found = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*", without_comments(path)))
    assert found <= NAMESPACES


@pytest.mark.parametrize(
    "path", [path for path in ASSETS if path.suffix == ".js"], ids=lambda path: path.name
)
def test_a_script_makes_no_markup_of_text(path: Path) -> None:
    content = path.read_text("utf-8")
    assert [word for word in MARKUP_MADE_OF_TEXT if word in content] == []


def test_the_page_has_no_inline_script_or_style_and_names_only_files_that_exist() -> None:
    page = Page()
    page.feed((STATIC / "index.html").read_text("utf-8"))
    assert page.inline == []
    assert page.files
    assert [name for name in page.files if not (STATIC / name.removeprefix("/static/")).is_file()] == []


def test_the_page_asks_for_all_its_modules_at_once() -> None:
    page = Page()
    page.feed((STATIC / "index.html").read_text("utf-8"))
    asked = [name.removeprefix("/static/") for name in page.files if name.endswith(".js")]
    assert sorted(asked) == sorted(find_modules("main.js"))


def find_modules(name: str, found: frozenset[str] = frozenset()) -> frozenset[str]:
    """A module and all that it imports."""
    found |= {name}
    for other in re.findall(r'from "\./([\w-]+\.js)"', (STATIC / name).read_text("utf-8")):
        if other not in found:
            found = find_modules(other, found)
    return found


class Page(HTMLParser):
    """The files that a page asks for, and what is written into it that its policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)
        if tag in {"script", "link"}:
            self.files.append(values.get("src") or values.get("href") or "")


def without_comments(path: Path) -> str:
    """Comments may name sources; nothing asks for them."""
    content = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", content)
