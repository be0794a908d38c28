"""A line of JSON for each group of figures: what was measured, of which commit, on which machine."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.figures import Figure, FigureGroup

RESULTS = Path(__file__).with_name("results")
PACKAGES = ("torch", "transformers", "snapsort")


def append_result(benchmark: str, group: FigureGroup, *, folder: Path = RESULTS) -> Path:
    """Add the group to the benchmark's results; the file it went to."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{benchmark}.jsonl"
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(make_record(benchmark, group)) + "\n")
    return path


def make_record(benchmark: str, group: FigureGroup) -> dict[str, object]:
    """The group with everything that is needed to compare it with another day's."""
    return {
        "benchmark": benchmark,
        "group": group.name,
        "commit": describe_commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": describe_machine(),
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
        "settings": dict(group.settings),
        "seed": group.seed,
        "n": group.n,
        "figures": [figure_record(figure) for figure in group.figures],
    }


def figure_record(figure: Figure) -> dict[str, object]:
    """The figure rounded to six digits; NaN, which JSON does not know, as null."""
    return {key: tidy(value) for key, value in asdict(figure).items()}


def tidy(value: object) -> object:
    """The value as JSON can say it."""
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def describe_commit() -> str | None:
    """The commit that is checked out, with `+` when files differ from it; None outside of a repository."""
    commit, changes = (
        ask_git("rev-parse", "HEAD"),
        ask_git("status", "--porcelain", "--", "snapsort", "labels"),
    )
    return f"{commit[:12]}{'+' if changes else ''}" if commit else None


def ask_git(*arguments: str) -> str:
    """What git answers; empty when there is no git or no repository."""
    try:
        done = subprocess.run(
            ("git", "-C", str(RESULTS.parent), *arguments), capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def describe_machine() -> dict[str, object]:
    """What it is, and how busy it was: processes that ran or wanted to, on average over the last minute."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"cpu": describe_cpu(), "cores": os.cpu_count(), "system": platform.system(), "load": load}


def describe_cpu() -> str:
    """The processor's name."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def version_of(package: str) -> str | None:
    """The version that is installed; None when it is not."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
