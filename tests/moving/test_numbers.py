"""Numbers in front of names: that they sort, that there is always room between two, and what is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.moving.numbers import count_digits, find_highest, find_prefix, number_prefix, prefixes_between


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("0007__IMG.jpg", "0007__"),
        ("0007nb__IMG.jpg", "0007nb__"),
        ("0001__0002__IMG.jpg", "0001__"),
        ("007__IMG.jpg", ""),
        ("0007_IMG.jpg", ""),
        ("0007__", ""),
        ("20190531__party.jpg", ""),
        ("٠٠٠٧__IMG.jpg", ""),
        ("IMG_0007__x.jpg", ""),
    ],
)
def test_a_number_is_digits_letters_and_two_underscores(name: str, prefix: str) -> None:
    assert find_prefix(name) == prefix


def test_numbers_have_room_to_grow_and_are_wide_enough_for_the_last() -> None:
    assert [number_prefix(7, digits=count_digits(last)) for last in (9, 9999, 10000)] == [
        "0007__",
        "0007__",
        "00007__",
    ]


def test_the_highest_number_counts_whoever_wrote_it() -> None:
    assert find_highest(["x.jpg", "0012__a.jpg", "0009n__b.jpg", "20190531__party.jpg"]) == 12
    assert find_highest([]) == 0


@given(st.data())
def test_there_is_always_room_and_plain_string_order_is_the_order(data: st.DataObject) -> None:
    names = [number_prefix(number, digits=4) + "z.jpg" for number in range(1, 4)]
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(names)))
        before = find_prefix(names[place - 1]) if place else ""
        after = find_prefix(names[place]) if place < len(names) else ""
        new = prefixes_between(before, after, data.draw(st.integers(1, 60)))
        names[place:place] = [prefix + "a.jpg" for prefix in new]

    assert names == sorted(names)
    assert len({find_prefix(name) for name in names}) == len(names)
    assert all(find_prefix(name) for name in names)


def test_behind_the_last_come_whole_numbers_until_the_digits_run_out() -> None:
    assert prefixes_between("0041n__", "", 2) == ("0042__", "0043__")
    assert prefixes_between("9999__", "", 1) == ("9999n__",)


def test_a_gap_of_whole_numbers_is_used_first() -> None:
    assert prefixes_between("0001__", "0004__", 2) == ("0002__", "0003__")


def test_two_that_are_equal_have_nothing_between_them() -> None:
    with pytest.raises(ValueError, match="does not stand before"):
        prefixes_between("0001__", "0001__", 1)
