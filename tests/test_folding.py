from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.folding import fold

FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IMG.JPG", "img.jpg"),
        ("Caf\u00e9", "CAFE\u0301"),
        ("\u1fc3", "\u1fc3".upper()),
        # Folding first and decomposing afterwards would leave the marks of these two in different order.
        ("\u0345\u0308", "\u0308\u0345"),
        ("\u1f80\u0331", "\u03b1\u0313\u0331\u0345"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_are_not() -> None:
    assert len({fold(name) for name in ("a", "\u00e1", "\u00e4", "b", "a ", "")}) == 6


@given(st.text())
def test_composing_and_decomposing_change_nothing(text: str) -> None:
    assert {fold(unicodedata.normalize(form, text)) for form in FORMS} == {fold(text)}


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
