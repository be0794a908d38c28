"""How long a command takes that needs no model, against starting Python and against importing PyTorch."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.figures import FigureGroup, sample
from benchmarks.options import BenchmarkOptions, CannotRunError

YARDSTICK = "python -c pass"
COMMANDS = {
    YARDSTICK: ("-c", "pass"),
    "python -c 'import torch'": ("-c", "import torch"),
    "snapsort --help": ("-m", "snapsort", "--help"),
    "snapsort labels": ("-m", "snapsort", "labels"),
}


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """One group: milliseconds of each command, and its ratio to `python -c pass` in the same round."""
    for arguments in COMMANDS.values():
        time_command(arguments)  # the first run writes bytecode and fills the page cache
    rounds = [
        {name: time_command(arguments) for name, arguments in COMMANDS.items()} for _ in range(options.rounds)
    ]
    times = [sample(name, [1000 * times[name] for times in rounds], unit="ms") for name in COMMANDS]
    ratios = [
        sample(f"{name} / {YARDSTICK}", [times[name] / times[YARDSTICK] for times in rounds], unit="x")
        for name in COMMANDS
        if name != YARDSTICK
    ]
    yield FigureGroup("commands", (), options.rounds, None, (*times, *ratios))


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
