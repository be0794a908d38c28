"""An order as a list with its figures, what it would be made into, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.moving import Outcome, Placed
from snapsort.ordering import Arrangement, Ordered
from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.taking_back import answer_undo, undo_command
from snapsort.report.terminal import Terminal
from snapsort.similarity import PathFigures
from snapsort.words import count, duration, relative

STEP_DIGITS = 6
"""Further ones depend on how pictures were batched."""

CHANGES_SHOWN = 8
VERBS = {"names": "rename", "copies": "copy", "links": "link", "smaller": "copy smaller"}
DONE_WORDS = {"names": "renamed", "copies": "copied", "links": "linked", "smaller": "copied"}
ACTIONS = {"names": "move", "copies": "copy", "links": "link", "smaller": "copy"}


def report_order(ordered: Ordered, *, root: Path, model: str, terminal: Terminal) -> None:
    """The pictures in order, each with the step from the one before, and the figures of the path."""
    for rank, record in enumerate(_photo_records(ordered), start=1):
        terminal.record(record)
        step, path = ordered.steps[rank - 1], ordered.photos[rank - 1].photo.path
        terminal.answer(Text(f"{rank:{len(str(len(ordered.photos)))}d}  {step:.3f}  {relative(path, root)}"))
    record_problems(ordered.problems, terminal=terminal)
    terminal.record(_summary(ordered, model=model))
    terminal.answer("", figures_table(ordered))
    answer_problems(ordered.problems, root, terminal=terminal)


def report_arrangement(arrangement: Arrangement, *, terminal: Terminal, every: bool) -> None:
    """What would be made of the order, before it is asked about; nothing for machines."""
    changes = arrangement.changes
    shown = changes if every else changes[:CHANGES_SHOWN]
    for item in shown:
        source = relative(item.photo.photo.path, arrangement.root)
        terminal.answer(Text(f"{relative(item.target, arrangement.into)}  <-  {source}"))
    if len(changes) > len(shown):
        terminal.answer(Text(f"and {len(changes) - len(shown):,} more; --list shows all", style="dim"))
    terminal.answer(Text(_sentence(arrangement)))


def report_arranged(arrangement: Arrangement, outcome: Outcome | None, *, terminal: Terminal) -> None:
    """What became of the order, and how to take it back; without an outcome what would become of it."""
    ordered = arrangement.ordered
    problems = (*ordered.problems, *(outcome.problems if outcome else ()))
    happened = frozenset(outcome.done if outcome else (item.photo.photo.path for item in arrangement.changes))
    for record, item in zip(_photo_records(ordered), arrangement.placed, strict=True):
        terminal.record(record | _fate(item, arrangement, happened))
    record_problems(problems, terminal=terminal)
    terminal.record(
        _summary(ordered, model=arrangement.model) | _change_summary(arrangement, outcome, len(problems))
    )
    answer_problems(problems, arrangement.root, terminal=terminal)
    if outcome is None:
        terminal.remark("nothing was changed")
        return
    stopped = "stopped early: " if outcome.interrupted else ""
    what = f"{DONE_WORDS[arrangement.shape]} {count(len(outcome.done), 'picture')}"
    terminal.answer(f"{stopped}{what}, {count(len(problems), 'problem')}, {duration(terminal.seconds)}")
    answer_undo(outcome, terminal)


def figures_table(ordered: Ordered) -> Table:
    """The length of this path and its steps, beside those of other orders."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("order", "path length", "mean step", "90 % below", "99 % below"):
        table.add_column(heading, justify="left" if heading == "order" else "right")
    for name, figures in (("this one", ordered.figures), *ordered.baselines.items()):
        table.add_row(
            name,
            f"{figures.length:.1f}",
            f"{figures.mean_step:.3f}",
            f"{figures.p90_step:.3f}",
            f"{figures.p99_step:.3f}",
        )
    return table


def _photo_records(ordered: Ordered) -> Iterable[dict[str, object]]:
    pairs = zip(ordered.photos, ordered.steps.tolist(), strict=True)
    for rank, (photo, step) in enumerate(pairs, start=1):
        yield {
            "type": "photo",
            "rank": rank,
            "path": str(photo.photo.path),
            "step": round(step, STEP_DIGITS),
        }


def _summary(ordered: Ordered, *, model: str) -> dict[str, object]:
    return {
        "type": "summary",
        "photos": len(ordered.photos),
        "problems": len(ordered.problems),
        **_figures_record(ordered.figures),
        **{name: _figures_record(figures) for name, figures in ordered.baselines.items()},
        "model": model,
    }


def _figures_record(figures: PathFigures) -> dict[str, float]:
    return {
        "path_length": round(figures.length, STEP_DIGITS),
        "mean_step": round(figures.mean_step, STEP_DIGITS),
        "p90_step": round(figures.p90_step, STEP_DIGITS),
        "p99_step": round(figures.p99_step, STEP_DIGITS),
    }


def _fate(item: Placed, arrangement: Arrangement, happened: Set[Path]) -> dict[str, object]:
    happens = item.photo.photo.path in happened
    return {
        "action": ACTIONS[arrangement.shape] if happens else "stay",
        "target": str(item.target) if happens else None,
        "companions": [
            {"path": str(file.source.path), "target": str(file.target) if happens else None}
            for file in item.files[1:]
        ],
    }


def _change_summary(arrangement: Arrangement, outcome: Outcome | None, problems: int) -> dict[str, object]:
    return {
        "problems": problems,
        "changed": len(arrangement.changes if outcome is None else outcome.done),
        "excess": None if arrangement.excess is None else round(arrangement.excess, STEP_DIGITS),
        "run": None if outcome is None else outcome.run,
        "undo": None if outcome is None else undo_command(outcome),
    }


def _sentence(arrangement: Arrangement) -> str:
    stay = len(arrangement.placed) - len(arrangement.changes)
    parts = [f"{count(len(arrangement.changes), 'picture')} to {VERBS[arrangement.shape]}"]
    parts += [f"{stay:,} keep their names"] if stay else []
    if arrangement.excess is not None:
        longer = f"{arrangement.excess:.1%} longer" if arrangement.excess > 0 else "no longer"
        parts.append(f"the path is {longer} than a fresh one")
    return ", ".join(parts)
