"""Values as the page reads them: dictionaries of what JSON knows."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

from snapsort import __version__
from snapsort.heads import KeptHead
from snapsort.learning import LabelReport, Quality, Share
from snapsort.records import Details, EmbeddedPhoto, Plan, Problem
from snapsort.reviewing import Acted, Drafted, Lesson, Limits, Review, Standing
from snapsort.similarity import Found


def session_record(review: Review) -> dict[str, object]:
    """`GET /api/session` when the pictures are known."""
    standing, request = review.standing, review.request
    return {
        **waiting_record(review),
        "revision": standing.revision,
        "photos": len(standing.pictures),
        "labels": _label_records(standing),
        "head": _head_record(standing.head),
        "state": "busy" if review.is_busy else "ready",
        "problems": [_problem_record(problem, review) for problem in standing.pictures.problems],
        "corrections": standing.corrections,
        "run": None if standing.run is None else {"id": standing.run.id, "moved": standing.run.moved},
        "mode": request.target.mode,
    }


def waiting_record(review: Review) -> dict[str, object]:
    """`GET /api/session` while the pictures are being read, or when they cannot be."""
    request = review.request
    return {
        "root": str(request.target.root),
        "into": str(request.target.into),
        "model": request.model_name,
        "revision": 0,
        "photos": 0,
        "labels": [],
        "head": None,
        "limits": _limits_record(Limits(request.min_probability, request.min_margin)),
        "state": "loading",
        "problems": [],
        "corrections": 0,
        "run": None,
        "mode": request.target.mode,
        "version": __version__,
    }


def pictures_record(standing: Standing, review: Review) -> dict[str, object]:
    """`GET /api/pictures`: columns."""
    photos, details = standing.pictures.photos, standing.pictures.details
    prefix = _root_prefix(review)
    return {
        "revision": standing.revision,
        "paths": [photo.photo.path.as_posix().removeprefix(prefix) for photo in photos],
        "here": standing.here.tolist(),
        "said": standing.said.tolist(),
        "times": [_time_s(photo, item) for photo, item in zip(photos, details, strict=True)],
        "widths": [item.width_px for item in details],
        "heights": [item.height_px for item in details],
        "companions": [len(photo.photo.companions) for photo in photos],
        "kinds": [item.kind for item in details],
        "hashes": [photo.fingerprint[:12] for photo in photos],
    }


def found_record(found: Found) -> dict[str, object]:
    """Pictures by falling similarity."""
    similarity = [round(value, 6) for value in found.scores.tolist()]
    return {"pictures": found.rows.tolist(), "similarity": similarity}


def plan_record(drafted: Drafted, review: Review) -> dict[str, object]:
    """`POST /api/plan`: final names, relative to the root where they lie below it."""
    plan = drafted.plan
    rows = {photo.photo.path: row for row, photo in enumerate(drafted.standing.pictures.photos)}
    moves = [
        {"picture": rows[move.photo.photo.path], "to": relative_to_root(move.target, review)}
        for move in plan.moves
    ]
    return {
        "plan": drafted.id,
        "mode": plan.mode,
        "moves": moves,
        "stays": len(plan.stays),
        "held": [
            {"picture": rows[stay.photo.photo.path], "reason": stay.reason}
            for stay in plan.stays
            if stay.reason in ("name_taken", "already_there")
        ],
        "problems": [_problem_record(problem, review) for problem in plan.problems],
        "folders": _folder_counts(plan),
    }


def result_record(result: object, review: Review) -> object:
    """What a task came to."""
    if isinstance(result, int):
        return {"revision": result}
    if isinstance(result, Lesson):
        return _lesson_record(result)
    if isinstance(result, Acted):
        outcome, unread = result.outcome, result.unread
        return {
            "run": outcome.run,
            "moved": len(outcome.done),
            "restored": len(outcome.done),
            "problems": [_problem_record(problem, review) for problem in outcome.problems],
            "interrupted": outcome.interrupted,
            "unread": None if unread is None else str(unread),
        }
    return None


def relative_to_root(path: Path, review: Review) -> str:
    """The path below the root with `/` between its parts; the whole path when it lies elsewhere."""
    return path.as_posix().removeprefix(_root_prefix(review))


def _root_prefix(review: Review) -> str:
    return review.request.target.root.as_posix().rstrip("/") + "/"


def _label_records(standing: Standing) -> list[dict[str, object]]:
    return [
        {
            "name": label.name,
            "folder": None if label.folder is None else str(label.folder),
            "negative": label.is_negative,
            "threshold": label.min_probability,
            "margin": label.min_margin,
        }
        for label in standing.labels.labels
    ]


def _limits_record(limits: Limits) -> dict[str, object]:
    return {"threshold": limits.threshold, "margin": limits.margin}


def _head_record(kept: KeptHead | None) -> dict[str, object] | None:
    if kept is None:
        return None
    figures = {figure.name: figure.value for figure in kept.head.figures}
    interval = [_number(figures.get(name, math.nan)) for name in ("accuracy_low", "accuracy_high")]
    return {
        "accuracy": _number(figures.get("accuracy", math.nan)),
        "interval": interval,
        "corrections": int(kept.head.counts.sum()),
        "labels_on": [
            name for name, is_on in zip(kept.head.names, kept.head.is_on.tolist(), strict=True) if is_on
        ],
    }


def _lesson_record(lesson: Lesson) -> dict[str, object]:
    report = lesson.report
    names = (*lesson.names, None)  # -1 is no label
    return {
        "before": _quality_record(report.zero_shot),
        "after": _quality_record(report.learned),
        "corrections": report.n,
        "gone": lesson.gone,
        "labels": [_label_report_record(label) for label in report.labels],
        "changes": [
            {"picture": moved.picture, "from": names[moved.before], "to": names[moved.after]}
            for moved in lesson.moved
        ],
    }


def _label_report_record(label: LabelReport) -> dict[str, object]:
    return {
        "name": label.name,
        "n": label.n,
        "on": label.is_on,
        "reason": label.reason,
        "accuracy_before": _number(label.zero_shot.recall.value),
        "accuracy_after": _number(label.learned.recall.value),
        "precision_before": _number(label.zero_shot.precision.value),
        "precision_after": _number(label.learned.precision.value),
    }


def _quality_record(quality: Quality) -> dict[str, object]:
    return {"accuracy": _number(quality.accuracy.value), "interval": _interval(quality.accuracy)}


def _interval(share: Share) -> list[float | None]:
    return [_number(share.low), _number(share.high)]


def _number(value: float) -> float | None:
    """A number that JSON knows."""
    return round(value, 6) if math.isfinite(value) else None


def _problem_record(problem: Problem, review: Review) -> dict[str, object]:
    return {
        "path": relative_to_root(problem.path, review),
        "code": problem.code,
        "reason": problem.reason,
    }


def _folder_counts(plan: Plan) -> dict[str, int]:
    folders = Counter(
        move.target.parent.relative_to(base).as_posix()
        for move in plan.moves
        for base in ((plan.into if move.target.is_relative_to(plan.into) else plan.root),)
    )
    return dict(sorted(folders.items()))


def _time_s(photo: EmbeddedPhoto, details: Details) -> float:
    """When it was taken, else when its file was last changed."""
    return photo.photo.file.stamp.mtime_ns / 1e9 if details.taken_s is None else details.taken_s
