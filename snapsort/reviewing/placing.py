"""Where each picture belongs, and the plan that brings it there. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import PurePosixPath

import numpy as np

from snapsort.decide import decide, decide_as_said
from snapsort.moving import DiskFolders, PlanTarget, plan_moves
from snapsort.records import DecidedPhoto, Decision, Plan, Stay, StayReason
from snapsort.reviewing.standing import Standing

UP = PurePosixPath()
"""The folder of a picture that goes back up to the root."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan that was shown, and how things stood."""

    id: str
    plan: Plan
    standing: Standing


def make_decisions(standing: Standing) -> tuple[Decision, ...]:
    """What becomes of each picture.

    What the user said counts first; a picture in a label's folder stays in it; else the labels decide. A
    picture that is said to belong to no label, and lies in a label's folder, goes up to the root.
    """
    decisions = list(decide(standing.probabilities.astype(np.float64), standing.labels))
    for row in np.flatnonzero(standing.said >= 0).tolist():
        decisions[row] = _said(decisions[row], standing, row)
    return tuple(decisions)


def make_review_plan(standing: Standing, target: PlanTarget, *, model: str) -> Plan:
    """The plan of a review, with final names: every picture is in it."""
    down: list[DecidedPhoto] = []
    up: list[DecidedPhoto] = []
    stays: list[Stay] = []
    for row, decision in enumerate(make_decisions(standing)):
        photo = standing.pictures.photos[row]
        decided = DecidedPhoto(photo.photo, photo.fingerprint, decision)
        reason = _reason_to_stay(standing, row, decision)
        if reason is not None:
            stays.append(Stay(decided, reason))
        else:
            (up if decision.folder == UP else down).append(decided)
    plans = [
        _plan(down, target, standing, model=model),
        _plan(up, replace(target, into=target.root), standing, model=model),
    ]
    return replace(
        plans[0],
        moves=tuple(sorted((move for plan in plans for move in plan.moves), key=_path_parts)),
        stays=tuple(sorted((*stays, *(stay for plan in plans for stay in plan.stays)), key=_path_parts)),
        problems=standing.pictures.problems,
    )


def find_places(decisions: Iterable[Decision], standing: Standing) -> list[int]:
    """The column of the label in whose folder each picture will lie; -1 for none."""
    columns = {label.name: column for column, label in enumerate(standing.labels.labels)}
    places = []
    for row, decision in enumerate(decisions):
        if standing.said[row] < 0 <= standing.here[row]:
            places.append(int(standing.here[row]))
        else:
            goes = decision.reason in ("sure", "said") and decision.folder != UP
            places.append(columns[decision.label] if goes else -1)
    return places


def _said(decision: Decision, standing: Standing, row: int) -> Decision:
    column = int(standing.said[row])
    label = standing.labels.labels[column]
    own = decide_as_said(decision, label, float(standing.probabilities[row, column]))
    goes_up = label.folder is None and standing.here[row] >= 0
    return replace(own, folder=UP, reason="said") if goes_up else own


def _reason_to_stay(standing: Standing, row: int, decision: Decision) -> StayReason | None:
    """Why a picture is not to be planned at all; None when it goes if its name allows."""
    here, said = int(standing.here[row]), int(standing.said[row])
    if here >= 0 and said in (-1, here):
        return "in_place"
    if decision.reason == "sure" or decision.reason == "said":  # noqa: PLR1714  # as mypy understands it
        return None
    return decision.reason


def _plan(photos: Sequence[DecidedPhoto], target: PlanTarget, standing: Standing, *, model: str) -> Plan:
    return plan_moves(
        photos,
        target=target,
        existing=DiskFolders(),
        problems=(),
        model=model,
        labels=standing.labels.name,
    )


_path_parts = attrgetter("photo.photo.path.parts")
