"""The two streams: stdout carries the answer, stderr everything else. Nobody else writes to them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from snapsort.report.plain_table import table_lines
from snapsort.words import printable

OnProgress = Callable[[int], None]

PIPE_WIDTH = 10_000
"""Columns where no terminal is: a line a picture, whole, so that it can be searched."""


class Terminal:
    """Says things to the user, as people or as machines want them.

    With `json`, stdout carries one object a line and nothing else. `quiet` silences progress and remarks,
    never the answer. Colors and bars appear only on a terminal; rich honors NO_COLOR.
    """

    def __init__(self, *, json: bool = False, quiet: bool = False) -> None:
        self.json = json
        self.quiet = quiet
        self._started = time.monotonic()
        self._out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
        self._err = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())

    @property
    def columns(self) -> int:
        """How wide a line on stdout may be."""
        return self._out.width

    @property
    def seconds(self) -> float:
        """How long the user has been waiting, since the start or the last answer to a question."""
        return time.monotonic() - self._started

    def restart_clock(self) -> None:
        """Count anew: the time that the user has taken to think is not ours."""
        self._started = time.monotonic()

    def answer(self, *parts: RenderableType) -> None:
        """Print for people, on stdout; nothing when machines listen."""
        if not self.json:
            for part in parts:
                for printed in self._as_printed(part):
                    self._out.print(printed)

    def _as_printed(self, part: RenderableType) -> Iterator[RenderableType]:
        if isinstance(part, Table) and self.columns >= PIPE_WIDTH:
            yield from map(Text, table_lines(part))
        else:
            yield Text(printable(part)) if isinstance(part, str) else part

    def record(self, record: Mapping[str, object]) -> None:
        """Print for machines, one line on stdout; nothing when people listen."""
        if self.json:
            # Names are any bytes on Linux: what is no text is escaped, so each line stays valid UTF-8.
            sys.stdout.write(json.dumps(record, ensure_ascii=True) + "\n")

    def remark(self, text: str, *, style: str = "dim") -> None:
        """Say something that is not the answer."""
        if not self.quiet:
            self._err.print(Text(printable(text), style=style))

    @contextmanager
    def progress(self, doing: str, total: int | None = None) -> Iterator[OnProgress]:
        """A bar with count, rate and time left, fed with the number done so far; only on a terminal."""
        if self.quiet or not self._err.is_terminal:
            yield _ignore
            return
        with Progress(*_columns(total), console=self._err, transient=True) as bar:
            task = bar.add_task(doing, total=total, start=False)

            def on_progress(done: int) -> None:
                if done and not bar.tasks[0].started:
                    bar.start_task(task)  # only now: loading the model says nothing about the time left
                bar.update(task, completed=done)

            yield on_progress


class _Rate(ProgressColumn):
    """Pictures a second."""

    def render(self, task: Task) -> Text:
        """The recent speed, or the average once finished."""
        speed = task.finished_speed or task.speed
        return Text(
            "" if speed is None else f"{speed:,.0f}/s" if speed >= 10 else f"{speed:.1f}/s", style="dim"
        )


def _columns(total: int | None) -> tuple[ProgressColumn, ...]:
    count = (TextColumn("{task.description}"), MofNCompleteColumn(), _Rate())
    return count if total is None else (count[0], BarColumn(), *count[1:], TimeRemainingColumn())


def _ignore(_done: int) -> None:
    pass
