"""Work in threads, results in order, only so many pieces of work at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def map_ordered(pool: Executor, function: Callable[[T], R], items: Iterable[T], *, ahead: int) -> Iterator[R]:
    """`function` of each item, in the order of the items; an exception comes where its result would.

    At most `ahead` items are taken whose results have not been handed on, so neither a long `items` nor a
    slow consumer fills the memory. (`Executor.map` takes all items at once before Python 3.14.)
    """
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(function, item))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
