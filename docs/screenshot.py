"""Writes docs/images/run.svg, the picture in the README: `python -m docs.screenshot`, after `make demo`."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "run.svg"
COMMAND = ("snapsort", "demo/pictures", "--dry-run")
COLUMNS = 92


def run_in_color() -> str:
    """What the command prints on a terminal of that width, with its colors."""
    result = subprocess.run(
        [sys.executable, "-m", *COMMAND, "--quiet"],
        cwd=ROOT,
        env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout


def main() -> None:
    """Run, and draw the terminal."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), (" ".join(COMMAND), "bold")))
    console.print(Text.from_ansi(run_in_color().rstrip()))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(console.export_svg(title="snapsort"), "utf-8")


if __name__ == "__main__":
    main()
