"""A process that kills itself: `python -m tests.moving.killed WHAT FOLDER EVENT`.

It carries out FOLDER/plan.jsonl (`apply`), links what lies below FOLDER twice (`merge`), settles the
interrupted run (`recover`) or takes back the last one (`undo`), and is killed with signal 9 at the EVENT-th
call into or return from anything that snapsort.moving calls. It prints `ready` before it starts, and how many
events there were if it lives. The package knows nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from snapsort.moving import (
    JournalFolder,
    apply_plan,
    find_run,
    find_unfinished,
    read_plan,
    recover_run,
    undo_run,
)
from tests.moving.trees import Desk, ignore, never


class Killer:
    """A profile function that ends the process at a chosen event."""

    def __init__(self, event: int) -> None:
        self.event = event
        self.seen = 0

    def __call__(self, frame: FrameType, kind: str, argument: object) -> None:
        if not frame.f_globals.get("__name__", "").startswith("snapsort.moving"):
            return
        self.seen += 1
        if self.seen == self.event:
            os.kill(os.getpid(), signal.SIGKILL)


def main(what: str, folder: Path, event: int) -> None:
    act = prepare(what, folder)
    killer = Killer(event)
    print("ready", flush=True)  # noqa: T201
    sys.setprofile(killer)
    act()
    sys.setprofile(None)
    print(killer.seen)  # noqa: T201


def prepare(what: str, folder: Path) -> Callable[[], object]:
    journals = JournalFolder(folder / "state")
    if what == "apply":
        plan = read_plan(folder / "plan.jsonl")
        return lambda: apply_plan(plan, journals=journals, on_progress=ignore, stop=never)
    if what == "merge":
        desk = Desk(folder / "messy", folder / "messy", journals)
        units = desk.plan_merges()
        return lambda: desk.merge(units)
    if what == "undo":
        run = find_run(journals, None)
        return lambda: undo_run(run, journals=journals, on_progress=ignore, stop=never)
    unfinished = find_unfinished(journals)
    return lambda: [recover_run(run, journals=journals, on_progress=ignore, stop=never) for run in unfinished]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
