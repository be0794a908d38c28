"""Heads as people and machines read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.heads import KeptHead
from snapsort.report.learning_report import FEW
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable

FIGURES = {
    "examples",
    "accuracy_zero_shot",
    "accuracy",
    "accuracy_low",
    "accuracy_high",
    "log_loss_zero_shot",
    "log_loss",
    "ece_zero_shot",
    "ece",
}


def describe_head(kept: KeptHead) -> str:
    """Which head is used, in one clause."""
    head = kept.head
    on = [printable(name) for name, is_on in zip(head.names, head.is_on.tolist(), strict=True) if is_on]
    where = f"corrects {', '.join(on)}" if on else "corrects no label: none was proven to gain by it"
    if head.memory:
        where = f"{where}; remembers {count(len(head.memory), 'picture')}"
    return f"head of {kept.made[:10]}, learned from {int(head.counts.sum()):,} corrections: {where}"


def report_heads(heads: Mapping[Path, KeptHead], *, terminal: Terminal) -> None:
    """The heads, a row each."""
    table = _table("name", "label set", "corrections", "on for", "learned", "model")
    for path, kept in heads.items():
        head = kept.head
        table.add_row(
            Text(path.stem, style="bold"),
            Text(printable(kept.labels)),
            f"{int(head.counts.sum()):,}",
            f"{int(head.is_on.sum())} of {len(head.names)} labels",
            kept.made[:10],
            Text(printable(kept.model)),
        )
        terminal.record(head_record(path, kept))
    terminal.answer(table)


def report_head(path: Path, kept: KeptHead, *, terminal: Terminal) -> None:
    """One head: label by label what it was learned from, and its figures."""
    head = kept.head
    table = _table("label", "folder", "corrections", "head")
    for name, folder, n, is_on in zip(
        head.names, kept.folders, head.counts.tolist(), head.is_on.tolist(), strict=True
    ):
        where = "stays" if folder is None else f"{printable(str(folder))}/"
        table.add_row(Text(printable(name), style="bold"), Text(where), f"{n:,}", "on" if is_on else "off")
    terminal.answer(Text(f"{path}"), describe_head(kept), table)
    terminal.answer(*_figure_lines({figure.name: figure.value for figure in head.figures}))
    terminal.answer(f"  model         {printable(kept.model)}")
    terminal.record(head_record(path, kept))


def report_removed_head(path: Path, *, terminal: Terminal) -> None:
    """That it is gone, and what is not."""
    terminal.record({"type": "removed", "path": str(path)})
    terminal.answer(f"removed {path.name}; the corrections stay, `snapsort learn` makes it again")


def head_record(path: Path, kept: KeptHead) -> dict[str, object]:
    """A head for machines: its description, without the arrays."""
    head = kept.head
    return {
        "type": "head",
        "name": path.stem,
        "path": str(path),
        "model": kept.model,
        "labels": kept.labels,
        "labels_key": kept.labels_key,
        "made": kept.made,
        "temperature": round(head.temperature, 6),
        "remembered": len(head.memory),
        "classes": [
            {"name": name, "folder": None if folder is None else str(folder), "n": n, "on": is_on}
            for name, folder, n, is_on in zip(
                head.names, kept.folders, head.counts.tolist(), head.is_on.tolist(), strict=True
            )
        ],
        "figures": {figure.name: round(figure.value, 6) for figure in head.figures},
    }


def _figure_lines(figures: Mapping[str, float]) -> list[str]:
    """How good the head was found to be, without it → with it; nothing of a head that does not say it all."""
    if not figures.keys() >= FIGURES:
        return []
    if figures["examples"] < FEW:
        return ["  too few corrections to say how good it is"]
    low, high = figures["accuracy_low"], figures["accuracy_high"]
    return [
        "on corrections it had not seen, without the head → with it:",
        f"  right         {figures['accuracy_zero_shot'] * 100:.0f} → {figures['accuracy'] * 100:.0f} % "
        f"({low * 100:.0f} to {high * 100:.0f})",
        f"  log loss      {figures['log_loss_zero_shot']:.3f} → {figures['log_loss']:.3f}",
        f"  calibration   {figures['ece_zero_shot'] * 100:.1f} → {figures['ece'] * 100:.1f} points off",
    ]


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading == "corrections" else "left", overflow="fold")
    return table
