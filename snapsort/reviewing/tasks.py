"""Work beside the page: one thing at a time in a thread of its own, with progress that can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from typing import Literal, TypeVar

T = TypeVar("T")

TaskState = Literal["running", "done", "failed"]


class Stopped(Exception):
    """The review ends, and with it the work on a question."""


class Lane:
    """A thread that does what it is given, one after the other.

    It dies with the process: whoever wants a piece of work to be finished waits for its future.
    """

    def __init__(self, name: str) -> None:
        self._waiting: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, function: Callable[[], T]) -> Future[T]:
        """What the function will have returned or raised."""
        future: Future[T] = Future()
        self._waiting.put(lambda: _carry_out(function, future))
        return future

    def _work(self) -> None:
        while True:
            self._waiting.get()()


class Task:
    """A piece of work with its progress; a `Watcher` for whatever stages it has.

    Args:
        id: how it is asked for.
        doing: what it begins with, in a word.
        is_stopping: asked at each step of a watched stage, which ends with `Stopped` when it says yes.
    """

    def __init__(self, id: str, doing: str, is_stopping: Callable[[], bool]) -> None:  # noqa: A002
        self.id = id
        self.doing = doing
        self.done = 0
        self.total: int | None = None
        self.future: Future[object] = Future()
        self._is_stopping = is_stopping

    @property
    def state(self) -> TaskState:
        """How far it is."""
        if not self.future.done():
            return "running"
        return "done" if self.future.exception() is None else "failed"

    @contextmanager
    def progress(self, doing: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Watch one stage of a question."""
        self.begin(doing, total)
        yield self._step

    def begin(self, doing: str, total: int | None) -> None:
        """Say what is done now."""
        self.doing, self.total, self.done = doing, total, 0

    def note(self, done: int) -> None:
        """Say how far it is; never ends anything, so that an act may call it."""
        self.done = done

    def _step(self, done: int) -> None:
        self.note(done)
        if self._is_stopping():
            raise Stopped("the review is over")


def _carry_out(function: Callable[[], T], future: Future[T]) -> None:
    try:
        result = function()
    except BaseException as error:  # handed on whole: whoever asks for the result gets it raised
        future.set_exception(error)
    else:
        future.set_result(result)
