"""Heads as commands use them: which one is meant, and what it is allowed to promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from snapsort.errors import UsageError

if TYPE_CHECKING:
    from snapsort.cli.arguments import LabelArguments, ModelArguments
    from snapsort.cli.places import Places
    from snapsort.heads import KeptHead
    from snapsort.learning import ThresholdChoice
    from snapsort.models import ModelSource
    from snapsort.pipeline import SortRequest
    from snapsort.records import LabelSet, Plan
    from snapsort.report import Terminal


def head_model(source: ModelSource, how: ModelArguments) -> str:
    """Which vectors a head belongs to. Device and precision only round them, so they do not count."""
    from snapsort.embeddings.cache import space_key
    from snapsort.models import PREPROCESSING_VERSION

    return space_key(f"{source.key} {PREPROCESSING_VERSION}", how.crops)


def open_head(word: str, labels: LabelSet, *, model: str, places: Places) -> KeptHead | None:
    """The head that `--head` means; None for `off`, and for `auto` when nothing was learned yet.

    Raises:
        HeadError: it is damaged, or was learned for another model or other labels.
    """
    from snapsort.heads import check_fits, head_file, read_head

    if word == "off":
        return None
    file = Path(word).expanduser() if word != "auto" else None
    path = file or head_file(places.heads_folder, model=model, label_set=labels)
    if file is None and not path.is_file():
        return None
    kept = read_head(path)
    check_fits(kept, model=model, label_set=labels, where=path)
    return kept


def open_head_for(
    what: LabelArguments,
    labels: LabelSet,
    source: ModelSource,
    *,
    how: ModelArguments,
    places: Places,
    terminal: Terminal,
) -> tuple[KeptHead | None, LabelSet]:
    """The head that the options mean, named to the user, and the labels as it knows them.

    Raises:
        HeadError: it is damaged, or was learned for another model or other labels.
    """
    from snapsort.heads import learned_labels
    from snapsort.report import describe_head

    head = open_head(what.head, labels, model=head_model(source, how), places=places)
    if head is None:
        return None, labels
    terminal.remark(describe_head(head))
    return head, learned_labels(labels, head)


def with_head(request: SortRequest, kept: KeptHead | None, *, terminal: Terminal) -> SortRequest:
    """The request, by the head: also into the folders that only the head knows, which count as sorted."""
    from snapsort.heads import learned_labels
    from snapsort.report import describe_head

    if kept is None:
        return request
    terminal.remark(describe_head(kept))
    labels = learned_labels(request.labels, kept)
    folders = (request.target.into.joinpath(*folder.parts) for folder in labels.folders)
    inside = (folder for folder in folders if folder.is_relative_to(request.target.root))
    scan = replace(request.scan, skip_folders=tuple(dict.fromkeys((*request.scan.skip_folders, *inside))))
    return replace(request, labels=labels, head=kept, scan=scan)


def plan_with_promise(
    plan: Callable[[SortRequest], Plan], request: SortRequest, *, max_error: float, terminal: Terminal
) -> Plan:
    """The plan that keeps the promise. Where there can be none, what thresholds would move is shown.

    Raises:
        UsageError: the corrections do not suffice to promise it; the message says how many more of what.
    """
    from snapsort.report import describe_promise, report_expected_errors
    from snapsort.teaching.promise import expect_errors

    try:
        promise = find_promise(request.head, max_error=max_error)
    except UsageError:
        unproven = plan(request)
        photos = [move.photo for move in unproven.moves] + [stay.photo for stay in unproven.stays]
        decisions = [photo.decision for photo in photos]
        report_expected_errors(expect_errors(decisions), terminal=terminal)
        raise
    terminal.remark(describe_promise(promise))
    return plan(replace(request, promise=promise))


def find_promise(kept: KeptHead | None, *, max_error: float) -> ThresholdChoice:
    """The thresholds that keep the promise.

    Raises:
        UsageError: the corrections do not suffice to promise it; the message says how many more of what.
    """
    from snapsort.report import describe_missing
    from snapsort.teaching.promise import make_promise

    no_promise = f"nothing was moved: an error of at most {max_error:.3g} cannot be promised"
    hint = "snapsort train, snapsort learn; without --max-error it sorts as usual"
    if kept is None:
        raise UsageError(f"{no_promise} without corrections", hint=hint)
    if len(set(kept.held_out.targets.tolist())) < 2:
        raise UsageError(f"{no_promise} by corrections of one label alone", hint=hint)
    choice = make_promise(kept, max_error=max_error)
    if not choice.is_proven:
        raise UsageError(f"{no_promise}: {describe_missing(choice, kept.head.names)}", hint=hint)
    return choice
