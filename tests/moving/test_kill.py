"""Kill -9 at instants spread over runs. `SNAPSORT_KILLS=200` makes it two hundred instead of twenty."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import pytest

from snapsort.errors import NothingToDo
from snapsort.moving import find_unfinished, recover_run, write_plan
from snapsort.records import Mode, Plan
from tests.moving.trees import Desk, Entry, decided, ignore, make_desk, never, write_file, write_twins

REPOSITORY = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("SNAPSORT_KILLS", "20"))
NEVER = 10**9
SCENARIOS = ("move", "move to another disk", "copy to another disk", "merge")
MEMORY = Path("/dev/shm")  # another file system on every Linux


@dataclass(frozen=True)
class Scene:
    """Something that is about to be done, the tree before it, and what the tree may be in the midst of it.

    `act` is what `killed` does when it is asked for `what`; `expect` gives the files that must be there now.
    """

    folder: Path
    desk: Desk
    what: str
    act: Callable[[], object]
    before: dict[str, Entry | None]
    expect: Callable[[dict[str, Entry]], dict[str, Entry]]


@contextmanager
def make_scene(scenario: str, *, photos: int = 6) -> Iterator[Scene]:
    """Photos with companions, names that are taken, folders that must be made; or copies."""
    folder = Path(tempfile.mkdtemp())
    into = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None)) if "disk" in scenario else None
    try:
        if scenario == "merge":
            yield fill_with_copies(folder, photos)
        else:
            yield fill_scene(folder, into, "copy" if "copy" in scenario else "move", photos)
    finally:
        shutil.rmtree(folder)
        if into is not None:
            shutil.rmtree(into)


def fill_scene(folder: Path, into: Path | None, mode: Mode, photos: int) -> Scene:
    desk = make_desk(folder, into=into)
    write_file(desk.into / "receipts" / "0.jpg", b"I was here first")
    chosen = [
        decided(
            write_file(desk.root / f"{number}" / f"{number % 3}.jpg", os.urandom(3000)),
            write_file(desk.root / f"{number}" / f"{number % 3}.jpg.xmp", os.urandom(200)),
            write_file(desk.root / f"{number}" / f"{number % 3}.mov", os.urandom(5000)),
            folder="receipts" if number % 2 else "screens/of/phones",
        )
        for number in range(photos)
    ]
    plan = desk.plan(chosen, mode=mode)
    write_plan(plan, folder / "plan.jsonl")
    return Scene(folder, desk, "apply", lambda: desk.apply(plan), desk.tree(), partial(expect_moved, plan))


def fill_with_copies(folder: Path, photos: int) -> Scene:
    desk = replace(make_desk(folder), into=folder / "messy")
    write_twins(desk, [f"{number}.jpg" for number in range(photos)])
    return Scene(folder, desk, "merge", desk.merge, desk.tree(), partial(expect_merged, desk))


def expect_moved(plan: Plan, before: dict[str, Entry]) -> dict[str, Entry]:
    """Every file is in one of its two places, whole, and units are together."""
    expected = dict(before)
    for move in plan.moves:
        for file in move.files if move.target.exists() else ():
            source = str(file.source.path)
            expected[str(file.target)] = expected[source] if plan.mode == "copy" else expected.pop(source)
    return expected


def expect_merged(desk: Desk, before: dict[str, Entry]) -> dict[str, Entry]:
    """Every copy is what it was, or a name of what is kept."""
    expected = dict(before)
    for copy in (desk.root / "copies").iterdir():
        kept = desk.root / "kept" / copy.name
        if copy.samefile(kept):
            expected[str(copy)] = expected[str(kept)] = replace(before[str(kept)], names=2)
    return expected


def run_to_event(what: str, scene: Scene, event: int) -> int | None:
    """How many events there were, or None when the process was killed at that one."""
    result = subprocess.run(
        command(what, scene, event), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if result.returncode == -9:
        return None
    assert result.returncode == 0, result.stderr
    return int(result.stdout.split()[-1])


def run_for(what: str, scene: Scene, seconds: float) -> None:
    """Kill a process some time after it has begun, wherever it is then."""
    with subprocess.Popen(command(what, scene, NEVER), cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()


def command(what: str, scene: Scene, event: int) -> list[str]:
    return [sys.executable, "-m", "tests.moving.killed", what, str(scene.folder), str(event)]


@cache
def count_events(what: str, scenario: str) -> int:
    """How many events a whole run has; for `recover`, one after a kill in the middle."""
    with make_scene(scenario) as scene:
        if what == "undo":
            scene.act()
        if what == "recover":
            run_to_event(scene.what, scene, count_events("act", scenario) // 2)
        return run_to_event(scene.what if what == "act" else what, scene, NEVER) or 0


def instants(number: int) -> list[tuple[str, float]]:
    """Scenarios in turn, with parts of a run that are spread evenly."""
    return [(SCENARIOS[index % len(SCENARIOS)], (index + 0.5) / number) for index in range(number)]


def recover(scene: Scene) -> None:
    for run in find_unfinished(scene.desk.journals):
        outcome = recover_run(run, journals=scene.desk.journals, on_progress=ignore, stop=never)
        assert outcome.problems == ()
    assert find_unfinished(scene.desk.journals) == ()


def check_nothing_is_lost(scene: Scene) -> None:
    """Every file is where it may be, whole; nothing else is there."""
    before = {path: entry for path, entry in scene.before.items() if entry is not None}
    assert scene.desk.files() == scene.expect(before)


def undo_what_stands(scene: Scene) -> None:
    try:
        outcome = scene.desk.undo()
    except NothingToDo:  # killed before anything was announced
        return
    assert outcome.problems == ()


@pytest.mark.parametrize(("scenario", "part"), instants(KILLS * 2 // 5))
def test_a_kill_while_applying_loses_nothing_and_can_be_undone(scenario: str, part: float) -> None:
    with make_scene(scenario) as scene:
        assert run_to_event(scene.what, scene, int(part * count_events("act", scenario))) is None

        recover(scene)
        check_nothing_is_lost(scene)
        undo_what_stands(scene)
        assert scene.desk.tree() == scene.before


@pytest.mark.parametrize(("scenario", "part"), instants(KILLS // 5))
def test_a_kill_while_recovering_can_be_recovered(scenario: str, part: float) -> None:
    with make_scene(scenario) as scene:
        run_to_event(scene.what, scene, count_events("act", scenario) // 2)
        assert run_to_event("recover", scene, int(part * count_events("recover", scenario))) is None

        recover(scene)
        check_nothing_is_lost(scene)
        undo_what_stands(scene)
        assert scene.desk.tree() == scene.before


@pytest.mark.parametrize(("scenario", "part"), instants(KILLS // 5))
def test_a_kill_while_undoing_can_be_recovered(scenario: str, part: float) -> None:
    with make_scene(scenario) as scene:
        scene.act()
        assert run_to_event("undo", scene, int(part * count_events("undo", scenario))) is None

        recover(scene)
        check_nothing_is_lost(scene)
        undo_what_stands(scene)
        assert scene.desk.tree() == scene.before


@pytest.mark.parametrize("seed", range(KILLS // 5))
def test_a_kill_at_a_random_time_loses_nothing_and_can_be_undone(seed: int) -> None:
    with make_scene(SCENARIOS[seed % len(SCENARIOS)], photos=40) as scene:
        run_for(scene.what, scene, random.Random(seed).uniform(0, 0.15))

        recover(scene)
        check_nothing_is_lost(scene)
        undo_what_stands(scene)
        assert scene.desk.tree() == scene.before
