"""What was written about pictures for other programs."""

from __future__ import annotations

from pathlib import Path

from snapsort.features import Features
from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.terminal import Terminal
from snapsort.words import count, duration, printable


def report_features(features: Features, path: Path, *, root: Path, model: str, terminal: Terminal) -> None:
    """How many pictures are in which file, and which are not."""
    n, d = features.photos.vectors.shape
    record_problems(features.problems, terminal=terminal)
    terminal.record(
        {
            "type": "summary",
            "photos": n,
            "problems": len(features.problems),
            "dimensions": d,
            "labels": list(features.labels),
            "out": str(path),
            "model": model,
        }
    )
    answer_problems(features.problems, root, terminal=terminal)
    terminal.answer(f"{count(n, 'picture')} in {printable(path)}, {duration(terminal.seconds)}")
