"""What was drawn into pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from snapsort.records import Problem
from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.terminal import Terminal
from snapsort.words import count, duration, printable, size

if TYPE_CHECKING:  # pages bring Pillow along
    from snapsort.mapping import PictureMap
    from snapsort.pages import SheetFolder


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
    n, clusters = len(made.decisions), len(made.cluster_names)
    terminal.record(
        {
            "type": "summary",
            "photos": n,
            "problems": len(made.problems),
            "clusters": clusters,
            "cluster_names": made.cluster_names,
            "labels": [label.name for label in made.labels],
            "out": str(path),
            "bytes": size_bytes,
            "model": model,
        }
    )
    answer_problems(made.problems, made.root, terminal=terminal)
    what = f"{count(n, 'picture')} in {count(clusters, 'cluster')}"
    terminal.answer(f"{what}, {printable(path)} ({size(size_bytes)}); {duration(terminal.seconds)}")


def report_sheet(
    folders: Sequence[SheetFolder],
    written: Sequence[Path],
    problems: Sequence[Problem],
    *,
    root: Path,
    model: str,
    terminal: Terminal,
) -> None:
    """Which picture stands where, for machines; for people the files."""
    rank = 0
    for folder in folders:
        for photo in folder.photos:
            rank += 1
            terminal.record(
                {"type": "photo", "rank": rank, "path": str(photo.photo.path), "folder": folder.title}
            )
    record_problems(problems, terminal=terminal)
    terminal.record(
        {
            "type": "summary",
            "photos": rank,
            "problems": len(problems),
            "out": [str(path) for path in written],
            "model": model,
        }
    )
    answer_problems(problems, root, terminal=terminal)
    names = printable(written[0]) if len(written) == 1 else f"{printable(written[0])} to {written[-1].name}"
    terminal.answer(f"{count(rank, 'picture')} in {names}, {duration(terminal.seconds)}")
