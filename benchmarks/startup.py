"""How long a command takes that loads no model, against starting Python and against importing PyTorch."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import FigureGroup, sample
from benchmarks.known_folder import dry_run, make_known, make_pictures
from benchmarks.options import BenchmarkOptions, CannotRunError

YARDSTICK = "python -c pass"
COMMANDS = {
    YARDSTICK: ("-c", "pass"),
    "python -c 'import torch'": ("-c", "import torch"),
    "snapsort --help": ("-m", "snapsort", "--help"),
    "snapsort labels": ("-m", "snapsort", "labels"),
}
CACHED_RUN = "dry run on ten known pictures"


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """One group: milliseconds of each command, and its ratio to `python -c pass` in the same round."""
    with tempfile.TemporaryDirectory() as folder:
        home, pictures = Path(folder) / "home", Path(folder) / "pictures"
        make_pictures(pictures, 10, seed=options.seed)
        dry_run(pictures, home)
        make_known(pictures, home=home, seed=options.seed)
        time_all(pictures, home)  # the first run writes bytecode and fills the page cache
        rounds = [time_all(pictures, home) for _ in range(options.rounds)]
    names = rounds[0].keys()
    times = [sample(name, [1000 * times[name] for times in rounds], unit="ms") for name in names]
    ratios = [
        sample(f"{name} / {YARDSTICK}", [times[name] / times[YARDSTICK] for times in rounds], unit="x")
        for name in names
        if name != YARDSTICK
    ]
    yield FigureGroup("commands", (), options.rounds, None, (*times, *ratios))


def time_all(pictures: Path, home: Path) -> dict[str, float]:
    """Seconds of each command."""
    times = {name: time_command(arguments) for name, arguments in COMMANDS.items()}
    start = time.perf_counter()
    dry_run(pictures, home)
    return times | {CACHED_RUN: time.perf_counter() - start}


def time_command(arguments: tuple[str, ...]) -> float:
    """Seconds from start to end of one process.

    Raises:
        CannotRunError: it failed.
    """
    start = time.perf_counter()
    done = subprocess.run((sys.executable, *arguments), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise CannotRunError(
            f"python {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-300:]}"
        )
    return seconds
