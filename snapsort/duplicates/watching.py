"""Saying how far a loop is, also where somebody else runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def watch(items: Iterable[Item], on_progress: Callable[[int], None], *, done: int) -> Iterator[Item]:
    """The items, each told when it comes; what was done before is told at once, so that no rate counts it."""
    on_progress(done)
    for now_done, item in enumerate(items, start=done + 1):
        on_progress(now_done)
        yield item
