"""The pixel-level check between contents: looks made on demand, few in memory at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from snapsort.embeddings import EmbedOptions
from snapsort.errors import PhotoError
from snapsort.photos import decode, make_look, read_content
from snapsort.records import Photo
from snapsort.similarity.duplicates_look import Look
from snapsort.similarity.duplicates_sameness import measure_sameness

LOOKS_KEPT = 2_000
"""About 110 kB each. Pairs come sorted, so that neighbors are still there."""

Pair = tuple[int, int]


class Looking:
    """Says how surely two contents show the same picture; safe to ask from several threads.

    A picture that can no longer be read is the same as none: embedding has just read it, so it changed
    meanwhile, and whoever changes it is not done.
    """

    def __init__(self, photos: Sequence[Photo], options: EmbedOptions) -> None:
        self._photos = photos
        self._options = options
        self._looks: OrderedDict[int, Look | None] = OrderedDict()
        self._known: dict[Pair, float | None] = {}
        self._lock = Lock()

    def __call__(self, one: int, other: int) -> float | None:
        """The sameness of two contents; None when they are not the same picture."""
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = self._measure(pair)
        return self._known[pair]

    def look_ahead(self, pairs: Iterable[Pair], on_progress: Callable[[int], None]) -> None:
        """Measure pairs in threads, so that asking for them is quick."""
        with ThreadPoolExecutor(self._options.workers) as pool:
            for done, _ in enumerate(pool.map(lambda pair: self(*pair), pairs), start=1):
                on_progress(done)

    def get_look(self, index: int) -> Look | None:
        """What a content looks like; None when it cannot be read any more."""
        with self._lock:
            if index in self._looks:
                self._looks.move_to_end(index)
                return self._looks[index]
        look = self._make(index)
        with self._lock:
            self._looks[index] = look
            if len(self._looks) > LOOKS_KEPT:
                self._looks.popitem(last=False)
        return look

    def _measure(self, pair: Pair) -> float | None:
        first, second = self.get_look(pair[0]), self.get_look(pair[1])
        return None if first is None or second is None else measure_sameness(first, second)

    def _make(self, index: int) -> Look | None:
        try:
            content = read_content(self._photos[index].file)
            return make_look(decode(content, max_pixels=self._options.max_pixels))
        except PhotoError:
            return None
