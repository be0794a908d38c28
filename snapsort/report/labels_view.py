"""Label sets as people and machines read them."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.records import Label, LabelSet
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable


def report_label_sets(label_sets: Sequence[LabelSet], *, terminal: Terminal) -> None:
    """The sets, a row each."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("name", "folders", "for"):
        table.add_column(heading, overflow="fold")
    for label_set in label_sets:
        folders = ", ".join(str(folder) for folder in label_set.folders)
        table.add_row(Text(label_set.name, style="bold"), Text(folders), Text(label_set.description))
        terminal.record(_set_record(label_set))
    terminal.answer(table)
    terminal.remark("snapsort DIR --labels NAME sorts with one; snapsort labels show NAME shows its prompts")


def report_labels(label_set: LabelSet, *, terminal: Terminal) -> None:
    """One set with its folders, prompts and limits."""
    terminal.answer(Text(printable(label_set.name), style="bold"))
    if label_set.description:
        terminal.answer(printable(label_set.description))
    terminal.record(_set_record(label_set))
    for label in label_set.labels:
        heading = (
            f"\n{printable(str(label.folder))}/" if label.folder else f"\n{printable(label.name)} (stays)"
        )
        terminal.answer(Text(heading + _limits(label), style="bold"))
        terminal.answer(*(f"  {printable(prompt)}" for prompt in label.prompts))
        terminal.record(_label_record(label))


def report_checked_labels(label_set: LabelSet, *, terminal: Terminal) -> None:
    """That a label file is sound, and what it holds."""
    prompts = sum(len(label.prompts) for label in label_set.labels)
    folders = count(len(label_set.folders), "folder")
    terminal.answer(f"{printable(label_set.name)} is sound: {folders}, {count(prompts, 'prompt')}")
    terminal.record(_set_record(label_set))


def _limits(label: Label) -> str:
    limits = [
        ("threshold", label.min_probability),
        ("margin", label.min_margin),
        ("weight", None if label.weight == 1 else label.weight),
    ]
    given = [f"{name} {value:g}" for name, value in limits if value is not None]
    return f"  ({', '.join(given)})" if given else ""


def _set_record(label_set: LabelSet) -> dict[str, object]:
    return {
        "type": "label_set",
        "name": label_set.name,
        "description": label_set.description,
        "wants_larger_model": label_set.wants_larger_model,
        "folders": [str(folder) for folder in label_set.folders],
    }


def _label_record(label: Label) -> dict[str, object]:
    return {
        "type": "label",
        "name": label.name,
        "folder": None if label.folder is None else str(label.folder),
        "prompts": list(label.prompts),
        "threshold": label.min_probability,
        "margin": label.min_margin,
        "weight": label.weight,
    }
