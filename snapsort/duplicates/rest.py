"""From groups to a plan that moves the rest elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from snapsort.duplicates.groups import Duplicates, Kind, Member
from snapsort.moving import DiskFolders, PlanTarget, plan_moves
from snapsort.records import DecidedPhoto, Decision, Plan


def plan_rest(duplicates: Duplicates, folders: Sequence[Path], *, into: Path) -> Plan:
    """The plan that moves what need not be kept into a folder, with final names, as a sort would.

    A picture's folder below the searched one is kept below `into`, so that it can be seen where it came from.
    Companions go along.

    Args:
        folders: those that were searched; every member lies in one of them.
        into: absolute.
    """
    return plan_moves(
        [_decide(kind, member, folders) for kind, member in duplicates.rest],
        target=PlanTarget(root=Path(os.path.commonpath(folders)), into=into),
        existing=DiskFolders(),
        problems=duplicates.problems,
        model="",
        labels="duplicates",
    )


def _decide(kind: Kind, member: Member, folders: Sequence[Path]) -> DecidedPhoto:
    """A duplicate in the words of a plan: its kind won over keeping it."""
    base = next(folder for folder in folders if member.path.is_relative_to(folder))
    below = PurePosixPath(*member.path.parent.relative_to(base).parts)
    decision = Decision(
        label=kind,
        folder=below,
        probability=member.similarity,
        runner_up="kept",
        runner_up_probability=1 - member.similarity,
        min_probability=0.0,
        min_margin=0.0,
        reason="sure",
    )
    return DecidedPhoto(member.photo.photo, member.photo.fingerprint, decision)
