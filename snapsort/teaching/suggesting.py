"""Which pictures of a folder to put right first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.errors import NothingToDo
from snapsort.heads import KeptHead, learned_labels
from snapsort.learning import suggest
from snapsort.photos import ScanOptions, scan
from snapsort.pipeline import Watcher
from snapsort.records import Fingerprint, LabelSet
from snapsort.teaching.judge import judge


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """Of which pictures at most how many are to be named.

    Args:
        labels: as the user wrote them.
        known: contents that have been corrected; neither they nor what looks like them is named.
    """

    root: Path
    labels: LabelSet
    head: KeptHead | None
    known: frozenset[Fingerprint]
    embed: EmbedOptions
    most: int


def suggest_photos(
    request: SuggestRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher
) -> tuple[Path, ...]:
    """The pictures below `root` whose label would teach most, the most instructive first.

    Raises:
        NothingToDo: there is no picture below it.
    """
    with watcher.progress("scanning") as on_progress:
        found = scan(request.root, ScanOptions(), known=cache, on_progress=on_progress)
    with watcher.progress("reading", len(found.photos)) as on_progress:
        embedded = embed_photos(
            found.photos, model=model, cache=cache, options=request.embed, on_progress=on_progress
        ).photos
    if not embedded.photos:
        raise NothingToDo(f"there are no pictures in {request.root}")
    head = request.head
    labels = request.labels if head is None else learned_labels(request.labels, head)
    probabilities = judge(embedded.vectors, labels, head, model=model, cache=cache)
    known = [row for row, item in enumerate(embedded.photos) if item.fingerprint in request.known]
    chosen = suggest(embedded.vectors, probabilities, n=request.most, known=np.array(known, dtype=np.int64))
    return tuple(embedded.photos[row].photo.path for row in chosen.tolist())
