"""Names as people read them."""

from __future__ import annotations

import pytest

from snapsort.words import printable


@pytest.mark.parametrize("name", ["عکس‌ها.jpg", "👨‍👩‍👧 2025.png", "क्‍ष.jpg"])
def test_joiners_that_a_script_or_an_emoji_needs_stay(name: str) -> None:
    assert printable(name) == name


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x1b", "\n", "\udcff"])
def test_characters_that_turn_or_break_a_line_are_escaped(character: str) -> None:
    assert printable(f"a{character}b.jpg").isascii()
