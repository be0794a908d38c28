"""Runs, and what taking them back or settling them does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.text import Text

from snapsort.moving import BrokenJournal, Outcome, Run, UndoPlan
from snapsort.records import Problem
from snapsort.report.problems_view import record_problems
from snapsort.report.taking_back import answer_undo, undo_command
from snapsort.report.terminal import Terminal
from snapsort.words import count, duration, printable, size

STATUS_WORDS = {
    "running": "going on",
    "unfinished": "cut off; snapsort recover",
    "finished": "done",
    "partly_undone": "partly taken back",
    "undone": "taken back",
}
COMMANDS: Mapping[tuple[str, str], str] = {
    ("sort", "copy"): "sort --copy",
    ("sort", "hardlink"): "sort --link hard",
    ("sort", "symlink"): "sort --link sym",
    ("order", "move"): "order --as names",
    ("order", "copy"): "order --as copies",
    ("order", "symlink"): "order --as links",
    ("dupes", "move"): "dupes --to",
    ("dupes", "hardlink"): "dupes --link",
}
REFUSED_SHOWN = 10


def report_runs(runs: Sequence[Run], *, terminal: Terminal) -> None:
    """The runs in the given order: when, how many pictures and how it stands, then what was run, and where.

    A line each; several where a line is too short, so that run and folder stay whole and can be copied.
    """
    for run, lines in zip(runs, _lines(runs, terminal.columns), strict=True):
        terminal.answer(*map(Text, lines))
        terminal.record(_run_record(run))


def report_broken_journals(broken: Sequence[BrokenJournal], *, terminal: Terminal) -> None:
    """The journals whose runs are not listed, or are listed from their other copy."""
    for journal in broken:
        terminal.remark(journal.reason, style="yellow")


def report_undo_plan(plan: UndoPlan, *, terminal: Terminal) -> None:
    """What taking a run back would do, before it is asked about."""
    run = plan.run
    terminal.remark(f"run {run.id} of {_local_time(run.started)}: {_command(run)}", style="")
    for problem in plan.refused[:REFUSED_SHOWN]:
        terminal.answer(Text(f"  will stay: {printable(problem.path)}: {problem.reason}", style="yellow"))
    if len(plan.refused) > REFUSED_SHOWN:
        terminal.answer(Text(f"  and {len(plan.refused) - REFUSED_SHOWN:,} more will stay", style="yellow"))


def report_cannot_undo(plan: UndoPlan, earlier: Run | None, *, terminal: Terminal) -> None:
    """That nothing of a run can be taken back now, and which run may be meant instead."""
    record_problems(plan.refused, terminal=terminal)
    terminal.answer(f"nothing of run {plan.run.id} can be taken back now")
    if earlier is not None:
        command = (f"snapsort undo {earlier.id}", "bold")
        terminal.answer(Text.assemble("the run before it can be taken back with  ", command))
    terminal.record(_summary(0, len(plan.refused), run=None, undo=None))


def report_undone(
    outcome: Outcome, *, terminal: Terminal, again: bool = False, announced: Sequence[Problem] = ()
) -> None:
    """What was taken back, and how to take that back.

    Args:
        again: what was taken back was itself an undo.
        announced: the problems that people have seen before they were asked.
    """
    done = "did it again:" if again else "took back"
    _report(outcome, done, terminal, undo=undo_command(outcome), announced=announced)
    answer_undo(outcome, terminal, words="take it back with" if again else "do it again with")


def report_recovered(outcome: Outcome, run: Run, *, terminal: Terminal) -> None:
    """What was settled of a run, and how to take the whole run back, or to go on with settling it."""
    undo = None if outcome.interrupted or not (outcome.done or run.standing) else f"snapsort undo {run.id}"
    _report(outcome, "settled", terminal, undo=undo)
    if outcome.interrupted:
        terminal.answer(Text.assemble("go on with  ", (f"snapsort recover {run.id}", "bold")))
    elif undo:
        terminal.answer(Text.assemble("take the run back with  ", (undo, "bold")))


def _report(
    outcome: Outcome,
    done: str,
    terminal: Terminal,
    *,
    undo: str | None,
    announced: Sequence[Problem] = (),
) -> None:
    record_problems(outcome.problems, terminal=terminal)
    for problem in outcome.problems:
        if problem not in announced:
            terminal.answer(Text(f"  stayed: {printable(problem.path)}: {problem.reason}", style="yellow"))
    stopped = "stopped early: " if outcome.interrupted else ""
    how_much = f"{count(len(outcome.done), 'picture')} ({size(outcome.size_bytes)})"
    problems = count(len(outcome.problems), "problem")
    terminal.answer(f"{stopped}{done} {how_much}, {problems}, {duration(terminal.seconds)}")
    terminal.record(_summary(len(outcome.done), len(outcome.problems), run=outcome.run, undo=undo))


def _summary(moved: int, problems: int, *, run: str | None, undo: str | None) -> dict[str, object]:
    return {
        "type": "summary",
        "photos": moved + problems,
        "moved": moved,
        "problems": problems,
        "run": run,
        "undo": undo,
    }


def _lines(runs: Sequence[Run], columns: int) -> list[list[str]]:
    """The lines of each run, all runs alike: as few as fit."""
    commands = [_command(run) for run in runs]
    states = [_state(run) for run in runs]
    brief = _aligned([(run.id, _pictures(run)) for run in runs])
    heads = _aligned([(run.id, _local_time(run.started), _pictures(run), _state(run)) for run in runs])
    whole = [f"{head}  {command}" for head, command in zip(heads, commands, strict=True)]
    if max(map(len, whole)) <= columns:
        return [[line] for line in whole]
    if max(map(len, heads)) <= columns:
        return [[head.rstrip(), f"    {line}"] for head, line in zip(heads, commands, strict=True)]
    return [
        [head.rstrip(), f"    {state}", f"    {line}"]
        for head, state, line in zip(brief, states, commands, strict=True)
    ]


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)) for row in rows]


def _run_record(run: Run) -> dict[str, object]:
    return {
        "type": "run",
        "run": run.id,
        "command": run.command,
        "started": run.started,
        "root": str(run.root),
        "into": str(run.into),
        "mode": run.mode,
        "moved": run.done,
        "status": run.status,
        "ending": run.ending,
        "undoes": run.undoes,
        "undone_by": list(run.undone_by),
    }


def _command(run: Run) -> str:
    """What was run, much as it was typed, and on which folder."""
    what = f"undo of {run.undoes} in" if run.undoes else COMMANDS.get((run.command, run.mode), run.command)
    return f"{what} {printable(run.into)}"


def _pictures(run: Run) -> str:
    """How many it moved: of one that was cut off only the least and the most are known."""
    at_most = run.done + len(run.journal.open_units)
    return (
        count(run.done, "picture") if run.done == at_most else f"{run.done:,} to {count(at_most, 'picture')}"
    )


def _state(run: Run) -> str:
    if run.status == "finished" and run.ending == "interrupted":
        return "stopped early"
    if run.status == "finished" and not run.done:
        return "did nothing"
    return STATUS_WORDS[run.status]


def _local_time(started: str) -> str:
    return f"{datetime.fromisoformat(started).astimezone():%Y-%m-%d %H:%M}"
