"""What was drawn into pages."""

from __future__ import annotations

from pathlib import Path

from snapsort.mapping import PictureMap
from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.terminal import Terminal
from snapsort.words import count, duration, printable, size


def report_map(made: PictureMap, path: Path, *, size_bytes: int, model: str, terminal: Terminal) -> None:
    """Where each picture lies, for machines; for people the file, and how large it is."""
    for row, photo in enumerate(made.photos.photos):
        decision = made.decisions[row]
        terminal.record(
            {
                "type": "photo",
                "path": str(photo.photo.path),
                "flat": made.flat[row].tolist(),
                "space": made.space[row].tolist(),
                "cluster": int(made.clusters[row]),
                "label": decision.label,
                "probability": decision.probability,
                "reason": decision.reason,
            }
        )
    record_problems(made.problems, terminal=terminal)
    n, clusters = len(made.decisions), len(set(made.clusters.tolist()))
    terminal.record(
        {
            "type": "summary",
            "photos": n,
            "problems": len(made.problems),
            "clusters": clusters,
            "labels": [label.name for label in made.labels],
            "out": str(path),
            "bytes": size_bytes,
            "model": model,
        }
    )
    answer_problems(made.problems, made.root, terminal=terminal)
    what = f"{count(n, 'picture')} in {count(clusters, 'cluster')}"
    terminal.answer(f"{what}, {printable(path)} ({size(size_bytes)}); {duration(terminal.seconds)}")
