"""The numbers that put names into an order: `0007__name.jpg`, and `0007n__name.jpg` between 7 and 8.

Digits first, all of one width; then, for what came later, lower-case letters. Because `_` comes before the
letters, names that are compared letter by letter stand in the order of their numbers; where a file manager
reads digits as numbers they do too. A dot would not do: `0007.5__` stands before `0007__`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MIN_DIGITS = 4
"""So that a folder can grow to 9999 pictures before numbers of another width come into it."""

MAX_DIGITS = 7
"""Eight digits in front of a name are a date."""

_PREFIX = re.compile(rf"([0-9]{{{MIN_DIGITS},{MAX_DIGITS}}})([a-z]*)__(?=.)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def find_prefix(name: str) -> str:
    """The number in front of a name, with its separator; empty when there is none.

    >>> find_prefix("0007__IMG.jpg"), find_prefix("0007n__IMG.jpg"), find_prefix("20190531__IMG.jpg")
    ('0007__', '0007n__', '')
    """
    match = _PREFIX.match(name)
    return match.group() if match else ""


def count_digits(last: int) -> int:
    """How many digits numbers up to `last` get."""
    return max(MIN_DIGITS, len(str(last)))


def number_prefix(number: int, *, digits: int) -> str:
    """The prefix of a whole number.

    >>> number_prefix(7, digits=4)
    '0007__'
    """
    return f"{number:0{digits}d}__"


def find_highest(names: Iterable[str]) -> int:
    """The highest number in front of these names, whoever wrote it; 0 without any."""
    return max((_number_of(name) for name in names), default=0)


def count_prefix_digits(prefix: str) -> int:
    """How many digits a prefix has."""
    return sum(letter.isdigit() for letter in prefix)


def prefixes_between(before: str, after: str, count: int) -> tuple[str, ...]:
    """`count` prefixes that stand between two others, in order and evenly apart.

    Args:
        before: what they stand behind; empty: the beginning.
        after: what they stand in front of; empty: the end. Both have the same number of digits.

    >>> prefixes_between("0007__", "0008__", 1), prefixes_between("0007__", "", 2)
    (('0007n__',), ('0008__', '0009__'))
    """
    digits = count_prefix_digits(before or after)
    last = _number_of(before + "x")
    if not after and last + count < 10**digits:
        return tuple(number_prefix(last + 1 + step, digits=digits) for step in range(count))
    places = max(_count_letters(before), _count_letters(after))
    low = _value(before, places) if before else 0
    high = _value(after, places) if after else 10**digits * 26**places
    if low >= high:
        raise ValueError(f"{before!r} does not stand before {after!r}")
    while high - low <= count:
        low, high, places = low * 26, high * 26, places + 1
    steps = (low + (step + 1) * (high - low) // (count + 1) for step in range(count))
    return tuple(_prefix(value, digits, places) for value in steps)


def _number_of(name: str) -> int:
    match = _PREFIX.match(name)
    return int(match.group(1)) if match else 0


def _count_letters(prefix: str) -> int:
    return sum(letter in _LETTERS for letter in prefix)


def _value(prefix: str, places: int) -> int:
    """The prefix as a fraction of base 26, times 26 to the power of `places`: no letter is nought, as `a`."""
    match = _PREFIX.match(prefix + "x")
    if match is None:
        raise ValueError(f"{prefix!r} is no number")
    value = int(match.group(1))
    for letter in match.group(2).ljust(places, "a"):
        value = value * 26 + _LETTERS.index(letter)
    return value


def _prefix(value: int, digits: int, places: int) -> str:
    letters = ""
    for _ in range(places):
        value, place = divmod(value, 26)
        letters = _LETTERS[place] + letters
    # Without a trailing `a`, which is nought, there is always room in front of the next one.
    return f"{value:0{digits}d}{letters.rstrip('a')}__"
