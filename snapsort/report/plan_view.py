"""A plan as people read it: a line a folder, what stays and why, problems; or a line a picture."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.decide import explain
from snapsort.records import DecidedPhoto, Plan, PlannedMove, Problem, Stay, StayReason
from snapsort.report.words import count, printable, relative, shortened

LEAST_SURE_SHOWN = 3
NAME_WIDTH = 26

STAY_WORDS: Mapping[StayReason, str] = {
    "negative": "nothing to sort",
    "below_threshold": "not sure enough",
    "below_margin": "too close to the second",
    "to_review": "to review",
    "name_taken": "its name is taken",
    "already_there": "already there, same bytes",
    "in_place": "already in place",
}


def folder_table(plan: Plan) -> Table:
    """What goes where: a row a folder with how many, how sure, and the least sure ones by name."""
    table = _table("folder", "pictures", "median", "least sure")
    for folder, moves in sorted(_by_folder(plan.moves).items()):
        _add_row(table, Text(printable(folder) + "/", style="bold"), [move.photo for move in moves])
    for words, photos in _stays_by_words(plan.stays):
        _add_row(table, Text(f"stays: {words}", style="dim"), photos)
    return table


def picture_table(plan: Plan) -> Table:
    """Every picture with where it goes or why it stays, probability and runner-up, in path order."""
    table = _table("picture", "goes to", "p", "runner-up")
    entries: list[PlannedMove | Stay] = [*plan.moves, *plan.stays]
    for entry in sorted(entries, key=lambda entry: entry.photo.photo.path.parts):
        decision = entry.photo.decision
        table.add_row(
            Text(relative(entry.photo.photo.path, plan.root)),
            _fate(entry),
            f"{decision.probability:.2f}",
            Text(f"{printable(decision.runner_up)} {decision.runner_up_probability:.2f}"),
        )
    return table


def problem_lines(problems: Sequence[Problem], plan: Plan, *, most: int | None = None) -> list[Text]:
    """A heading and a line a problem; at most `most` of them."""
    if not problems:
        return []
    lines = [Text(count(len(problems), "problem"), style="bold yellow")]
    for problem in problems[:most]:
        lines.append(Text(f"  {relative(problem.path, plan.root)}: {problem.reason}"))
    if most is not None and len(problems) > most:
        lines.append(Text(f"  and {len(problems) - most:,} more; --list shows all", style="dim"))
    return lines


def _fate(entry: PlannedMove | Stay) -> Text:
    if isinstance(entry, PlannedMove):
        folder, name = str(entry.photo.decision.folder), entry.target.name
        is_renamed = name != entry.photo.photo.path.name
        return Text(printable(f"{folder}/{name}" if is_renamed else f"{folder}/"))
    if entry.reason in ("name_taken", "already_there", "in_place"):
        return Text(f"stays: {STAY_WORDS[entry.reason]}", style="dim")
    decision = entry.photo.decision
    doubt = "" if entry.reason == "negative" else f", {explain(decision)}"
    return Text(f"stays: {printable(decision.label)}{doubt}", style="dim")


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        is_number = heading in ("pictures", "median", "p")
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    return table


def _add_row(table: Table, name: Text, photos: Sequence[DecidedPhoto]) -> None:
    ordered = sorted(photos, key=lambda photo: photo.decision.probability)
    names = [
        f"{shortened(printable(photo.photo.path.name), NAME_WIDTH)} {photo.decision.probability:.2f}"
        for photo in ordered[:LEAST_SURE_SHOWN]
    ]
    more = len(photos) - len(names)
    least_sure = ", ".join(names) + (f" and {more:,} more" if more else "")
    median = statistics.median(photo.decision.probability for photo in photos)
    table.add_row(name, f"{len(photos):,}", f"{median:.2f}", Text(least_sure, style="dim"))


def _by_folder(moves: Iterable[PlannedMove]) -> dict[str, list[PlannedMove]]:
    folders: dict[str, list[PlannedMove]] = defaultdict(list)
    for move in moves:
        folders[str(move.photo.decision.folder)].append(move)
    return folders


def _stays_by_words(stays: Iterable[Stay]) -> list[tuple[str, list[DecidedPhoto]]]:
    groups: dict[str, list[DecidedPhoto]] = defaultdict(list)
    for stay in stays:
        words = STAY_WORDS[stay.reason]
        if stay.reason == "negative":
            words = f"looks like {printable(stay.photo.decision.label)}"
        groups[words].append(stay.photo)
    return sorted(groups.items(), key=lambda group: -len(group[1]))
