"""JSON lines of ours, read with the types that they must have: plan files and journals.

Names of files may hold any bytes; JSON carries them as escapes (PEP 383), in ASCII.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from snapsort.records import Fingerprint

Word = TypeVar("Word", bound=str)

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_ENCODER = json.JSONEncoder(allow_nan=False)
"""`json.dumps` makes a new one for each line."""

_WHOLE_NUMBERS = range(-(2**63), 2**64)
"""Sizes, times and inodes of any file system fit in here; sums of them and their text stay manageable."""


class Fields:
    """One JSON object. Each reader raises ValueError, naming the key, when the value is another kind."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, key: str) -> str:
        """A string."""
        value = self._values.get(key)
        if not isinstance(value, str):
            raise ValueError(f'"{key}" must be a text, not {value!r}')  # noqa: TRY004  # about content
        return value

    def optional_text(self, key: str) -> str | None:
        """A string, or None for null and for a key that is missing."""
        return None if self._values.get(key) is None else self.text(key)

    def integer(self, key: str) -> int:
        """A whole number."""
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError(f'"{key}" must be a whole number, not {value!r}')  # noqa: TRY004  # about content
        if value not in _WHOLE_NUMBERS:
            raise ValueError(f'"{key}" must be a whole number of 64 bits')
        return value

    def optional_integer(self, key: str) -> int | None:
        """A whole number, or None for null and for a key that is missing."""
        return None if self._values.get(key) is None else self.integer(key)

    def number(self, key: str) -> float:
        """A finite number."""
        value = self._values.get(key)
        if isinstance(value, int):
            return float(self.integer(key))
        if not isinstance(value, float) or not math.isfinite(value):
            raise ValueError(f'"{key}" must be a number, not {value!r}')
        return value

    def time(self, key: str) -> str:
        """A time in UTC, as ISO 8601 has it."""
        value = self.text(key)
        try:
            time = datetime.fromisoformat(value)
        except ValueError:
            time = datetime.min
        # The first and the last year have days that no local time can tell.
        if time.utcoffset() != timedelta(0) or not datetime.min.year < time.year < datetime.max.year:
            raise ValueError(f'"{key}" must be a time in UTC, not {value!r}')
        return value

    def path(self, key: str) -> Path:
        """An absolute path without `..` that a file of this system can have."""
        text = self.text(key)
        path = Path(text)
        if not path.is_absolute() or ".." in path.parts or "\0" in text or not _has_bytes(text):
            raise ValueError(f'"{key}" must be an absolute path without "..", not {str(path)!r}')
        return path

    def word(self, key: str, allowed: tuple[Word, ...]) -> Word:
        """One of the words that are allowed."""
        value = self.text(key)
        for word in allowed:
            if word == value:
                return word
        raise ValueError(f'"{key}" must be one of {", ".join(allowed)}, not {value!r}')

    def fingerprint(self, key: str) -> Fingerprint | None:
        """64 hexadecimal digits, or None."""
        value = self.optional_text(key)
        if value is None:
            return None
        if not _FINGERPRINT.fullmatch(value):
            raise ValueError(f'"{key}" must be 64 hexadecimal digits, not {value!r}')
        return Fingerprint(value)

    def objects(self, key: str) -> tuple[Fields, ...]:
        """A list of objects."""
        value = self._values.get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ValueError(f'"{key}" must be a list of objects')
        return tuple(Fields(item) for item in value)


def write_line(record: Mapping[str, object]) -> bytes:
    """One line of ASCII, with its end."""
    return _ENCODER.encode(record).encode("ascii") + b"\n"


def read_line(line: bytes) -> Fields:
    """The object in a line; ValueError when there is none."""
    try:
        values = json.loads(line.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("a line must not be nested so deep") from error
    except UnicodeDecodeError as error:
        raise ValueError("a line must be text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"a line must hold JSON; column {error.colno} is where it does not") from error
    if not isinstance(values, dict):
        raise ValueError(f"a line must hold an object, not {values!r}")  # noqa: TRY004  # about content
    return Fields(values)


def _has_bytes(path: str) -> bool:
    """Whether a path can be named to the system; half a surrogate pair cannot where names are bytes."""
    if path.isascii():
        return True  # most are
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True
