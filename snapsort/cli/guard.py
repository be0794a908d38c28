"""Turns whatever ends a command into a sentence on stderr and an exit code.

Names of files are shown with what is not printable escaped: a name must not be able to steer the terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from snapsort.errors import SnapsortError
from snapsort.words import printable

INTERRUPTED = 130


def exit_code_of(command: Callable[[], object]) -> int:
    """The code that the command returns, or that its error stands for."""
    try:
        result = command()
        sys.stdout.flush()
    except SnapsortError as error:
        _say(str(error), error.hint)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_broken_stdout()  # the reader (`| head`) has left
        return 1
    except OSError as error:
        # What no room has made its own: a path longer than the system takes, a full disk behind stdout.
        _say(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        _drop_broken_stdout()
        return 2
    return result if isinstance(result, int) else 0


def _say(message: str, hint: str = "") -> None:
    click.secho(f"snapsort: {printable(message)}", err=True, fg="red")
    if hint:
        click.echo(f"  {printable(hint)}", err=True)


def _drop_broken_stdout() -> None:
    """Send what cannot be written nowhere: Python would fail once more when it flushes stdout at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
