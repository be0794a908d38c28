"""Exact copies, found without a model."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image

from snapsort.duplicates import DuplicateRequest, Kind, find_duplicates
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.report import Terminal


def load_nothing() -> NoReturn:
    raise AssertionError("the model was loaded")


def find(folder: Path, *kinds: Kind) -> tuple[list[set[str]], list[str]]:
    """Names in each group, and of the problems."""
    embed = EmbedOptions(crops="1", max_pixels=10**6, workers=2)
    request = DuplicateRequest((folder,), embed=embed, kinds=kinds)
    with Cache(None) as cache:
        found = find_duplicates(
            request, model=LazyEncoder("none", load_nothing), cache=cache, watcher=Terminal(quiet=True)
        )
    groups = [{member.path.name for member in group.members} for group in found.groups]
    return groups, [problem.path.name for problem in found.problems]


def draw(path: Path, color: str) -> Path:
    Image.new("RGB", (8, 8), color).save(path, "BMP")  # all of one size
    return path


def test_exact_copies_need_no_model_and_nothing_but_equal_bytes_counts(tmp_path: Path) -> None:
    for name, color in (("a.bmp", "red"), ("b.bmp", "blue"), ("c.bmp", "red")):
        draw(tmp_path / name, color)

    assert find(tmp_path, "exact") == ([{"a.bmp", "c.bmp"}], [])
    with pytest.raises(AssertionError, match="the model was loaded"):
        find(tmp_path, "exact", "same")


def test_empty_files_are_no_copies_of_each_other(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).touch()

    assert find(tmp_path, "exact") == ([], ["a.jpg", "b.jpg"])
