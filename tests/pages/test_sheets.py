"""Contact sheets: every picture once, in order, under its name."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from snapsort.errors import UsageError
from snapsort.ordering import SeenFolder
from snapsort.pages import SheetFolder, gather_folders, make_sheet_page, make_sheet_pictures, sheet_page
from snapsort.pages.sheet_layout import Heading, Paper, lay_out
from snapsort.records import EmbeddedPhotos
from tests.pages.made import HOSTILE, THUMBS, Read, draw_pictures
from tests.similarity.vectors import unit

PAPER = Paper(width_px=400, height_px=400, columns=3, margin_px=20, gap_px=10, heading_px=30, caption_px=20)


def folders_of(root: Path, sizes: dict[str, int]) -> tuple[SheetFolder, ...]:
    names = [f"{folder}/{number}.png" for folder, size in sizes.items() for number in range(size)]
    photos = draw_pictures(root, names)
    return tuple(
        SheetFolder(folder, tuple(item for item in photos if item.photo.path.parent.name == folder))
        for folder in sizes
    )


@pytest.mark.parametrize("height_px", [400, 360])
@pytest.mark.parametrize("sizes", [{"a": 1}, {"a": 7}, {"a": 2, "b": 8, "c": 1}, {"a": 6, "b": 3}])
def test_each_picture_stands_on_one_page_in_order_and_no_heading_stands_alone(
    tmp_path: Path, sizes: dict[str, int], height_px: int
) -> None:
    folders, paper = folders_of(tmp_path, sizes), replace(PAPER, height_px=height_px)

    pages = lay_out(folders, paper)

    shown = [photo for page in pages for row in page if not isinstance(row, Heading) for photo in row]
    assert shown == [photo for folder in folders for photo in folder.photos]
    for page in pages:
        heights = [PAPER.heading_px if isinstance(row, Heading) else PAPER.row_px for row in page]
        assert sum(heights) <= height_px - 2 * PAPER.margin_px + PAPER.gap_px
        assert not isinstance(page[-1], Heading)


def test_a_folder_that_goes_on_says_so_on_the_next_page(tmp_path: Path) -> None:
    pages = lay_out(folders_of(tmp_path, {"a": 2, "b": 8}), PAPER)

    headings = [[row for row in page if isinstance(row, Heading)] for page in pages]
    assert headings == [[Heading("a", False), Heading("b", False)], [Heading("b", True)]]


def test_a_sheet_shows_the_pictures_where_they_belong(tmp_path: Path) -> None:
    [sheet] = make_sheet_pictures(folders_of(tmp_path, {"a": 3}), THUMBS, paper=PAPER)

    image = np.asarray(Image.open(BytesIO(sheet)))
    assert image.shape == (400, 400, 3)
    half, step = PAPER.cell_px // 2, PAPER.cell_px + PAPER.gap_px
    row, columns = 20 + 30 + half, [PAPER.margin_px + half + step * number for number in range(3)]
    assert np.allclose(image[row, columns], [(192, 0, 0), (0, 160, 0), (0, 0, 192)], atol=12)


def test_names_in_other_scripts_do_not_stop_a_sheet(tmp_path: Path) -> None:
    photos = draw_pictures(tmp_path, ["発票 März.png", "a\udcff\n.png", "x" * 200 + ".png"])

    pages = list(make_sheet_pictures([SheetFolder("Ünïcode", photos)], THUMBS, paper=PAPER))

    assert len(pages) == 1


def test_the_page_shows_every_picture_under_its_name(tmp_path: Path) -> None:
    photos = draw_pictures(tmp_path, [f"{HOSTILE}.png", "b.png"])

    page = Read(make_sheet_page([SheetFolder(HOSTILE, photos)], THUMBS, title=HOSTILE))

    assert page.words[-2:] == [f"{HOSTILE}.png", "b.png"]
    assert len(page.all("img")) == 2
    assert [attributes for _, attributes in page.tags if "onerror" in attributes] == []


def test_more_pictures_than_a_page_holds_are_refused_with_a_way_out(tmp_path: Path) -> None:
    photos = draw_pictures(tmp_path, ["a.png"])
    many = [SheetFolder("a", photos * (sheet_page.MOST_ON_PAGE + 1))]

    with pytest.raises(UsageError, match="10,001 pictures are too many") as caught:
        make_sheet_page(many, THUMBS, title="a")
    assert ".jpg" in caught.value.hint


def test_folders_are_gathered_by_path_with_likes_beside_likes(tmp_path: Path) -> None:
    photos = draw_pictures(tmp_path, ["b/1.png", "b/2.png", "b/3.png", "a/4.png", "5.png"])
    by_name = {"1.png": (1, 0), "2.png": (0, 1), "3.png": (0.9, 0.1), "4.png": (1, 1), "5.png": (1, 2)}
    vectors = unit([by_name[item.photo.path.name] for item in photos])
    seen = SeenFolder(EmbeddedPhotos(photos, vectors), ())

    apart = gather_folders(seen, tmp_path, is_together=False)
    together = gather_folders(seen, tmp_path, is_together=True)

    assert [folder.title for folder in apart] == [tmp_path.name, "a", "b"]
    names = [item.photo.path.name for item in apart[2].photos]
    assert names in (["1.png", "3.png", "2.png"], ["2.png", "3.png", "1.png"])
    assert [folder.title for folder in together] == [tmp_path.name]
    assert len(together[0].photos) == 5
