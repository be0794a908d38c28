"""What contents look like: a glance at each, mostly from the cache, and looks at the last that were asked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Lock

import numpy as np

from snapsort.duplicates.watching import watch
from snapsort.embeddings import Cache, EmbedOptions
from snapsort.embeddings.cache import PIXELS_VERSION
from snapsort.embeddings.ordered import map_ordered
from snapsort.errors import PhotoError
from snapsort.photos import fingerprint, read_content, read_look
from snapsort.records import EmbeddedPhoto, Floats
from snapsort.similarity.duplicates_look import LOOKS_VERSION, TINY_PX, Glance, Look, make_tiny_vector

LOOKS_KEPT = 2_000
"""About 110 kB each."""

LOOKS_RULE = f"{PIXELS_VERSION}.{LOOKS_VERSION}"

PUT_AT_ONCE = 200


class Looks:
    """Glances and looks of contents, which are numbered as they are given; safe to ask from several threads.

    A picture that cannot be read any more is like none: embedding has just read it, so it is being changed.
    """

    def __init__(self, photos: Sequence[EmbeddedPhoto], options: EmbedOptions, cache: Cache) -> None:
        self._photos = photos
        self._options = options
        self._cache = cache
        self._looks: OrderedDict[int, Look | None] = OrderedDict()
        self._glances: dict[int, Glance | None] = {}
        self._lost: set[int] = set()
        self._lock = Lock()

    def make_glances(self, on_progress: Callable[[int], None]) -> None:
        """Have a glance at each content, so that asking is quick; what was kept counts as done first."""
        kept = self._cache.looks.get_glances(LOOKS_RULE, [photo.fingerprint for photo in self._photos])
        for content, photo in enumerate(self._photos):
            if photo.fingerprint in kept:
                self._glances[content] = kept[photo.fingerprint]
        missing = [content for content in range(len(self._photos)) if content not in self._glances]
        with ThreadPoolExecutor(self._options.workers) as pool:
            made = map_ordered(pool, self.get_glance, missing, ahead=4 * self._options.workers)
            seen = watch(zip(missing, made, strict=True), on_progress, done=len(self._glances))
            while part := list(islice(seen, PUT_AT_ONCE)):
                glances = {self._photos[content].fingerprint: glance for content, glance in part if glance}
                self._cache.looks.put_glances(LOOKS_RULE, glances)

    def make_tiny_vectors(self) -> Floats:
        """(contents, 256) unit rows, by which copies are near each other that the model sees as others."""
        rows = np.zeros((len(self._photos), TINY_PX**2), dtype=np.float32)
        rows[:, 0] = 1  # for what cannot be read any more
        for content, glance in self._glances.items():
            if glance is not None:
                rows[content] = make_tiny_vector(glance.small)
        return rows

    def get_glance(self, content: int) -> Glance | None:
        """A glance at a content; None when it cannot be read any more."""
        if content not in self._glances:
            self.get_look(content)
        return self._glances[content]

    def get_look(self, content: int) -> Look | None:
        """What a content looks like; None when it cannot be read any more."""
        with self._lock:
            if content in self._looks:
                self._looks.move_to_end(content)
                return self._looks[content]
        look = self._make_look(content)
        with self._lock:
            self._looks[content] = look
            if look is None:
                self._lost.add(content)
            self._glances.setdefault(content, None if look is None else look.glance)
            if len(self._looks) > LOOKS_KEPT:
                self._looks.popitem(last=False)
        return look

    def is_lost(self, content: int) -> bool:
        """Whether a content could not be read any more when somebody wanted to look at it."""
        return content in self._lost

    def _make_look(self, content: int) -> Look | None:
        photo = self._photos[content]
        try:
            read = read_content(photo.photo.file)
            if fingerprint(read) != photo.fingerprint:
                return None
            return read_look(read, max_pixels=self._options.max_pixels)
        except PhotoError:
            return None
