"""Duplicates: groups with what to keep and why, what could be freed, and what became of the rest."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.duplicates import KINDS, Duplicates, Group, Kind, Member
from snapsort.moving import MergePlan, Outcome
from snapsort.records import Plan
from snapsort.report.problems_view import answer_problems, record_problems
from snapsort.report.taking_back import answer_undo, undo_command
from snapsort.report.terminal import Terminal
from snapsort.words import count, duration, printable, relative, size

KIND_WORDS: dict[Kind, str] = {
    "exact": "the same bytes",
    "same": "the same picture",
    "similar": "similar takes",
}
SIMILARITY_DIGITS = 4


def report_duplicates(duplicates: Duplicates, *, root: Path, terminal: Terminal) -> None:
    """The groups; nothing has happened."""
    for group in duplicates.groups:
        terminal.record(_group_record(group))
    record_problems(duplicates.problems, terminal=terminal)
    for number, group in enumerate(duplicates.groups, start=1):
        terminal.answer(_heading(number, group), _group_table(group, root), "")
    answer_problems(duplicates.problems, root, terminal=terminal)
    terminal.answer(_sentence(duplicates, terminal.seconds))
    terminal.record(_summary(duplicates))


def report_removed(plan: Plan, outcome: Outcome, *, terminal: Terminal) -> None:
    """What became of the rest when it was moved, and how to take it back."""
    record_problems(outcome.problems, terminal=terminal)
    answer_problems(outcome.problems, plan.root, terminal=terminal)
    words = f"moved {_pictures(outcome)} to {printable(plan.into)}"
    _answer_done(outcome, words, len(outcome.problems), terminal)
    terminal.record(
        {"type": "moved"} | _done_record(outcome, len(outcome.problems)) | {"into": str(plan.into)}
    )


def report_unlinkable(plan: MergePlan, *, root: Path, terminal: Terminal) -> None:
    """Which copies cannot be linked, and why, before it is asked about the others."""
    record_problems(plan.problems, terminal=terminal)
    answer_problems(plan.problems, root, terminal=terminal)


def report_linked(plan: MergePlan, outcome: Outcome, *, root: Path, terminal: Terminal) -> None:
    """What became of the copies when they were linked, and how to take it back."""
    record_problems(outcome.problems, terminal=terminal)
    answer_problems(outcome.problems, root, terminal=terminal)
    problems = len(plan.problems) + len(outcome.problems)
    words = f"linked {_pictures(outcome)} to what is kept"
    _answer_done(outcome, words, problems, terminal)
    terminal.record({"type": "linked"} | _done_record(outcome, problems))


def _pictures(outcome: Outcome) -> str:
    return f"{count(len(outcome.done), 'picture')} ({size(outcome.size_bytes)})"


def _answer_done(outcome: Outcome, words: str, problems: int, terminal: Terminal) -> None:
    stopped = "stopped early: " if outcome.interrupted else ""
    terminal.answer(f"{stopped}{words}, {count(problems, 'problem')}, {duration(terminal.seconds)}")
    answer_undo(outcome, terminal)


def _done_record(outcome: Outcome, problems: int) -> dict[str, object]:
    return {
        "photos": len(outcome.done),
        "bytes": outcome.size_bytes,
        "problems": problems,
        "run": outcome.run,
        "undo": undo_command(outcome),
    }


def _heading(number: int, group: Group) -> Text:
    rest = sum(member.size_bytes for member in group.rest)
    to_free = "" if group.kind == "similar" else f", {size(rest)} to free"
    return Text.assemble(
        (f"{number}. {KIND_WORDS[group.kind]}", "bold"), f", {count(len(group.members), 'picture')}{to_free}"
    )


def _group_table(group: Group, root: Path) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False, show_header=False)
    for justify in ("left", "left", "right", "right", "left"):
        table.add_column(justify=justify, overflow="fold")
    for member in group.members:
        facts = member.facts
        table.add_row(
            Text("keep", style="green") if member.verdict.keep else Text("rest", style="dim"),
            Text(relative(member.path, root)),
            f"{facts.width_px} x {facts.height_px}",
            size(member.size_bytes),
            Text(printable(member.verdict.words), style="dim"),
        )
    return table


def _sentence(duplicates: Duplicates, seconds: float) -> str:
    groups, rest = duplicates.groups, duplicates.rest
    if not groups:
        return f"no duplicates among {count(duplicates.photos, 'picture')}; {duration(seconds)}"
    kinds = ", ".join(
        f"{number:,} of {KIND_WORDS[kind]}"
        for kind in KINDS
        if (number := sum(group.kind == kind for group in groups))
    )
    found = f"{count(len(groups), 'group')} ({kinds}) among {count(duplicates.photos, 'picture')}"
    same = [member for kind, member in rest if kind != "similar"]
    freed = size(sum(member.size_bytes for member in same))
    to_free = f"without the {len(same):,} that need not be kept {freed} would be free" if same else ""
    to_judge = "which takes to keep is yours to judge" if len(rest) > len(same) else ""
    return "; ".join(filter(None, (found, to_free, to_judge, duration(seconds))))


def _group_record(group: Group) -> dict[str, object]:
    return {
        "type": "group",
        "kind": group.kind,
        "members": [_member_record(member) for member in group.members],
    }


def _member_record(member: Member) -> dict[str, object]:
    return {
        "path": str(member.path),
        "keep": member.verdict.keep,
        "reason": member.verdict.cause,
        "message": member.verdict.words,
        "similarity": round(member.similarity, SIMILARITY_DIGITS),
        "width": member.facts.width_px,
        "height": member.facts.height_px,
        "bytes": member.size_bytes,
    }


def _summary(duplicates: Duplicates) -> dict[str, object]:
    rest = duplicates.rest
    return {
        "type": "summary",
        "photos": duplicates.photos,
        "groups": {kind: sum(group.kind == kind for group in duplicates.groups) for kind in KINDS},
        "rest": len(rest),
        "rest_bytes": sum(member.size_bytes for _, member in rest),
        "problems": len(duplicates.problems),
    }
