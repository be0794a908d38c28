"""From groups to hard links: an exact copy becomes another name of what is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from snapsort.duplicates.groups import Duplicates
from snapsort.moving import (
    JournalFolder,
    MergePlan,
    Outcome,
    Twin,
    apply_units,
    make_header,
    plan_merges,
)


def plan_links(duplicates: Duplicates) -> MergePlan:
    """What linking exact copies to what is kept of their group would do; companions are not linked."""
    return plan_merges(
        Twin(member.photo.photo.file, member.photo.fingerprint, kept=group.kept.path)
        for group in duplicates.groups
        if group.kind == "exact"
        for member in group.rest
    )


def link_copies(
    plan: MergePlan,
    folders: Sequence[Path],
    *,
    journals: JournalFolder,
    on_progress: Callable[[int], None],
    stop: Callable[[], bool],
) -> Outcome:
    """What happened when the copies were linked, each compared with what is kept right before.

    Args:
        folders: those that were searched; the journal's second copy goes to the first.

    Raises:
        RefusedForSafety: the journal cannot be written.
    """
    header = make_header(
        "dupes", root=Path(os.path.commonpath(folders)), into=folders[0], mode="hardlink", labels="duplicates"
    )
    return apply_units(plan.units, header, journals=journals, on_progress=on_progress, stop=stop)
