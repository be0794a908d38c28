"""A contact sheet as a page: every picture small, its name beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from snapsort.errors import UsageError
from snapsort.pages.html import ASSETS, make_page, text
from snapsort.pages.sheet_folders import SheetFolder
from snapsort.pages.thumbs import Thumbs, data_uri
from snapsort.words import count

MOST_LARGE, MOST_ON_PAGE = 1_500, 10_000
"""1,500 pictures of 320 pixels, or 10,000 of 160, make a file of some 30 to 70 MB."""


def make_sheet_page(
    folders: Sequence[SheetFolder],
    thumbs: Thumbs,
    *,
    title: str,
    on_progress: Callable[[int], None] = lambda _: None,
) -> bytes:
    """The page. It holds small copies, the names of the pictures and of their folders, and nothing else.

    Args:
        title: of the page; plain text.
        on_progress: called with the number of small copies made.

    Raises:
        UsageError: there are more pictures than a page can hold.
    """
    photos = [photo for folder in folders for photo in folder.photos]
    if len(photos) > MOST_ON_PAGE:
        raise UsageError(
            f"{len(photos):,} pictures are too many for one page, which holds {MOST_ON_PAGE:,}",
            hint="a name with .jpg, which gives several sheets, or a subfolder",
        )
    pictures = thumbs.make(
        [(photo.photo.file, photo.fingerprint) for photo in photos],
        size_px=320 if len(photos) <= MOST_LARGE else 160,
        on_progress=on_progress,
    )
    body = "".join(
        [
            f"<main>\n<header><h1>{text(title)}</h1>",
            f'<p class="note">{count(len(photos), "picture")}</p></header>\n',
            *(_section(folder, pictures, is_only=len(folders) == 1) for folder in folders),
            "</main>",
        ]
    )
    return make_page(title=title, body=body, styles=(ASSETS / "page.css", ASSETS / "sheet-page.css"))


def _section(folder: SheetFolder, pictures: Iterator[bytes | None], *, is_only: bool) -> str:
    figures = [_figure(photo.photo.path.name, next(pictures)) for photo in folder.photos]
    heading = f"<h2>{text(folder.title)} <span>{len(folder.photos):,}</span></h2>\n"
    return f'<section>\n{"" if is_only else heading}<div class="sheet">{"".join(figures)}</div>\n</section>\n'


def _figure(name: str, picture: bytes | None) -> str:
    image = "" if picture is None else f'<img alt="" loading="lazy" src="{data_uri(picture)}">'
    return f'<figure><div class="picture">{image}</div><figcaption>{text(name)}</figcaption></figure>\n'
