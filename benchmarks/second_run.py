"""A run over pictures that are all in the cache: what it takes beyond starting, and what ten new ones add."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.known_folder import dry_run, make_known, make_pictures
from benchmarks.options import BenchmarkOptions

FEW = 10
PER = 10_000


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds that passed, and processor seconds of all its threads."""

    wall: float
    cpu: float


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group a size of folder."""
    for n in options.sizes:
        with tempfile.TemporaryDirectory() as work:
            rounds = time_rounds(Path(work), n, options)
        yield FigureGroup("unchanged", (("model", "builtin"),), n, options.seed, make_figures(rounds, n))


def time_rounds(work: Path, n: int, options: BenchmarkOptions) -> list[Mapping[str, Spent]]:
    """In each round: few known pictures, n known ones, ten new ones alone, and ten more among the known."""
    home, few, many = work / "home", work / "few", work / "many"
    make_pictures(few, FEW, seed=options.seed)
    dry_run(few, home)  # makes the cache, with the prompts
    make_known(few, home=home, seed=options.seed)
    make_pictures(many, n, seed=options.seed + 1)
    make_known(many, home=home, seed=options.seed + 1)
    dry_run(few, home)  # bytecode and page cache
    rounds: list[Mapping[str, Spent]] = []
    for number in range(options.rounds):
        spent = {"known, few": spend(few, home), "known, all": spend(many, home)}
        make_pictures(work / f"new{number}", FEW, seed=options.seed + 1000 + number)
        spent["new ones alone"] = spend(work / f"new{number}", home)
        make_pictures(many / f"new{number}", FEW, seed=options.seed + 2000 + number)
        spent["new ones among all"] = spend(many, home)
        make_known(many / f"new{number}", home=home, seed=options.seed)
        rounds.append(spent)
    return rounds


def make_figures(rounds: Sequence[Mapping[str, Spent]], n: int) -> tuple[Figure, ...]:
    """Times of each run, and what they are beyond starting."""
    times = [sample(f"{name}, time", [spent[name].wall for spent in rounds], unit="s") for name in rounds[0]]
    cpu = [
        sample(f"{name}, processor", [spent[name].cpu for spent in rounds], unit="s") for name in rounds[0]
    ]
    beyond = [difference(spent, "known, all", "known, few") for spent in rounds]
    added = [difference(spent, "new ones among all", "new ones alone") for spent in rounds]
    return (
        *times,
        *cpu,
        sample(f"beyond starting, time a {PER:,}", [PER * one.wall / n for one in beyond], unit="s"),
        sample(f"beyond starting, processor a {PER:,}", [PER * one.cpu / n for one in beyond], unit="s"),
        sample(f"beyond the new ones, time a {PER:,}", [PER * one.wall / n for one in added], unit="s"),
    )


def difference(spent: Mapping[str, Spent], name: str, less: str) -> Spent:
    """The one less the other."""
    return Spent(spent[name].wall - spent[less].wall, spent[name].cpu - spent[less].cpu)


def spend(folder: Path, home: Path) -> Spent:
    """What a dry run on the folder takes."""
    start, before = time.perf_counter(), os.times()
    dry_run(folder, home)
    seconds, after = time.perf_counter() - start, os.times()
    user, system = after.children_user - before.children_user, after.children_system - before.children_system
    return Spent(seconds, user + system)
