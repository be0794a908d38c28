"""`snapsort find DIR`: by words, by a picture, by both."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.lines import Lines, tree

Snapsort = Callable[..., Lines]


def names(result: Lines) -> list[str]:
    return [Path(str(item["path"])).name for item in result.records if item["type"] == "photo"]


def test_words_find_what_shows_them(snapsort: Snapsort, pictures: Path) -> None:
    before = tree(pictures)
    result = snapsort("find", pictures, "a photo of a receipt", "--json")
    assert result.code == 0
    assert set(names(result)[:2]) == {"scan0007.jpg", "fuel.webp"}
    assert result.summary["searched"] == 5
    scores = [float(str(item["score"])) for item in result.records[:-1]]
    assert scores == sorted(scores, reverse=True)
    assert tree(pictures) == before
    assert names(snapsort("find", pictures, "a photo of a receipt", "-n", "1", "--json")) == names(result)[:1]


def test_a_picture_finds_its_like_and_not_itself(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort("find", pictures, "--like", pictures / "scan0007.jpg", "--json")
    assert names(result)[0] == "fuel.webp"
    assert len(names(result)) == 4


def test_a_picture_from_elsewhere_may_be_asked_with(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    elsewhere = Path(shutil.copy(pictures / "scan0007.jpg", tmp_path / "elsewhere.jpg"))
    result = snapsort("find", pictures, "--like", elsewhere, "--json")
    assert names(result)[0] == "scan0007.jpg"
    assert json.loads(result.out.splitlines()[0])["score"] == pytest.approx(1, abs=1e-5)


def test_wishes_are_added_and_taken_away(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort("find", pictures, "--not", "a photo of a receipt", "--json")
    assert set(names(result)[-2:]) == {"scan0007.jpg", "fuel.webp"}
    both = snapsort(
        "find", pictures, "a screenshot", "--like", pictures / "Taxes 2025" / "fuel.webp", "--json"
    )
    assert names(both)[0] == "scan0007.jpg"


def test_who_asks_for_nothing_or_with_a_broken_picture_is_told_so(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    assert snapsort("find", pictures).code == 2
    assert snapsort("find", pictures, "--like", tmp_path / "gone.jpg").code == 2
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    result = snapsort("find", pictures, "--like", broken)
    assert (result.code, "cannot be looked at" in result.err) == (2, True)
    (tmp_path / "empty").mkdir()
    assert snapsort("find", tmp_path / "empty", "a cat").code == 3


@pytest.mark.parametrize("words", [[""], [" "], ["a receipt", ""], ["a receipt", "--not", "\t"]])
def test_empty_words_ask_for_nothing(snapsort: Snapsort, pictures: Path, words: list[str]) -> None:
    result = snapsort("find", pictures, *words)
    assert (result.code, result.out) == (2, "")
    assert "nothing was asked for" in result.err
