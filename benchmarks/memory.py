"""Peak memory of embedding folders of growing size: flat but for the vectors and what is known of each file.

The model is a stand-in that costs nothing, so that a hundred thousand pictures pass in a minute: what is
measured is whether pictures pile up anywhere on their way.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import FigureGroup, sample
from benchmarks.known_folder import make_pictures
from benchmarks.options import BenchmarkOptions, CannotRunError

MIB = 2**20


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group a size of folder; a process a folder."""
    for n in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            make_pictures(Path(folder) / "pictures", n, seed=options.seed)
            peak = measure(Path(folder))
        figures = (
            sample("peak memory", [peak["peak_bytes"] / MIB], unit="MiB"),
            sample("vectors", [peak["vectors_bytes"] / MIB], unit="MiB"),
            sample("since the scan, without vectors", [peak["beyond_bytes"] / MIB], unit="MiB"),
        )
        yield FigureGroup("first run", (("model", "stand-in"),), n, options.seed, figures)


def measure(folder: Path) -> dict[str, float]:
    """What a process of its own says of itself.

    Raises:
        CannotRunError: it failed.
    """
    command = (sys.executable, "-m", "benchmarks.memory_process", str(folder))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotRunError(f"the process ended with {done.returncode}: {done.stderr[-300:]}")
    result: dict[str, float] = json.loads(done.stdout)
    return result
