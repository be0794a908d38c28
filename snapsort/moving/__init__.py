"""Moving pictures so that nothing is ever lost: plan, journal, apply, undo, recover.

Making a plan changes nothing. Files change place in `execute` only, and only after the journal says so.
"""

from __future__ import annotations

from snapsort.moving.apply import apply_plan, apply_units, make_header
from snapsort.moving.disk import DiskFolders
from snapsort.moving.execute import Make, Outcome, make_nothing
from snapsort.moving.found import BrokenJournal
from snapsort.moving.guards import check_folders, check_settled, check_target, check_writable
from snapsort.moving.journal import JournalFolder
from snapsort.moving.merge import MergePlan, Twin, plan_merges
from snapsort.moving.numbering import Placed, WithoutPrefixes, number_moves, place_here, place_into
from snapsort.moving.numbers import count_digits, count_prefix_digits, number_prefix, prefixes_between
from snapsort.moving.plan import PlanTarget, plan_moves
from snapsort.moving.planfile import in_path_order, read_plan, write_plan
from snapsort.moving.planlines import photo_record
from snapsort.moving.recover import check_interrupted, recover_run, roll_back_run
from snapsort.moving.runs import (
    Run,
    Runs,
    RunStatus,
    find_earlier,
    find_run,
    find_unfinished,
    list_runs,
    list_runs_at,
    read_runs,
    read_runs_at,
)
from snapsort.moving.steps import Unit, file_steps
from snapsort.moving.undo import UndoPlan, plan_undo, undo_run
from snapsort.moving.written import find_written_prefixes

__all__ = [
    "BrokenJournal",
    "DiskFolders",
    "JournalFolder",
    "Make",
    "MergePlan",
    "Outcome",
    "Placed",
    "PlanTarget",
    "Run",
    "RunStatus",
    "Runs",
    "Twin",
    "UndoPlan",
    "Unit",
    "WithoutPrefixes",
    "apply_plan",
    "apply_units",
    "check_folders",
    "check_interrupted",
    "check_settled",
    "check_target",
    "check_writable",
    "count_digits",
    "count_prefix_digits",
    "file_steps",
    "find_earlier",
    "find_run",
    "find_unfinished",
    "find_written_prefixes",
    "in_path_order",
    "list_runs",
    "list_runs_at",
    "make_header",
    "make_nothing",
    "number_moves",
    "number_prefix",
    "photo_record",
    "place_here",
    "place_into",
    "plan_merges",
    "plan_moves",
    "plan_undo",
    "prefixes_between",
    "read_plan",
    "read_runs",
    "read_runs_at",
    "recover_run",
    "roll_back_run",
    "undo_run",
    "write_plan",
]
