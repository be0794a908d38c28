"""The pictures below a folder with their vectors: what ordering and exporting begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.errors import NothingToDo
from snapsort.photos import ScanOptions, scan
from snapsort.pipeline import Watcher
from snapsort.records import EmbeddedPhotos, Problem
from snapsort.words import EXCLUDE_HINT


@dataclass(frozen=True, slots=True)
class SeenFolder:
    """Pictures with vectors, and what was wrong with the others; both in path order."""

    photos: EmbeddedPhotos
    problems: tuple[Problem, ...]


def see_folder(
    root: Path,
    *,
    scan_options: ScanOptions,
    embed: EmbedOptions,
    model: LazyEncoder,
    cache: Cache,
    watcher: Watcher,
) -> SeenFolder:
    """The pictures below a folder, seen; changes nothing but the cache.

    Raises:
        NothingToDo: there is no picture, nor a broken one, below the folder.
        ModelUnavailable: the model is needed and cannot be loaded.
    """
    with watcher.progress("scanning") as on_progress:
        found = scan(root, scan_options, known=cache, on_progress=on_progress)
    if not found.photos and not found.problems:
        hint = EXCLUDE_HINT if scan_options.exclude else ""
        raise NothingToDo(f"there are no pictures in {root}", hint=hint)
    with watcher.progress("reading", len(found.photos)) as on_progress:
        embedded = embed_photos(
            found.photos, model=model, cache=cache, options=embed, on_progress=on_progress
        )
    problems = sorted((*found.problems, *embedded.problems), key=lambda problem: problem.path.parts)
    return SeenFolder(embedded.photos, tuple(problems))
