"""What a sort would do, and what it did: for people a table and a summary, for machines a line a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from snapsort.moving import Outcome, in_path_order, photo_record
from snapsort.records import Mode, Plan, PlannedMove, Problem
from snapsort.report.plan_view import folder_of, folder_table, picture_table, problem_lines, stays_by_words
from snapsort.report.terminal import Terminal
from snapsort.words import LEFT_WORDS, count, duration, printable, relative, size

FOLDERS_SHOWN = 12

DO_WORDS = {"move": "move", "copy": "copy", "hardlink": "link", "symlink": "link"}
DONE_WORDS = {"move": "moved", "copy": "copied", "hardlink": "linked", "symlink": "linked"}


def report_plan(plan: Plan, *, terminal: Terminal, every: bool) -> None:
    """The plan, with final names; nothing has happened yet."""
    if terminal.json:
        for item in in_path_order(plan):
            terminal.record(photo_record(item, plan.mode))
        terminal.record(_summary(plan, moves=plan.moves, problems=len(plan.problems), run=None))
        return
    for folder in plan.left_folders:
        terminal.remark(f"not looked into: {relative(folder.path, plan.root)}/ {LEFT_WORDS[folder.reason]}")
    if plan.moves or plan.stays:
        show = picture_table if every else folder_table
        terminal.answer(show(plan, columns=terminal.columns))
        terminal.answer("")
    terminal.answer(*problem_lines(plan.problems, plan.root, every=every))
    terminal.answer(_plan_sentence(plan, terminal.seconds))


def report_sorted(plan: Plan, outcome: Outcome, *, terminal: Terminal) -> None:
    """What became of the plan, and how to take it back."""
    done = frozenset(outcome.done)
    moves = [move for move in plan.moves if move.photo.photo.path in done]
    problems = len(plan.problems) + len(outcome.problems)
    if terminal.json:
        for record in _records_after(plan, outcome):
            terminal.record(record)
        terminal.record(_summary(plan, moves=moves, problems=problems, run=outcome.run))
        return
    terminal.answer(*problem_lines(outcome.problems, plan.root, every=False))
    not_reached = len(plan.moves) - len(moves) - len(outcome.problems)
    verb = DONE_WORDS[plan.mode]
    volume = f" ({size(outcome.size_bytes)})" if plan.mode in ("move", "copy") else ""  # links take no room
    how_much = f"{verb} {_pictures(moves)}{volume}" if moves else f"{verb} nothing"
    stay = f"{len(plan.stays) + not_reached:,} stay"
    stopped = "stopped early: " if outcome.interrupted else ""
    terminal.answer(
        f"{stopped}{how_much}, {stay}, {count(problems, 'problem')}; {duration(terminal.seconds)}",
        *_folder_lines(_folder_counts(plan, moves)),
        *_stay_lines(plan, not_reached=not_reached),
    )
    if moves:
        terminal.answer(Text.assemble("take it back with  ", (f"snapsort undo {outcome.run}", "bold")))


def _folder_lines(counts: Mapping[str, int]) -> list[str]:
    """A line a folder, the fullest first where not all are shown."""
    shown = sorted(sorted(counts, key=lambda folder: -counts[folder])[:FOLDERS_SHOWN])
    lines = [f"  {counts[folder]:>6,}  {printable(folder)}/" for folder in shown]
    rest = len(counts) - len(shown)
    if rest:
        others = sum(counts.values()) - sum(counts[folder] for folder in shown)
        lines.append(f"  {others:>6,}  {count(rest, 'more folder')}")
    return lines


def _stay_lines(plan: Plan, *, not_reached: int) -> list[str]:
    """A line with why the rest stays, if there is a rest."""
    reasons = [f"{words} ({len(photos):,})" for words, photos in stays_by_words(plan.stays)]
    if not_reached:
        reasons.append(f"not reached ({not_reached:,})")
    stay = len(plan.stays) + not_reached
    return [f"  {stay:>6,}  stay: {', '.join(reasons)}"] if stay else []


def _plan_sentence(plan: Plan, seconds: float) -> Text:
    verb = DO_WORDS[plan.mode]
    parts = [
        f"{_pictures(plan.moves)} to {verb}" if plan.moves else f"nothing to {verb}",
        f"{len(plan.stays):,} stay",
        count(len(plan.problems), "problem"),
    ]
    others = f"; {count(len(plan.other_files), 'other file')} left alone" if plan.other_files else ""
    return Text(f"{', '.join(parts)}{others}; {duration(seconds)}")


def _pictures(moves: Sequence[PlannedMove]) -> str:
    """How many pictures, and how many companions go with them."""
    companions = sum(len(move.files) - 1 for move in moves)
    with_companions = f" with {count(companions, 'companion')}" if companions else ""
    return count(len(moves), "picture") + with_companions


def _records_after(plan: Plan, outcome: Outcome) -> Iterable[dict[str, object]]:
    done = frozenset(outcome.done)
    failed = {problem.path: problem for problem in outcome.problems}
    for item in in_path_order(plan):
        if not isinstance(item, PlannedMove) or item.photo.photo.path in done:
            yield photo_record(item, plan.mode)
        elif item.photo.photo.path in failed:
            yield _failed_record(item, failed[item.photo.photo.path], plan.mode)
        else:
            yield photo_record(item, plan.mode) | {"action": "stay", "reason": "interrupted", "target": None}


def _failed_record(move: PlannedMove, problem: Problem, mode: Mode) -> dict[str, object]:
    """What was decided, and what came in the way."""
    because = photo_record(problem, mode)
    return photo_record(move, mode) | {
        key: because[key] for key in ("action", "reason", "target", "stage", "message")
    }


def _summary(
    plan: Plan, *, moves: Iterable[PlannedMove], problems: int, run: str | None
) -> dict[str, object]:
    """The last line. Without a run nothing has happened, and `moved` says how many would be."""
    folders = _folder_counts(plan, moves)
    moved = sum(folders.values())
    return {
        "type": "summary",
        "photos": len(plan.moves) + len(plan.stays) + len(plan.problems),
        "moved": moved,
        "stayed": len(plan.moves) + len(plan.stays) + len(plan.problems) - moved - problems,
        "to_review": sum(stay.reason == "to_review" for stay in plan.stays),
        "problems": problems,
        "other_files": len(plan.other_files),
        "folders": folders,
        "model": plan.model,
        "labels": plan.labels,
        "run": run,
        "undo": f"snapsort undo {run}" if run and moved else None,
    }


def _folder_counts(plan: Plan, moves: Iterable[PlannedMove]) -> dict[str, int]:
    counts = Counter(folder_of(move, plan) for move in moves)
    return dict(sorted(counts.items()))
