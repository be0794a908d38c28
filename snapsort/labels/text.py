"""Text as label files and options bring it, made fit to be shown, compared and quoted."""

from __future__ import annotations

import unicodedata

from snapsort.words import JOINERS

REMOVED_CATEGORIES = {"Cc", "Cf", "Cs"}  # controls, format characters (text direction, BOM), half surrogates

QUOTED_CHARACTERS = 60


def plain_text(text: str) -> str:
    """The text in NFC on one line: no control characters, single spaces, none at the ends."""
    kept = "".join(" " if char.isspace() else char for char in text if _is_kept(char))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def quoted(text: str) -> str:
    """The text in quotation marks for a message, shortened when long."""
    shown = plain_text(text)
    if len(shown) > QUOTED_CHARACTERS:
        shown = shown[: QUOTED_CHARACTERS - 1] + "…"
    return f'"{shown}"'


def _is_kept(char: str) -> bool:
    return char.isspace() or char in JOINERS or unicodedata.category(char) not in REMOVED_CATEGORIES
