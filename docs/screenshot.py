"""Writes docs/images/run.svg, the picture in the README: `python -m docs.screenshot`, after `make demo`."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "run.svg"
COMMAND = ("snapsort", "demo/pictures", "--dry-run")
COLUMNS, LINES = 92, 40


def run_in_color() -> str:
    """What the command prints on a terminal of that width, with its colors."""
    controller, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen([sys.executable, "-m", *COMMAND, "--quiet"], cwd=ROOT, stdout=terminal)
    os.close(terminal)
    with os.fdopen(controller, "rb") as screen:
        shown = b""
        with suppress(OSError):  # how Linux says that the program has ended
            while chunk := screen.read1():
                shown += chunk
    process.wait()
    return shown.decode().replace("\r\n", "\n")


def main() -> None:
    """Run, and draw the terminal."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), (" ".join(COMMAND), "bold")))
    console.print(Text.from_ansi(run_in_color().rstrip()))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(console.export_svg(title="snapsort"), "utf-8")


if __name__ == "__main__":
    main()
