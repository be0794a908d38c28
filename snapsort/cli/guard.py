"""Turns whatever ends a command into a sentence on stderr and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from snapsort.errors import SnapsortError

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
        # The reader (`| head`) has left. Python would complain again when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return result if isinstance(result, int) else 0


def _say(message: str, hint: str = "") -> None:
    click.secho(f"snapsort: {message}", err=True, fg="red")
    if hint:
        click.echo(f"  {hint}", err=True)
