"""Many small pictures in few large ones: a browser opens a sheet of hundreds as quickly as one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from PIL import Image
from PIL.Image import Resampling

COLUMNS = 16
"""A sheet has as many rows: at 128 pixels a cell it has 4 megapixels, which telephones still open."""

QUALITY = 70


@dataclass(frozen=True, slots=True)
class Sheet:
    """A JPEG of up to 256 cells, and how large the picture in each is; (0, 0) where there is none."""

    content: bytes
    sizes: tuple[tuple[int, int], ...]


def make_sheets(thumbnails: Iterable[bytes | None], *, cell_px: int) -> Iterator[Sheet]:
    """Thumbnails in sheets, row by row, each in the upper left corner of its cell."""
    left = iter(thumbnails)
    while some := list(islice(left, COLUMNS * COLUMNS)):
        yield _make_sheet(some, cell_px)


def _make_sheet(thumbnails: list[bytes | None], cell_px: int) -> Sheet:
    rows = -(-len(thumbnails) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * cell_px, rows * cell_px), "white")
    sizes: list[tuple[int, int]] = []
    for place, content in enumerate(thumbnails):
        if content is None:
            sizes.append((0, 0))
            continue
        with Image.open(BytesIO(content)) as picture:
            picture.thumbnail((cell_px, cell_px), Resampling.LANCZOS)
            sheet.paste(picture, (place % COLUMNS * cell_px, place // COLUMNS * cell_px))
            sizes.append(picture.size)
    stream = BytesIO()
    sheet.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return Sheet(stream.getvalue(), tuple(sizes))
