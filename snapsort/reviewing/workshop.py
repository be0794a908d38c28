"""What the one thread of a review works with: the model and the cache, which belong to it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from snapsort.corrections import Correction
from snapsort.discovering import Topics, embed_topics
from snapsort.embeddings import Cache, LazyEncoder
from snapsort.finding import embed_words
from snapsort.heads import KeptHead, head_file, write_head
from snapsort.pipeline import Watcher
from snapsort.records import Floats, LabelSet
from snapsort.reviewing.pictures import Pictures, gather_pictures
from snapsort.reviewing.request import ReviewRequest
from snapsort.teaching.fitting import Taught, TeachRequest, teach
from snapsort.teaching.judge import judge


class Workshop:
    """Answers what needs the model or the cache. All methods in the thread that calls the first one.

    Args:
        open_cache: called when the cache is first needed.
    """

    def __init__(
        self, request: ReviewRequest, *, model: LazyEncoder, open_cache: Callable[[], Cache]
    ) -> None:
        self._request = request
        self._model = model
        self._open_cache = open_cache
        self._opened: Cache | None = None

    def gather(self, labels: LabelSet, watcher: Watcher) -> Pictures:
        """The pictures below the folder as it is now."""
        return gather_pictures(self._request, labels, model=self._model, cache=self._cache, watcher=watcher)

    def judge(self, vectors: Floats, labels: LabelSet, head: KeptHead | None) -> Floats:
        """(n, k) float32, how probable each label is."""
        probabilities = judge(vectors, labels, head, model=self._model, cache=self._cache)
        return probabilities.astype(np.float32)

    def teach(self, corrections: tuple[Correction, ...], watcher: Watcher) -> Taught:
        """What the corrections teach; nothing is kept."""
        request = TeachRequest(
            self._request.labels, model_name=self._request.head_model, embed=self._request.embed
        )
        return teach(corrections, request, model=self._model, cache=self._cache, watcher=watcher)

    def keep_head(self, head: KeptHead) -> None:
        """Keep it where sorting looks for it."""
        folder = self._request.keeping.heads_folder
        path = head_file(folder, model=self._request.head_model, label_set=self._request.labels)
        write_head(path, head)

    def read_words(self, words: str) -> Floats:
        """(d,) the words as the model reads them."""
        return embed_words(words, model=self._model, cache=self._cache)

    def read_topics(self) -> Topics | None:
        """What clusters can be called; None where the model cannot read."""
        return embed_topics(model=self._model, cache=self._cache)

    def close(self) -> None:
        """Let go of the cache."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _cache(self) -> Cache:
        if self._opened is None:
            self._opened = self._open_cache()
        return self._opened
