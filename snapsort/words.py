"""Numbers, plurals and names as people read them."""

from __future__ import annotations

from pathlib import Path

LEFT_WORDS = {"sorted": "counts as sorted", "repository": "is a repository"}
"""Why a folder was not looked into."""

EXCLUDE_HINT = "--exclude may leave out more than was meant"
"""Where patterns were given and no picture was found."""

DOING_WORDS = {"move": "moving", "copy": "copying", "hardlink": "linking", "symlink": "linking"}
"""What is going on while a plan is carried out, by its mode."""


JOINERS = "\u200c\u200d"
"""Persian, Indic scripts and emoji need them between letters; other format characters only hide things."""


def count(number: int, noun: str, plural: str = "") -> str:
    """ "1 picture", "1,204 pictures".

    >>> count(1, "picture"), count(1204, "picture"), count(0, "copy", "copies")
    ('1 picture', '1,204 pictures', '0 copies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def why_unread(error: OSError | UnicodeDecodeError) -> str:
    """What kept a text file from being read.

    >>> why_unread(FileNotFoundError(2, "No such file or directory"))
    'No such file or directory'
    """
    return error.strerror or str(error) if isinstance(error, OSError) else "it is no text in UTF-8"


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
        letter if letter.isprintable() or letter in JOINERS else letter.encode("unicode_escape").decode()
        for letter in text
    )


def relative(path: Path, root: Path) -> str:
    """The path below root where it lies there, else the whole path; printable."""
    return printable(path.relative_to(root) if path.is_relative_to(root) else path)


def shortened(name: str, most: int) -> str:
    """The name with its middle left out when it is longer; beginning and extension stay.

    >>> shortened("IMG_20260131_131502_HDR.jpg", 20)
    'IMG_2026…502_HDR.jpg'
    """
    if len(name) <= most:
        return name
    head = (most - 1) * 2 // 5 + 1
    return f"{name[:head]}…{name[head + 1 - most :]}"
