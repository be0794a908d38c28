"""Moving pictures so that nothing is ever lost: plan, journal, apply, undo, recover.

Making a plan changes nothing. Files change place in `execute` only, and only after the journal says so.
"""

from __future__ import annotations

from snapsort.moving.apply import apply_plan
from snapsort.moving.disk import DiskFolders
from snapsort.moving.execute import Outcome
from snapsort.moving.guards import check_folders
from snapsort.moving.journal import JournalFolder
from snapsort.moving.plan import Existing, PlanTarget, plan_moves
from snapsort.moving.planfile import in_path_order, read_plan, write_plan
from snapsort.moving.planlines import photo_record
from snapsort.moving.recover import recover_run, roll_back_run
from snapsort.moving.runs import Run, RunStatus, find_run, find_unfinished, list_runs, list_runs_at
from snapsort.moving.undo import UndoPlan, plan_undo, undo_run

__all__ = [
    "DiskFolders",
    "Existing",
    "JournalFolder",
    "Outcome",
    "PlanTarget",
    "Run",
    "RunStatus",
    "UndoPlan",
    "apply_plan",
    "check_folders",
    "find_run",
    "find_unfinished",
    "in_path_order",
    "list_runs",
    "list_runs_at",
    "photo_record",
    "plan_moves",
    "plan_undo",
    "read_plan",
    "recover_run",
    "roll_back_run",
    "undo_run",
    "write_plan",
]
