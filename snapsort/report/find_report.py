"""What a search found."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from snapsort.finding import FoundPhotos
from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.terminal import Terminal
from snapsort.words import relative

SCORE_DIGITS = 6
"""Further ones depend on how pictures were batched."""


def report_found(found: FoundPhotos, *, root: Path, model: str, terminal: Terminal) -> None:
    """The pictures, best first, a line each: the score and the path."""
    for rank, item in enumerate(found.photos, start=1):
        path = item.photo.photo.path
        terminal.record(
            {
                "type": "photo",
                "rank": rank,
                "path": str(path),
                "score": round(item.score, SCORE_DIGITS),
                "hash": item.photo.fingerprint,
            }
        )
        terminal.answer(Text(f"{item.score:6.3f}  {relative(path, root)}"))
    record_problems(found.problems, terminal=terminal)
    terminal.record(
        {
            "type": "summary",
            "photos": len(found.photos),
            "searched": found.searched,
            "problems": len(found.problems),
            "model": model,
        }
    )
    answer_problems(found.problems, root, terminal=terminal)
