"""What commands that make pages share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snapsort.cli.arguments import AskArguments, ModelArguments
    from snapsort.cli.places import Places
    from snapsort.pages import Thumbs
    from snapsort.records import Plan
    from snapsort.report import Terminal


def page_thumbs(how: ModelArguments, places: Places) -> Thumbs:
    """How a page gets its small copies: from the user's cache where they are kept."""
    from snapsort.pages import Thumbs

    return Thumbs(
        folder=places.thumbnails_folder if how.cache else None,
        max_pixels=round(how.max_pixels * 1e6),
        workers=os.cpu_count() or 1,
    )


def check_plan_page(ask: AskArguments) -> None:
    """Raise unless the page that was asked for can be written; an earlier one of snapsort's may be replaced.

    Raises:
        UsageError: it has another extension than .html, or there is no such folder.
        RefusedForSafety: something else is there already.
    """
    from snapsort.outputs import OWN_ONLY, check_output, is_own

    if ask.html is not None:
        path = ask.html.expanduser().absolute()
        check_output(path, suffixes={".html"}, overwrite=is_own(path), hint=OWN_ONLY)


def save_plan(
    plan: Plan, ask: AskArguments, *, how: ModelArguments, places: Places, terminal: Terminal
) -> None:
    """Write the plan into the files that were asked for, and say where they are."""
    from snapsort.moving import write_plan

    if ask.plan is not None:
        write_plan(plan, ask.plan)
        terminal.remark(f"plan saved; carry it out with  snapsort apply {ask.plan}")
    if ask.html is not None:
        _save_page(plan, ask.html.expanduser().absolute(), how=how, places=places, terminal=terminal)


def _save_page(plan: Plan, path: Path, *, how: ModelArguments, places: Places, terminal: Terminal) -> None:
    from snapsort.outputs import is_own, write_output
    from snapsort.pages import make_plan_page
    from snapsort.words import printable, size

    with terminal.progress("drawing", len(plan.moves) + len(plan.stays)) as on_progress:
        page = make_plan_page(plan, page_thumbs(how, places), on_progress=on_progress)
    write_output(path, page, overwrite=is_own(path))
    terminal.remark(f"page saved: {printable(path)} ({size(len(page))})")
