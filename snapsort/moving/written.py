"""Which numbers in front of names are snapsort's own work, as its journals tell. A user's own ones stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from snapsort.moving.journal import JournalFolder
from snapsort.moving.numbers import find_prefix
from snapsort.moving.runs import Run, list_runs, list_runs_at
from snapsort.moving.steps import Step
from snapsort.records import EmbeddedPhoto, Fingerprint


def find_written_prefixes(
    photos: Iterable[EmbeddedPhoto], *, journals: JournalFolder, folder: Path
) -> dict[Path, str]:
    """The number that snapsort has put in front of each picture's name, by path; no others are in it.

    It has when a journal says that a step put just this content under just this name with this number, or
    brought it there from where one had. Without a numbered name among the pictures no journal is read.

    Args:
        photos: the pictures.
        journals: where this user's journals lie.
        folder: where further journals may lie, which came along with the pictures.
    """
    numbered = [photo for photo in photos if find_prefix(photo.photo.path.name)]
    if not numbered:
        return {}
    steps = _steps_by_result((*list_runs(journals), *list_runs_at(folder, journals)))
    found = {
        photo.photo.path: _find_written(photo.photo.path, photo.fingerprint, steps) for photo in numbered
    }
    return {path: prefix for path, prefix in found.items() if prefix}


def _steps_by_result(runs: Iterable[Run]) -> Mapping[tuple[Path, Fingerprint], list[Step]]:
    steps: dict[tuple[Path, Fingerprint], list[Step]] = {}
    for run in runs:
        for unit in run.journal.units:
            for step in unit.files if unit.number in run.journal.done else ():
                if step.fingerprint is not None and not step.is_about_target:
                    steps.setdefault((step.target, step.fingerprint), []).append(step)
    return steps


def _find_written(
    path: Path, fingerprint: Fingerprint, steps: Mapping[tuple[Path, Fingerprint], list[Step]]
) -> str:
    """The prefix of the name at this path if snapsort has put it there, here or on the way here, else ""."""
    prefix = find_prefix(path.name)
    seen: set[Path] = set()
    waiting = [path]
    while waiting:
        here = waiting.pop()
        seen.add(here)
        for step in steps.get((here, fingerprint), []):
            if step.prefix == prefix:
                return prefix
            if find_prefix(step.source.name) == prefix and step.source not in seen:
                waiting.append(step.source)
    return ""
