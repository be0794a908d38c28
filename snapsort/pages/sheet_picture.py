"""Contact sheets as JPEGs: pages for a screen or a printer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw, ImageFont
from PIL.Image import Resampling

from snapsort.pages.sheet_folders import SheetFolder
from snapsort.pages.sheet_layout import Heading, Paper, Row, lay_out
from snapsort.pages.thumbs import Thumbs
from snapsort.records import EmbeddedPhoto
from snapsort.words import printable, shortened

PaperName = Literal["a4", "screen"]

PAPERS: Mapping[PaperName, Paper] = {
    "a4": Paper(width_px=1654, height_px=2339, columns=5),  # 200 dots an inch
    "screen": Paper(width_px=1920, height_px=1080, columns=9),
}
QUALITY = 88
INK = "#1a1b1e"
FONTS = (
    "NotoSans-Regular.ttf",
    "DejaVuSans.ttf",
    "LiberationSans-Regular.ttf",
    "Arial Unicode.ttf",
    "arial.ttf",
)


def make_sheet_pictures(
    folders: Sequence[SheetFolder],
    thumbs: Thumbs,
    *,
    paper: Paper,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Iterator[bytes]:
    """A JPEG for each page, one after the other: folders in their order, pictures in theirs, names beneath.

    Args:
        on_progress: called with the number of pictures made small.
    """
    pages = lay_out(folders, paper)
    photos = [photo for folder in folders for photo in folder.photos]
    pictures = thumbs.make(
        [(photo.photo.file, photo.fingerprint) for photo in photos], size_px=320, on_progress=on_progress
    )
    for number, rows in enumerate(pages, start=1):
        yield _draw_page(rows, pictures, paper, foot=f"{number} / {len(pages)}" if len(pages) > 1 else "")


def count_pages(folders: Sequence[SheetFolder], paper: Paper) -> int:
    """How many pages there will be."""
    return len(lay_out(folders, paper))


def _draw_page(rows: Sequence[Row], pictures: Iterator[bytes | None], paper: Paper, *, foot: str) -> bytes:
    sheet = Image.new("RGB", (paper.width_px, paper.height_px), "white")
    top = paper.margin_px
    for row in rows:
        if isinstance(row, Heading):
            title = row.title + (" (more)" if row.is_more else "")
            width_px = paper.width_px - 2 * paper.margin_px
            _write(sheet, (paper.margin_px, top + 8), _fit(title, width_px, 34), size_px=34, anchor="la")
            top += paper.heading_px
        else:
            _draw_row(sheet, row, pictures, paper=paper, top=top)
            top += paper.row_px
    _write(
        sheet, (paper.width_px // 2, paper.height_px - paper.margin_px + 12), foot, size_px=20, anchor="ma"
    )
    stream = BytesIO()
    sheet.save(stream, "JPEG", quality=QUALITY, optimize=True, dpi=(200, 200))
    return stream.getvalue()


def _draw_row(
    sheet: Image.Image,
    photos: Sequence[EmbeddedPhoto],
    pictures: Iterator[bytes | None],
    *,
    paper: Paper,
    top: int,
) -> None:
    for column, photo in enumerate(photos):
        left = paper.margin_px + column * (paper.cell_px + paper.gap_px)
        _paste(sheet, next(pictures), (left, top), paper.cell_px)
        name = _fit(photo.photo.path.name, paper.cell_px, 20)
        below = (left + paper.cell_px // 2, top + paper.cell_px + 6)
        _write(sheet, below, name, size_px=20, anchor="ma")


def _paste(sheet: Image.Image, content: bytes | None, corner: tuple[int, int], cell_px: int) -> None:
    """The picture in the middle of its cell."""
    if content is None:
        return
    with Image.open(BytesIO(content)) as picture:
        picture.thumbnail((cell_px, cell_px), Resampling.LANCZOS)
        left, top = corner
        sheet.paste(picture, (left + (cell_px - picture.width) // 2, top + (cell_px - picture.height) // 2))


def _write(
    sheet: Image.Image, place: tuple[int, int], words: str, *, size_px: int, anchor: Literal["la", "ma"]
) -> None:
    ImageDraw.Draw(sheet).text(place, words, INK, _font(size_px), anchor=anchor)


@cache
def _font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The first of these fonts that is installed; Pillow's own knows English letters only."""
    for name in FONTS:
        with suppress(OSError):
            return ImageFont.truetype(name, size_px)
    return ImageFont.load_default(size_px)


def _fit(name: str, width_px: int, size_px: int) -> str:
    """The name, with its middle left out where it is too long."""
    font, name = _font(size_px), unicodedata.normalize("NFC", printable(name))
    for most in range(len(name), 3, -1):
        if font.getlength(shortened(name, most)) <= width_px:
            return shortened(name, most)
    return shortened(name, 4)
