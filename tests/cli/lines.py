"""What a command line printed and returned, and what a tree of files is."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from snapsort.cli import run


@dataclass(frozen=True)
class Lines:
    """The exit code and the two streams of a command."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, object]]:
        """The JSON lines on stdout; fails if there is anything else."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def photos(self) -> dict[str, dict[str, object]]:
        """The photo records by the picture's name."""
        return {Path(str(item["path"])).name: item for item in self.records if item["type"] == "photo"}

    @property
    def summary(self) -> dict[str, object]:
        """The last line."""
        return self.records[-1]


def run_lines(capsys: pytest.CaptureFixture[str], arguments: Sequence[object]) -> Lines:
    """Run a command line in this process."""
    code = run([str(argument) for argument in arguments])
    streams = capsys.readouterr()
    return Lines(code, streams.out, streams.err)


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Content and time of each file below a folder, but for snapsort's own notes."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".snapsort" not in path.parts
    }


def loaded_modules(*arguments: str) -> set[str]:
    """The top-level modules that a command line has imported when it ends."""
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('\\nLOADED', *{name.split('.')[0] for name in sys.modules}))\n"
        f"sys.argv = ['snapsort', *{list(arguments)!r}]\n"
        "from snapsort.__main__ import main\n"
        "main()\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return set(result.stdout.rpartition("LOADED")[2].split())
