"""Numbers, plurals and names as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def count(number: int, noun: str, plural: str = "") -> str:
    """ "1 picture", "1,204 pictures".

    >>> count(1, "picture"), count(1204, "picture"), count(0, "copy", "copies")
    ('1 picture', '1,204 pictures', '0 copies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size(size_bytes: int) -> str:
    """A size in the unit that leaves at most three digits.

    >>> size(999), size(1_500_000)
    ('999 B', '1.5 MB')
    """
    value = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 999.5:
            return f"{value:.3g} {unit}"
        value /= 1000
    return f"{value:.3g} TB"


def duration(seconds: float) -> str:
    """ "0.4 s", "12 s", "3 min 5 s".

    >>> duration(0.42), duration(12.3), duration(185)
    ('0.4 s', '12 s', '3 min 5 s')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def printable(path: Path | str) -> str:
    """A name that cannot break a line or the terminal, whatever bytes it is made of.

    >>> printable("a\\nb.jpg")
    'a\\\\nb.jpg'
    """
    text = str(path)
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text
    )


def relative(path: Path, root: Path) -> str:
    """The path below root where it lies there, else the whole path; printable."""
    return printable(path.relative_to(root) if path.is_relative_to(root) else path)


def listed(names: Sequence[str], most: int) -> str:
    """The first names, and how many more there are.

    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown
