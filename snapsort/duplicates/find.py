"""From folders to groups: the embedding proposes, fingerprints and pixels decide. Changes only the cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from snapsort.duplicates.copies import read_possible_copies
from snapsort.duplicates.groups import KINDS, Duplicates
from snapsort.duplicates.request import DuplicateRequest
from snapsort.duplicates.search import Search
from snapsort.embeddings import Cache, LazyEncoder, embed_photos
from snapsort.errors import NothingToDo
from snapsort.photos import Scan, scan
from snapsort.pipeline import Watcher
from snapsort.records import Photo, Problem
from snapsort.words import EXCLUDE_HINT


def find_duplicates(
    request: DuplicateRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher
) -> Duplicates:
    """The groups of pictures of the same, each with what to keep.

    Names of one file (hard links) count as one picture: there is nothing to gain from them. For nothing but
    exact copies the model is not asked, and no picture that has a size of its own is read.

    Raises:
        NothingToDo: there is no picture, nor a broken one, below the folders.
        ModelUnavailable: the model is needed and cannot be loaded.
    """
    found = _scan(request, cache, watcher)
    if not found.photos and not found.problems:
        hint = EXCLUDE_HINT if request.scan.exclude else ""
        raise NothingToDo(f"there are no pictures in {request.folders[0]}", hint=hint)
    with watcher.progress("reading", len(found.photos)) as on_progress:
        if request.kinds == ("exact",):
            embedded = read_possible_copies(
                found.photos, workers=request.embed.workers, on_progress=on_progress
            )
        else:
            embedded = embed_photos(
                found.photos, model=model, cache=cache, options=request.embed, on_progress=on_progress
            )
    problems = sorted((*found.problems, *embedded.problems), key=lambda problem: problem.path.parts)
    search = Search(embedded.photos, request, cache, watcher)
    loosest = max(KINDS.index(kind) for kind in request.kinds)
    searches = (search.find_exact, search.find_same, search.find_similar)[: loosest + 1]
    groups = [group for find in searches for group in find()]
    wanted = tuple(group for group in groups if group.kind in request.kinds)
    return Duplicates(wanted, tuple(problems), len(found.photos))


def _scan(request: DuplicateRequest, cache: Cache, watcher: Watcher) -> Scan:
    """All folders as one, in path order; of folders inside each other each file once."""
    photos: dict[Path, Photo] = {}
    problems: dict[Path, Problem] = {}
    for folder in request.folders:
        with watcher.progress("scanning") as on_progress:
            found = scan(folder, request.scan, known=cache, on_progress=on_progress)
        photos.update((photo.path, photo) for photo in found.photos)
        problems.update((problem.path, problem) for problem in found.problems)
    files = _drop_second_names(sorted(photos.values(), key=lambda photo: photo.path.parts))
    return Scan(tuple(files), tuple(problems.values()), ())


def _drop_second_names(photos: Iterable[Photo]) -> Iterator[Photo]:
    seen: set[tuple[int, int]] = set()
    for photo in photos:
        stamp = photo.file.stamp
        if (stamp.device, stamp.inode) not in seen:
            seen.add((stamp.device, stamp.inode))
            yield photo
