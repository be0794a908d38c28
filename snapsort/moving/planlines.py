"""One photo of a plan as a JSON object: the fields that `--json` prints, and those that applying needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TypeAlias, get_args

from snapsort.moving.fields import Fields
from snapsort.records import (
    DecidedPhoto,
    Decision,
    FileMove,
    FileStamp,
    Mode,
    Photo,
    PlannedMove,
    Problem,
    Reason,
    SourceFile,
    Stage,
    Stay,
    StayReason,
)

Goes: TypeAlias = PlannedMove
StaysOut: TypeAlias = Stay | Problem | None
"""What does not go. None is a photo that was sure and that the user has taken out of the plan."""

PROBABILITY_DIGITS = 6
"""Further ones depend on how pictures were batched, and the same question must have one answer."""

ACTION_WORDS: Mapping[Mode, str] = {"move": "move", "copy": "copy", "hardlink": "link", "symlink": "link"}

_DECISION_REASONS: tuple[Reason, ...] = get_args(Reason)
_GOING: tuple[Reason, ...] = ("sure", "said")
_STAY_REASONS: tuple[StayReason, ...] = get_args(StayReason)
_STAGES: tuple[Stage, ...] = get_args(Stage)


def photo_record(item: PlannedMove | Stay | Problem, mode: Mode) -> dict[str, object]:
    """What `--json` prints of one photo; the plan file holds the same fields and more.

    A problem has a null for all that is not known, and besides its `stage` and a `message` for people.
    """
    if isinstance(item, Problem):
        return _problem_record(item)
    decision = item.photo.decision
    goes = isinstance(item, PlannedMove)
    return {
        "type": "photo",
        "path": str(item.photo.photo.path),
        "label": decision.label,
        "folder": None if decision.folder is None else str(decision.folder),
        "probability": round(decision.probability, PROBABILITY_DIGITS),
        "runner_up": decision.runner_up,
        "margin": round(decision.margin, PROBABILITY_DIGITS),
        "rank": item.rank if isinstance(item, PlannedMove) else None,
        "action": ACTION_WORDS[mode] if goes else "stay",
        "reason": item.reason if isinstance(item, Stay) else decision.reason,
        "target": _targets(item)[0],
        "companions": [
            {"path": str(file.path), "target": target}
            for file, target in zip(item.photo.photo.companions, _targets(item)[1:], strict=True)
        ],
    }


def plan_line(item: PlannedMove | Stay | Problem, mode: Mode) -> dict[str, object]:
    """A line of a plan file: `photo_record`, and what applying needs."""
    record = photo_record(item, mode)
    if isinstance(item, Problem):
        return record
    decision, photo = item.photo.decision, item.photo.photo
    record["companions"] = [
        {"path": str(file.path), "target": target, **_stamp_record(file.stamp)}
        for file, target in zip(photo.companions, _targets(item)[1:], strict=True)
    ]
    return {
        **record,
        "prefix": item.prefix if isinstance(item, PlannedMove) else "",
        "runner_up_probability": round(decision.runner_up_probability, PROBABILITY_DIGITS),
        "min_probability": decision.min_probability,
        "min_margin": decision.min_margin,
        "fingerprint": item.photo.fingerprint,
        **_stamp_record(photo.file.stamp),
    }


def read_photo(line: Fields, mode: Mode) -> Goes | StaysOut:
    """What a line of a plan file says; ValueError when it says nothing that makes sense."""
    line.word("type", ("photo",))
    action = line.word("action", (ACTION_WORDS[mode], "stay", "problem"))
    if action == "problem":
        return Problem(
            line.path("path"), line.word("stage", _STAGES), line.text("reason"), line.text("message")
        )
    if action == "stay":
        if line.text("reason") in _GOING:
            return None
        reason = line.word("reason", _STAY_REASONS)
        return Stay(_read_decided(line, _decision_reason(reason)), reason)
    photo = _read_decided(line, line.word("reason", _GOING))
    targets = (line.path("target"), *(item.path("target") for item in line.objects("companions")))
    files = zip(photo.photo.files, targets, strict=True)
    prefix = line.optional_text("prefix") or ""
    is_numbered = targets[0].name.startswith(prefix)  # else the user has given it another name
    moves = tuple(FileMove(file, target) for file, target in files)
    return PlannedMove(photo, moves, line.optional_integer("rank"), prefix if is_numbered else "")


def _targets(item: PlannedMove | Stay) -> list[str | None]:
    """Where each file goes, the picture first; None when it stays."""
    if isinstance(item, PlannedMove):
        return [str(file.target) for file in item.files]
    return [None for _ in item.photo.photo.files]


def _problem_record(problem: Problem) -> dict[str, object]:
    unknown = dict.fromkeys(("label", "folder", "probability", "runner_up", "margin", "rank"))
    return {
        "type": "photo",
        "path": str(problem.path),
        **unknown,
        "action": "problem",
        "reason": problem.code,
        "target": None,
        "companions": [],
        "stage": problem.stage,
        "message": problem.reason,
    }


def _stamp_record(stamp: FileStamp) -> dict[str, object]:
    return {
        "size": stamp.size_bytes,
        "mtime_ns": stamp.mtime_ns,
        "ctime_ns": stamp.ctime_ns,
        "device": stamp.device,
        "inode": stamp.inode,
    }


def _decision_reason(reason: StayReason) -> Reason:
    """What the decision was for a photo that stays: planning may keep one that the labels were sure of."""
    return next((word for word in _DECISION_REASONS if word == reason), "sure")


def _read_decided(line: Fields, reason: Reason) -> DecidedPhoto:
    fingerprint = line.fingerprint("fingerprint")
    if fingerprint is None:
        raise ValueError('"fingerprint" must not be null')
    folder = line.optional_text("folder")
    decision = Decision(
        label=line.text("label"),
        folder=None if folder is None else PurePosixPath(folder),
        probability=line.number("probability"),
        runner_up=line.text("runner_up"),
        runner_up_probability=line.number("runner_up_probability"),
        min_probability=line.number("min_probability"),
        min_margin=line.number("min_margin"),
        reason=reason,
    )
    companions = tuple(_read_file(item) for item in line.objects("companions"))
    return DecidedPhoto(Photo(_read_file(line), companions), fingerprint, decision)


def _read_file(line: Fields) -> SourceFile:
    stamp = FileStamp(
        size_bytes=line.integer("size"),
        mtime_ns=line.integer("mtime_ns"),
        ctime_ns=line.integer("ctime_ns"),
        device=line.integer("device"),
        inode=line.integer("inode"),
    )
    return SourceFile(line.path("path"), stamp)
