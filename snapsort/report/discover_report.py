"""Labels that are proposed for a folder."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.discovering import Discovered, Proposal
from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.terminal import Terminal
from snapsort.words import count, duration, printable, relative


def report_discovered(
    found: Discovered, path: Path | None, *, root: Path, model: str, terminal: Terminal
) -> None:
    """The proposals with pictures that show them, and how to sort by them."""
    for item in found.proposals:
        terminal.record(_record(item))
    record_problems(found.problems, terminal=terminal)
    is_sorted = sum(item.sure for item in found.proposals)
    terminal.record(
        {
            "type": "summary",
            "photos": found.photos,
            "proposals": len(found.proposals),
            "sorted": is_sorted,
            "problems": len(found.problems),
            "out": None if path is None else str(path),
            "model": model,
        }
    )
    terminal.answer(_table(found, root), "")
    answer_problems(found.problems, root, terminal=terminal)
    terminal.answer(
        f"{is_sorted:,} of {count(found.photos, 'picture')} would go into "
        f"{count(len(found.proposals), 'folder')}, {duration(terminal.seconds)}"
    )
    if path is None:
        terminal.remark("--out labels.json saves them as a label file, to edit and to sort by")
        return
    command = f"snapsort {printable(root)} --labels {printable(path)} --dry-run"
    terminal.answer(Text.assemble("edit it, then  ", (command, "bold")))


def _table(found: Discovered, root: Path) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("folder", style="bold")
    table.add_column("pictures", justify="right")
    table.add_column("such as", style="dim", overflow="fold")
    for item in found.proposals:
        names = "\n".join(relative(example, root) for example in item.examples)
        table.add_row(Text(str(item.label.folder)), f"{item.sure:,}", Text(names))
    return table


def _record(item: Proposal) -> dict[str, object]:
    return {
        "type": "proposal",
        "folder": str(item.label.folder),
        "prompts": list(item.label.prompts),
        "photos": item.sure,
        "examples": [str(example) for example in item.examples],
    }
