"""What a user asks for is written whole, and over nothing that is not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapsort.errors import RefusedForSafety, UsageError
from snapsort.outputs import check_output, is_own, write_output
from snapsort.pages import make_plan_page
from tests.pages.made import THUMBS, make_plan


def test_what_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    check_output(path, suffixes={".html"}, overwrite=False)
    path.write_text("mine")

    with pytest.raises(RefusedForSafety, match=r"page\.html exists"):
        write_output(path, b"ours", overwrite=False)
    assert path.read_text() == "mine"
    write_output(path, b"ours", overwrite=True)
    assert path.read_bytes() == b"ours"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_nowhere_is_something_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "page.html").symlink_to(tmp_path / "nothing")

    with pytest.raises(RefusedForSafety):
        check_output(tmp_path / "page.html", suffixes={".html"}, overwrite=False)


@pytest.mark.parametrize("name", ["page.htm", "page", "nowhere/page.html"])
def test_names_that_are_no_pages_are_wrong_use(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        check_output(tmp_path / name, suffixes={".html"}, overwrite=False)


def test_own_pages_are_known_by_their_mark(tmp_path: Path) -> None:
    own, other = tmp_path / "own.html", tmp_path / "other.html"
    own.write_bytes(make_plan_page(make_plan(tmp_path / "in", {}, {}), THUMBS))
    other.write_text("<!doctype html><p>snapsort")

    found = [is_own(path) for path in (own, other, tmp_path, tmp_path / "nothing")]

    assert found == [True, False, False, False]
