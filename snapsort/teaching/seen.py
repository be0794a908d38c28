"""Corrections with the vectors of their contents: from the cache, or from the file where it was last seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from snapsort.corrections import Correction
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.embeddings.cache import space_key
from snapsort.photos.content import stamp_of
from snapsort.pipeline import Watcher
from snapsort.records import Fingerprint, Floats, Photo, SourceFile, check_unit_rows


@dataclass(frozen=True, slots=True)
class SeenCorrections:
    """Corrections whose contents have vectors, row for row, and those that cannot be seen any more.

    `vectors` is (m, d) float32, unit rows; checked here.
    """

    corrections: tuple[Correction, ...]
    vectors: Floats
    gone: tuple[Correction, ...]

    def __post_init__(self) -> None:
        if len(self.corrections) != len(self.vectors):
            raise ValueError(f"{len(self.corrections)} corrections, vectors of shape {self.vectors.shape}")
        check_unit_rows(self.vectors)

    def take(self, rows: Sequence[int]) -> SeenCorrections:
        """These rows only."""
        vectors = np.ascontiguousarray(self.vectors[list(rows)])
        return SeenCorrections(tuple(self.corrections[row] for row in rows), vectors, self.gone)


def see_corrections(
    corrections: Sequence[Correction],
    *,
    model: LazyEncoder,
    cache: Cache,
    options: EmbedOptions,
    watcher: Watcher,
) -> SeenCorrections:
    """The corrections with their vectors, in order.

    What is not cached is looked at where it was last seen; a file with another content there does not count.
    """
    space = space_key(model.key, options.crops)
    vectors = cache.get_vectors(space, (item.said.fingerprint for item in corrections))
    unseen = [item for item in corrections if item.said.fingerprint not in vectors]
    photos = list(_find_photos(unseen))
    if photos:
        wanted = {item.said.fingerprint for item in unseen}
        with watcher.progress("reading", len(photos)) as on_progress:
            embedded = embed_photos(
                photos, model=model, cache=cache, options=options, on_progress=on_progress
            )
        found = zip(embedded.photos.photos, embedded.photos.vectors, strict=True)
        vectors |= {item.fingerprint: vector for item, vector in found if item.fingerprint in wanted}
    return _pair(corrections, vectors)


def _pair(corrections: Iterable[Correction], vectors: dict[Fingerprint, Floats]) -> SeenCorrections:
    seen: list[Correction] = []
    gone: list[Correction] = []
    for item in corrections:
        (seen if item.said.fingerprint in vectors else gone).append(item)
    rows = [vectors[item.said.fingerprint] for item in seen]
    stacked = np.stack(rows) if rows else np.empty((0, 0), dtype=np.float32)
    return SeenCorrections(tuple(seen), stacked, tuple(gone))


def _find_photos(corrections: Iterable[Correction]) -> Iterator[Photo]:
    for path in dict.fromkeys(item.said.path for item in corrections):
        if path is not None and path.is_file():
            yield Photo(SourceFile(path, stamp_of(path.lstat())))
