"""Corrections as people and machines read them: the list, and what a tree or dragged pictures have said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.corrections import Correction, Corrections
from snapsort.records import Problem
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable

if TYPE_CHECKING:  # they would bring the whole pipeline along
    from snapsort.teaching.dragged import Dragged
    from snapsort.teaching.tree import Contradiction

NAMED = 10
SOURCE_WORDS = {
    "train": "sorted folder",
    "learn": "dragged",
    "file": "corrections file",
    "agree": "left in place",
    "review": "said on the review page",
}


def report_corrections(corrections: Corrections, *, terminal: Terminal) -> None:
    """All corrections, a row each, and the ones that were overruled."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("hash", "label", "label set", "from", "when", "seen at"):
        table.add_column(heading, no_wrap=heading in ("hash", "when"), overflow="fold")
    for item in corrections.latest:
        table.add_row(
            item.said.fingerprint[:12],
            Text(printable(item.word), style="bold"),
            Text(printable(item.labels)),
            SOURCE_WORDS[item.source],
            item.when[:10],
            Text("" if item.said.path is None else printable(item.said.path)),
        )
        terminal.record(correction_record(item))
    terminal.answer(table)
    for pair in corrections.superseded:
        terminal.answer(
            Text(
                f"  {pair.earlier.said.fingerprint[:12]} was {printable(pair.earlier.word)} before "
                f"({pair.earlier.when[:10]}); the latest counts",
                style="yellow",
            )
        )


def report_forgotten(removed: Sequence[Correction], *, terminal: Terminal) -> None:
    """What was taken away, and that the head still knows it."""
    for item in removed:
        terminal.record(correction_record(item))
    terminal.answer(
        f"removed {count(len(removed), 'correction')}",
        Text.assemble("a head that was learned from them stays until  ", ("snapsort learn", "bold")),
    )


def report_new_corrections(
    new: Sequence[Correction], *, of: int, contradictions: Iterable[Contradiction] = (), terminal: Terminal
) -> None:
    """What was said that was not known, and what contradicts itself and was left out."""
    for item in new:
        terminal.record(correction_record(item))
    words = Counter(item.word for item in new)
    listed = ", ".join(f"{number:,} {printable(word)}" for word, number in sorted(words.items()))
    known = f", {of - len(new):,} known already" if of > len(new) else ""
    terminal.answer(f"{count(len(new), 'new correction')}{': ' if listed else ''}{listed}{known}")
    for contradiction in contradictions:
        _report_contradiction(contradiction, terminal)


def report_dragged(dragged: Dragged, *, other_labels: Collection[str], terminal: Terminal) -> None:
    """What became of what runs have sorted; `other_labels` are sets whose runs were not looked at."""
    if other_labels:
        names = ", ".join(printable(name) for name in sorted(other_labels))
        terminal.remark(f"runs with other labels were not looked at: {names}; name one with --labels")
    terminal.answer(
        f"of what was sorted: {len(dragged.said):,} put elsewhere, {dragged.untouched:,} left in place, "
        f"{dragged.gone:,} gone"
    )
    for places in dragged.scattered[:NAMED]:
        listed = ", ".join(printable(place) for place in places)
        terminal.answer(Text(f"  lies in several places, which says nothing: {listed}", style="yellow"))


def report_unread(problems: Sequence[Problem], *, terminal: Terminal) -> None:
    """Pictures that nothing can be learned from."""
    for problem in problems[:NAMED]:
        terminal.remark(f"  {printable(problem.path)}: {problem.reason}", style="yellow")
    if len(problems) > NAMED:
        terminal.remark(f"  and {len(problems) - NAMED:,} more that cannot be used", style="yellow")


def report_suggestions(paths: Sequence[str], *, terminal: Terminal) -> None:
    """Pictures whose label would teach most, the most instructive first."""
    for path in paths:
        terminal.record({"type": "suggestion", "path": path})
        terminal.answer(Text(printable(path)))
    terminal.remark("put these where they belong, then `snapsort train` or `snapsort learn`")


def correction_record(item: Correction) -> dict[str, object]:
    """A correction for machines: the fields of the store."""
    said = item.said
    return {
        "type": "correction",
        "hash": said.fingerprint,
        "label": None if said.folder is None else str(said.folder),
        "labels": item.labels,
        "source": item.source,
        "when": item.when,
        "path": None if said.path is None else str(said.path),
    }


def _report_contradiction(contradiction: Contradiction, terminal: Terminal) -> None:
    said = contradiction.said
    terminal.record(
        {
            "type": "contradiction",
            "hash": said[0].fingerprint,
            "said": [
                {"path": str(item.path), "label": None if item.folder is None else str(item.folder)}
                for item in said
            ],
        }
    )
    listed = ", ".join(printable(item.path or "") for item in said)
    terminal.answer(
        Text(f"  left out, the same picture lies under different labels: {listed}", style="yellow")
    )
