"""Pages that need no server: each one file that works offline, loads nothing, and can be sent to someone."""

from __future__ import annotations

from snapsort.pages.files import check_page, write_page
from snapsort.pages.map_page import MOST_ON_MAP, make_map_page
from snapsort.pages.thumbs import Thumbs

__all__ = [
    "MOST_ON_MAP",
    "Thumbs",
    "check_page",
    "make_map_page",
    "write_page",
]
