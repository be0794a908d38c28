"""What the catalog lists: pictures that are still to be drawn, and other files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from PIL import Image


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the folder.

    `name` may have folders in front. `taken` becomes the file's time. What is drawn depends on the seed
    and on `like`, a name; files with the same `like`, drawing and encoding have the same bytes.
    """

    name: str
    taken: datetime
    draw: Callable[[Random], Image.Image]
    encode: Callable[[Image.Image, datetime], bytes]
    like: str

    def content(self, seed: int) -> bytes:
        """The bytes of the file."""
        return self.encode(self.draw(Random(f"{seed} {self.like}")), self.taken)


@dataclass(frozen=True, slots=True)
class File:
    """A file ready to be written; `name` may have folders in front."""

    name: str
    taken: datetime
    content: bytes


def picture(
    name: str,
    taken: str,
    draw: Callable[[Random], Image.Image],
    encoding: Callable[[Image.Image, datetime], bytes],
    *,
    like: str = "",
) -> Picture:
    """A picture; `taken` in ISO format, UTC."""
    return Picture(name, datetime.fromisoformat(f"{taken}+00:00"), draw, encoding, like or name)


def other(name: str, taken: str, content: bytes) -> File:
    """A file that is no picture."""
    return File(name, datetime.fromisoformat(f"{taken}+00:00"), content)
