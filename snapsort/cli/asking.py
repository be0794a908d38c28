"""Asking before something changes, and stopping politely when told to."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from snapsort.errors import UsageError


def confirm(question: str, *, yes: bool) -> bool:
    """Whether to go on: `--yes`, or what the user answers.

    Raises:
        UsageError: there is nobody to ask.
    """
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            "nothing was changed: there is no terminal to ask on", hint="add --yes to go on without asking"
        )
    return click.confirm(question, err=True)


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Inside, the first Ctrl-C only makes what is yielded true; the second breaks off."""
    pressed = False

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    previous = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, previous)
