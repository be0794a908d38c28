"""The pixel-level check between contents: a glance at what is kept of each, then a close look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeAlias

import numpy as np
from threadpoolctl import threadpool_limits

from snapsort.embeddings import EmbedOptions
from snapsort.embeddings.ordered import map_ordered
from snapsort.errors import PhotoError
from snapsort.photos import decode, make_look, read_content
from snapsort.records import Floats, Photo
from snapsort.similarity.duplicates_alignment import MIN_GLANCE_CORRELATION, glance
from snapsort.similarity.duplicates_look import TINY_PX, Gray, Look, make_tiny_vector
from snapsort.similarity.duplicates_sameness import Sameness, compare_looks

LOOKS_KEPT = 2_000
"""About 110 kB each."""

Pair: TypeAlias = tuple[int, int]
"""Numbers of two contents, the smaller first."""


class Looking:
    """Compares contents by their pixels; safe to ask from several threads.

    A picture that cannot be read any more is like none: embedding has just read it, so it is being changed.
    """

    def __init__(self, photos: Sequence[Photo], options: EmbedOptions) -> None:
        self._photos = photos
        self._options = options
        self._looks: OrderedDict[int, Look | None] = OrderedDict()
        self._smalls: dict[int, Gray | None] = {}
        self._known: dict[Pair, Sameness | None] = {}
        self._lock = Lock()

    def make_tiny_vectors(self, on_progress: Callable[[int], None]) -> Floats:
        """(contents, 256) unit rows, by which copies are near each other that the model sees as others."""
        rows = np.zeros((len(self._photos), TINY_PX**2), dtype=np.float32)
        rows[:, 0] = 1  # also for what cannot be read any more
        workers = self._options.workers
        with ThreadPoolExecutor(workers) as pool:
            smalls = map_ordered(pool, self._get_small, range(len(rows)), ahead=4 * workers)
            for content, small in enumerate(smalls):
                if small is not None:
                    rows[content] = make_tiny_vector(small)
                on_progress(content + 1)
        return rows

    def look_ahead(self, pairs: Iterable[Pair], on_progress: Callable[[int], None]) -> None:
        """Compare pairs in threads, so that asking for them is quick."""
        workers = self._options.workers
        # Each thread multiplies small matrices; sharing these among the cores once more costs six times that.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
            compared = map_ordered(pool, lambda pair: self.compare(*pair), pairs, ahead=4 * workers)
            for done, _ in enumerate(compared, start=1):
                on_progress(done)

    def compare(self, one: int, other: int) -> Sameness | None:
        """What a close look at two contents gives; None when a glance shows nothing in common."""
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = self._compare(pair)
        return self._known[pair]

    def get_look(self, content: int) -> Look | None:
        """What a content looks like; None when it cannot be read any more."""
        with self._lock:
            if content in self._looks:
                self._looks.move_to_end(content)
                return self._looks[content]
        look = self._make_look(content)
        with self._lock:
            self._looks[content] = look
            self._smalls[content] = None if look is None else look.small
            if len(self._looks) > LOOKS_KEPT:
                self._looks.popitem(last=False)
        return look

    def _get_small(self, content: int) -> Gray | None:
        if content not in self._smalls:
            self.get_look(content)
        return self._smalls[content]

    def _compare(self, pair: Pair) -> Sameness | None:
        smalls = self._get_small(pair[0]), self._get_small(pair[1])
        if smalls[0] is None or smalls[1] is None:
            return None
        if glance(smalls[0], smalls[1]) < MIN_GLANCE_CORRELATION:
            return None
        first, second = self.get_look(pair[0]), self.get_look(pair[1])
        return None if first is None or second is None else compare_looks(first, second)

    def _make_look(self, content: int) -> Look | None:
        try:
            read = read_content(self._photos[content].file)
            return make_look(decode(read, max_pixels=self._options.max_pixels))
        except PhotoError:
            return None
