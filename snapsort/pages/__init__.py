"""Pages that need no server: each one file that works offline, loads nothing, and can be sent to someone."""

from __future__ import annotations

from snapsort.pages.map_page import MOST_ON_MAP, make_map_page
from snapsort.pages.plan_page import make_plan_page
from snapsort.pages.sheet_folders import SheetFolder, gather_folders
from snapsort.pages.sheet_page import make_sheet_page
from snapsort.pages.sheet_picture import PAPERS, PaperName, count_pages, make_sheet_pictures
from snapsort.pages.thumbs import Thumbs

__all__ = [
    "MOST_ON_MAP",
    "PAPERS",
    "PaperName",
    "SheetFolder",
    "Thumbs",
    "count_pages",
    "gather_folders",
    "make_map_page",
    "make_plan_page",
    "make_sheet_page",
    "make_sheet_pictures",
]
