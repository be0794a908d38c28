"""A plan as people read it: a line a folder, what stays and why, problems; or a line a picture."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich import box
from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from snapsort.decide import explain
from snapsort.records import DecidedPhoto, Decision, Photo, Plan, PlannedMove, Problem, Stay, StayReason
from snapsort.report.terminal import PIPE_WIDTH
from snapsort.words import count, printable, relative, shortened

LEAST_SURE_SHOWN = 3
NAME_WIDTH = 26
COUNTS_WIDTH = 28
"""Columns that the two numbers of a folder take, with the gaps."""

EXAMPLES_FROM, EACH_EXAMPLE_FROM = 70, 10
"""Columns from which on there is room for an example, and for one more."""

RUNNER_UP_FROM = 60

STAY_WORDS: Mapping[StayReason, str] = {
    "negative": "nothing to sort",
    "below_threshold": "not sure enough",
    "below_margin": "too close to the second",
    "to_review": "to review",
    "name_taken": "its name is taken",
    "already_there": "already there, same bytes",
    "in_place": "already in place",
}


def folder_table(plan: Plan, *, columns: int) -> Table:
    """What goes where: a row a folder with how many, their median probability, and the least probable.

    The fewer columns, the fewer examples.
    """
    has_examples = columns >= EXAMPLES_FROM
    table = _table("folder", "pictures", "probability", *(["least probable"] if has_examples else []))
    rows = [
        (Text(printable(folder) + "/", style="bold"), [move.photo for move in moves])
        for folder, moves in sorted(_by_folder(plan).items())
    ]
    rows += [(Text(f"stays: {words}", style="dim"), photos) for words, photos in stays_by_words(plan.stays)]
    for name, photos in rows:
        median = statistics.median(photo.decision.probability for photo in photos)
        examples = [Text(_least_sure(photos, columns), style="dim")] if has_examples else []
        table.add_row(name, f"{len(photos):,}", f"{median:.2f}", *examples)
    return table


def picture_table(plan: Plan, *, columns: int) -> Table:
    """Every picture with where it goes or why it stays, probability and runner-up, likes beside likes.

    The runner-up only where there is room.
    """
    has_runner_up = columns >= RUNNER_UP_FROM
    table = _table("picture", "goes to", "p", *(["runner-up"] if has_runner_up else []))
    entries: list[PlannedMove | Stay] = [*plan.moves, *plan.stays]
    for entry in sorted(entries, key=lambda entry: _place_in_list(entry, plan)):
        decision = entry.photo.decision
        table.add_row(
            Text(_with_companions(entry.photo.photo, plan.root)),
            _fate(entry, plan),
            f"{decision.probability:.2f}",
            *([Text(_runner_up(decision))] if has_runner_up else []),
        )
    return table


def problem_lines(problems: Sequence[Problem], root: Path, *, every: bool) -> list[RenderableType]:
    """A heading, then a line a problem, or a line a kind of problem with how many and one of them."""
    if not problems:
        return []
    by_reason: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_reason[problem.reason].append(problem)
    lines: list[RenderableType] = [Text(count(len(problems), "problem"), style="bold yellow")]
    for reason, alike in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        if every or len(alike) == 1:
            lines += [_indented(f"{relative(item.path, root)}: {printable(reason)}") for item in alike]
        else:
            example = relative(alike[0].path, root)
            lines.append(_indented(f"{len(alike):,} times: {printable(reason)}, such as {example}"))
    return lines


def _indented(line: str) -> RenderableType:
    return Padding(Text(line), (0, 0, 0, 2), expand=False)


def _fate(entry: PlannedMove | Stay, plan: Plan) -> Text:
    if isinstance(entry, PlannedMove):
        name = entry.target.name
        shown = f"{folder_of(entry, plan)}/" + (name if name != entry.photo.photo.path.name else "")
        return Text(printable(shown))
    if entry.reason in ("name_taken", "already_there", "in_place"):
        return Text(f"stays: {STAY_WORDS[entry.reason]}", style="dim")
    decision = entry.photo.decision
    doubt = "" if entry.reason == "negative" else f", {explain(decision)}"
    return Text(f"stays: {printable(decision.label)}{doubt}", style="dim")


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        is_number = heading in ("pictures", "probability", "p")
        table.add_column(
            heading,
            justify="right" if is_number else "left",
            no_wrap=is_number or heading == "least probable",
            min_width=cell_len(heading),
            overflow="fold",
        )
    return table


def _least_sure(photos: Sequence[DecidedPhoto], columns: int) -> str:
    """The least probable pictures, a line each; in one line where no terminal ends it."""
    most = min(LEAST_SURE_SHOWN, 1 + (columns - EXAMPLES_FROM) // EACH_EXAMPLE_FROM)
    name_width = min(NAME_WIDTH, (columns - COUNTS_WIDTH) // 2 - len(" 0.00"))
    ordered = sorted(photos, key=lambda photo: photo.decision.probability)
    return ("\n" if columns < PIPE_WIDTH else ", ").join(
        f"{_fitting(printable(photo.photo.path.name), name_width)} {photo.decision.probability:.2f}"
        for photo in ordered[:most]
    )


def _fitting(name: str, width: int) -> str:
    """The name without its middle where it is wider; letters of some scripts are two columns wide."""
    most = width
    while cell_len(short := shortened(name, most)) > width:
        most -= 1
    return short


def _runner_up(decision: Decision) -> str:
    return f"{printable(decision.runner_up)} {decision.runner_up_probability:.2f}"


def folder_of(move: PlannedMove, plan: Plan) -> str:
    """The folder that a picture goes to, below `into`. An edited plan may name another than the label's."""
    return str(move.target.parent.relative_to(plan.into))


def stays_by_words(stays: Iterable[Stay]) -> list[tuple[str, list[DecidedPhoto]]]:
    """What stays, by why it does, in words; the most first."""
    groups: dict[str, list[DecidedPhoto]] = defaultdict(list)
    for stay in stays:
        words = STAY_WORDS[stay.reason]
        if stay.reason == "negative":
            words = f"looks like {printable(stay.photo.decision.label)}"
        groups[words].append(stay.photo)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _place_in_list(entry: PlannedMove | Stay, plan: Plan) -> tuple[bool, str, int, tuple[str, ...]]:
    """What goes folder by folder, in each by rank; then what stays; else in path order."""
    path = entry.photo.photo.path.parts
    if isinstance(entry, PlannedMove):
        return False, folder_of(entry, plan), entry.rank or 0, path
    return True, "", 0, path


def _by_folder(plan: Plan) -> dict[str, list[PlannedMove]]:
    folders: dict[str, list[PlannedMove]] = defaultdict(list)
    for move in plan.moves:
        folders[folder_of(move, plan)].append(move)
    return folders


def _with_companions(photo: Photo, root: Path) -> str:
    endings = "".join(f" + {companion.path.suffix}" for companion in photo.companions)
    return relative(photo.path, root) + printable(endings)
