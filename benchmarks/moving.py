"""Planning, applying and undoing moves of tiny files, against renaming the same files without any care."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.options import BenchmarkOptions
from snapsort.__main__ import OBJECTS_PER_COLLECTION
from snapsort.files import hash_file
from snapsort.moving import (
    DiskFolders,
    JournalFolder,
    PlanTarget,
    apply_plan,
    find_run,
    plan_moves,
    plan_undo,
    read_plan,
    read_runs,
    undo_run,
    write_plan,
)
from snapsort.photos import ScanOptions, scan
from snapsort.records import DecidedPhoto, Decision, Photo, Plan

LABELS = ("receipts", "screenshots", "documents", "photos/people")
PER_FOLDER = 1_000
RENAME, SHUTIL = "os.rename, there and back", "shutil.move, there and back"
APPLY, UNDO = "apply", "undo"

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that passed, and processor seconds."""

    wall: float
    cpu: float


class Clock:
    """What each stage of a round has taken, by name."""

    def __init__(self) -> None:
        self.spent: dict[str, Spent] = {}

    def time(self, stage: str, work: Callable[[], Result]) -> Result:
        """The result of the work."""
        start, before = time.perf_counter(), time.process_time()
        result = work()
        self.spent[stage] = Spent(time.perf_counter() - start, time.process_time() - before)
        return result


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group a number of files."""
    gc.set_threshold(OBJECTS_PER_COLLECTION)  # as the command line does
    for n in options.sizes:
        rounds = []
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                rounds.append(time_round(Path(folder), n))
        yield FigureGroup("moves", (("folders", str(len(LABELS))),), n, None, make_figures(rounds))


def make_figures(rounds: Sequence[Mapping[str, Spent]]) -> tuple[Figure, ...]:
    """Processor seconds and seconds of each stage, and what care costs."""
    stages = rounds[0].keys()
    cpu = [
        sample(f"{stage}, processor", [spent[stage].cpu for spent in rounds], unit="s") for stage in stages
    ]
    wall = [sample(stage, [spent[stage].wall for spent in rounds], unit="s") for stage in stages]
    care = [(spent[APPLY].cpu + spent[UNDO].cpu) / spent[SHUTIL].cpu for spent in rounds]
    return (*cpu, *wall, sample(f"{APPLY} and {UNDO} / {SHUTIL}, processor", care, unit="x"))


def time_round(work: Path, n: int) -> dict[str, Spent]:
    """All stages on n new files."""
    root, plan_file, journals = work / "pictures", work / "plan.jsonl", JournalFolder(work / "state")
    photos = make_files(root, n)
    clock = Clock()
    plan = clock.time("plan", partial(make_plan, photos, root))
    clock.time("write the plan", lambda: write_plan(plan, plan_file))
    plan = clock.time("read the plan", lambda: read_plan(plan_file))
    # First, for its folders must exist: the journal's copy lies in the target folder later on.
    for stage, move in ((RENAME, os.rename), (SHUTIL, shutil.move)):
        clock.time(stage, partial(move_plainly, plan, move))
    clock.time(APPLY, lambda: apply_plan(plan, journals=journals, on_progress=ignore, stop=never))
    clock.time("history", lambda: read_runs(journals))
    asked = clock.time("ask what undo would do", lambda: plan_undo(find_run(journals, None)))
    clock.time(UNDO, lambda: undo_run(asked.run, journals=journals, on_progress=ignore, stop=never))
    if any(not photo.photo.path.exists() for photo in photos):
        raise ValueError("not all files came back")
    return clock.spent


def make_files(root: Path, n: int) -> tuple[DecidedPhoto, ...]:
    """n files of a few bytes, a thousand a folder, each decided to go to one of four folders."""
    for number in range(n):
        path = root / f"{number // PER_FOLDER:04}" / f"IMG_{number:06}.gif"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"GIF89a%d" % number)
    return tuple(decide(photo, number) for number, photo in enumerate(scan(root, ScanOptions()).photos))


def decide(photo: Photo, number: int) -> DecidedPhoto:
    """The photo, with a decision as a model would make it."""
    label = LABELS[number % len(LABELS)]
    decision = Decision(label, PurePosixPath(label), 0.9, "other", 0.05, 0.5, 0.0, "sure")
    return DecidedPhoto(photo, hash_file(photo.path), decision)


def make_plan(photos: Sequence[DecidedPhoto], root: Path) -> Plan:
    """Where they go."""
    target = PlanTarget(root, root)
    return plan_moves(photos, target=target, existing=DiskFolders(), problems=(), model="m", labels="l")


def move_plainly(plan: Plan, move: Callable[[Path, Path], object]) -> None:
    """Move the files of a plan and back, looking at nothing and noting nothing."""
    for folder in {item.target.parent for item in plan.moves}:
        folder.mkdir(parents=True, exist_ok=True)
    for item in plan.moves:
        move(item.photo.photo.path, item.target)
    for item in plan.moves:
        move(item.target, item.photo.photo.path)
    for label in LABELS:
        shutil.rmtree(plan.into / PurePosixPath(label).parts[0], ignore_errors=True)


def ignore(_done: int) -> None:
    """Show no progress."""


def never() -> bool:
    """Go on."""
    return False
