"""What commands that make pages share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snapsort.cli.arguments import ModelArguments
    from snapsort.cli.places import Places
    from snapsort.pages import Thumbs


def page_thumbs(how: ModelArguments, places: Places) -> Thumbs:
    """How a page gets its small copies: from the user's cache where they are kept."""
    from snapsort.pages import Thumbs

    return Thumbs(
        folder=places.thumbnails_folder if how.cache else None,
        max_pixels=round(how.max_pixels * 1e6),
        workers=os.cpu_count() or 1,
    )
