"""At a real terminal: it asks, and Ctrl-C ends after the current picture."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from snapsort.models import KNOWN_MODELS
from tests.cli.lines import tree

PATIENCE_S = 60


def test_no_changes_nothing(pictures: Path, user: Path) -> None:
    before = tree(pictures)
    code, screen = type_at_terminal([str(pictures)], "n\n")
    assert code == 0
    assert "Move 4 pictures?" in screen
    assert tree(pictures) == before


def test_yes_moves(pictures: Path, user: Path) -> None:
    code, screen = type_at_terminal([str(pictures)], "y\n")
    assert code == 0
    assert "snapsort undo" in screen
    assert (pictures / "receipts" / "scan0007.jpg").is_file()


def test_undo_names_the_run_before_it_asks(pictures: Path, user: Path) -> None:
    before = tree(pictures)
    type_at_terminal([str(pictures)], "y\n")
    code, screen = type_at_terminal(["undo"], "y\n")
    assert code == 0
    assert str(pictures) in screen.replace("\r\n", "")
    assert tree(pictures) == before


def test_history_breaks_no_name_at_a_narrow_terminal(
    pictures: Path, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_at_terminal([str(pictures)], "y\n")
    monkeypatch.setenv("COLUMNS", str(len(f"    sort {pictures}")))

    _, screen = type_at_terminal(["history"], "")

    assert f"    sort {pictures}" in [line.rstrip() for line in screen.splitlines()]


def test_names_that_have_to_be_typed_are_whole_at_a_narrow_terminal(
    user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")

    _, screen = type_at_terminal(["model", "list"], "")

    firsts = {line.split()[0] for line in screen.splitlines() if line.strip()}
    assert {model.name for model in KNOWN_MODELS} <= firsts


def test_no_color_is_honored(pictures: Path, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, colored = type_at_terminal([str(pictures), "--dry-run"], "")
    monkeypatch.setenv("NO_COLOR", "1")
    _, plain = type_at_terminal([str(pictures), "--dry-run"], "")
    assert "\x1b[3" in colored
    assert "\x1b[3" not in plain


def test_ctrl_c_while_looking_changes_nothing(pictures: Path, user: Path) -> None:
    before = tree(pictures)
    process = subprocess.Popen(
        [sys.executable, "-m", "snapsort", str(pictures), "--yes", "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(0.7)  # somewhere in the middle of loading
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_S)
    # Python may leave by the signal itself if an extension was just being imported; a shell sees 130 too.
    assert process.returncode in (130, -signal.SIGINT), err.decode()
    assert tree(pictures) == before


def type_at_terminal(arguments: list[str], keys: str) -> tuple[int, str]:
    """The exit code and all that the screen showed; keys are typed when the question stands there."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "snapsort", *arguments], stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    screen = b""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        ready, _, _ = select.select([controller], [], [], 1)
        if ready:
            try:
                chunk = os.read(controller, 4096)
            except OSError:  # how Linux says that the other side has gone
                break
            if not chunk:
                break
            screen += chunk
            if keys and b"[y/N]" in screen:
                os.write(controller, keys.encode())
                keys = ""
    os.close(controller)
    return process.wait(PATIENCE_S), screen.decode()
