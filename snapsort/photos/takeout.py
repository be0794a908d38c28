"""The names that Google Takeout gives to the JSON file of a picture."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

_SUFFIX = ".supplemental-metadata"
_NAME_LIMIT = 46
"""Takeout cuts the name before `.json` to this many characters, wherever that falls."""

_NUMBERED = re.compile(r"(?P<stem>.+)(?P<number>\(\d+\))")


def json_stems(picture: str) -> Iterator[str]:
    """What may stand before `.json` in the name of a picture's JSON file, likeliest first.

    `IMG(1).jpg` has its number at the end there: `IMG.jpg(1).json`, `IMG.jpg.supplemental-metadata(1).json`.
    """
    yield from _spellings(picture, number="")
    stem, extension = os.path.splitext(picture)  # noqa: PTH122  (a name, not a path)
    match = _NUMBERED.fullmatch(stem)
    if match:
        yield from _spellings(match["stem"] + extension, number=match["number"])


def edited_from(picture: str) -> str | None:
    """The name of the picture that `IMG-edited.jpg` was made from; None for other names.

    Takeout writes one JSON file for both, named after the unedited one.
    """
    stem, extension = os.path.splitext(picture)  # noqa: PTH122  (a name, not a path)
    match = re.fullmatch(r"(?P<stem>.+)-edited(?P<number>(\(\d+\))?)", stem)
    return match["stem"] + match["number"] + extension if match else None


def _spellings(picture: str, *, number: str) -> Iterator[str]:
    """The name alone (until 2024), then with the suffix, whole or cut at any place (since then)."""
    yield picture + number
    for end in range(len(_SUFFIX), 0, -1):
        yield picture + _SUFFIX[:end] + number
    if len(picture) > _NAME_LIMIT:
        yield picture[:_NAME_LIMIT] + number
