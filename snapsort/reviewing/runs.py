"""What can be taken back in the folder of a review."""

from __future__ import annotations

from pathlib import Path

from snapsort.errors import JournalError, NothingToDo
from snapsort.moving import JournalFolder, find_run
from snapsort.reviewing.standing import LastRun


def find_last_run(into: Path, journals: JournalFolder) -> LastRun | None:
    """The last run into the folder that stands; None when there is none, or when nobody can tell."""
    if not into.is_dir():
        return None
    try:
        run = find_run(journals, str(into))
    except (NothingToDo, JournalError):
        return None
    return LastRun(run.id, len(run.standing)) if run.status in ("finished", "partly_undone") else None
