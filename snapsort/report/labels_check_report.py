"""How a label set fares on a folder of pictures, for people and machines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable

if TYPE_CHECKING:  # it would bring the whole pipeline along
    from snapsort.teaching.check_labels import LabelCheck, LabelSetCheck, PromptCheck

TWINS_SHOWN = 10


def report_label_check(check: LabelSetCheck, *, root: Path, terminal: Terminal) -> None:
    """What each label wins and each prompt contributes, what looks wrong, and what cannot be read."""
    terminal.answer(_label_table(check), "")
    if check.prompts:
        terminal.answer(_prompt_table(check), "")
    findings = list(_findings(check))
    for finding in findings:
        terminal.answer(Text(f"  {finding}", style="yellow"))
    answer_problems(check.problems, root, terminal=terminal)
    terminal.answer(f"{count(len(findings), 'finding')} on {count(check.photos, 'picture')}")
    _record(check, findings, terminal)


def _label_table(check: LabelSetCheck) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("label", "wins", "second"):
        table.add_column(heading, justify="left" if heading == "label" else "right", overflow="fold")
    for item in check.labels:
        table.add_row(
            Text(printable(item.label.name), style="bold"),
            f"{item.wins:,}",
            f"{item.seconds:,}",
        )
    return table


def _prompt_table(check: LabelSetCheck) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("label", "prompt", "winners that change without it"):
        table.add_column(
            heading, justify="right" if heading.startswith("winners") else "left", overflow="fold"
        )
    for item in check.prompts:
        table.add_row(printable(item.label), printable(item.prompt), f"{item.changed * 100:.1f} %")
    return table


def _findings(check: LabelSetCheck) -> Iterator[str]:
    if not check.has_negative:
        yield "there is no negative label, so every picture goes somewhere"
    for twin in check.twins[:TWINS_SHOWN]:
        yield (
            f'"{printable(twin.first)}" ({printable(twin.first_label)}) and "{printable(twin.second)}" '
            f"({printable(twin.second_label)}) are twins to the model: cosine {twin.cosine:.3f}"
        )
    for item in check.labels:
        name = printable(item.label.name)
        if item.rival is not None:
            yield f"{name} always loses to {printable(item.rival)}"
        elif not item.wins:
            yield f"{name} never wins"
    yield from _spare_prompts(check.prompts)


def _spare_prompts(prompts: Sequence[PromptCheck]) -> Iterator[str]:
    """Where one prompt could go. Each was left out alone, so of several of a label no two may be left out."""
    spare: dict[str, list[str]] = defaultdict(list)
    for item in prompts:
        if item.changed == 0:
            spare[item.label].append(f'"{printable(item.prompt)}"')
    for label, quoted in spare.items():
        which = quoted[0] if len(quoted) == 1 else f"one of {', '.join(quoted)}"
        yield f"{printable(label)}: {which} may be left out; no winner here changes without it"


def _record(check: LabelSetCheck, findings: list[str], terminal: Terminal) -> None:
    for item in check.labels:
        terminal.record(_label_record(item))
    for prompt in check.prompts:
        terminal.record(_prompt_record(prompt))
    for twin in check.twins:
        terminal.record(
            {
                "type": "twins",
                "prompts": [twin.first, twin.second],
                "labels": [twin.first_label, twin.second_label],
                "cosine": round(twin.cosine, 6),
            }
        )
    record_problems(check.problems, terminal=terminal)
    terminal.record(
        {
            "type": "summary",
            "photos": check.photos,
            "problems": len(check.problems),
            "has_negative": check.has_negative,
            "findings": findings,
        }
    )


def _label_record(item: LabelCheck) -> dict[str, object]:
    return {
        "type": "label_check",
        "name": item.label.name,
        "wins": item.wins,
        "seconds": item.seconds,
        "rival": item.rival,
    }


def _prompt_record(item: PromptCheck) -> dict[str, object]:
    return {
        "type": "prompt_check",
        "label": item.label,
        "prompt": item.prompt,
        "changed": round(item.changed, 6),
    }
