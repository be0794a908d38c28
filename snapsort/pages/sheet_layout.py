"""Which picture stands on which page of a contact sheet, in which row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from snapsort.pages.sheet_folders import SheetFolder
from snapsort.records import EmbeddedPhoto


@dataclass(frozen=True, slots=True)
class Paper:
    """A page, in pixels.

    Attributes:
        columns: how many pictures stand side by side.
        heading_px, caption_px: the height of a folder's name, and of a picture's.
    """

    width_px: int
    height_px: int
    columns: int
    margin_px: int = 60
    gap_px: int = 20
    heading_px: int = 64
    caption_px: int = 36

    @property
    def cell_px(self) -> int:
        """The sides of the square that a picture stands in."""
        inner = self.width_px - 2 * self.margin_px
        return (inner - (self.columns - 1) * self.gap_px) // self.columns

    @property
    def row_px(self) -> int:
        """The height of a row of pictures with their names and the gap below."""
        return self.cell_px + self.caption_px + self.gap_px


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a folder; `is_more` where its pictures began on an earlier page."""

    title: str
    is_more: bool


Row = Heading | tuple[EmbeddedPhoto, ...]


def lay_out(folders: Sequence[SheetFolder], paper: Paper) -> tuple[tuple[Row, ...], ...]:
    """The rows of each page; at least one page. A heading has a row of pictures below it on its page.

    A single folder's name stands on its first page only.
    """
    pages: list[tuple[Row, ...]] = []
    page: list[Row] = []
    left = _room(paper)
    for folder in folders:
        need_heading = True
        for photos in _rows(folder, paper.columns):
            if page and left < paper.row_px + (paper.heading_px if need_heading else 0):
                pages.append(tuple(page))
                page, left = [], _room(paper)
                need_heading = need_heading or len(folders) > 1
            if need_heading:
                page.append(Heading(folder.title, is_more=photos[0] is not folder.photos[0]))
                left -= paper.heading_px
            page.append(photos)
            left -= paper.row_px
            need_heading = False
    return (*pages, tuple(page))


def _rows(folder: SheetFolder, columns: int) -> Iterator[tuple[EmbeddedPhoto, ...]]:
    for first in range(0, len(folder.photos), columns):
        yield folder.photos[first : first + columns]


def _room(paper: Paper) -> int:
    # The page number takes a caption's height of the margin below.
    return paper.height_px - 2 * paper.margin_px + paper.gap_px
