"""What pictures' headers say, through the cache: each file is looked into once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from snapsort.embeddings.cache import Cache
from snapsort.photos import read_details
from snapsort.records import Details, EmbeddedPhoto

KEPT_BACK = 1_000
"""Details that an interruption may lose: reading them takes a second."""


def find_details(
    photos: Sequence[EmbeddedPhoto],
    *,
    cache: Cache,
    workers: int,
    on_progress: Callable[[int], None],
    now_ns: Callable[[], int] = time.time_ns,
) -> tuple[Details, ...]:
    """The details of each picture, in order; of a file that cannot be read now, none.

    Args:
        photos: of a scan that was told of the cache: what it has not seen is read.
        workers: threads that read headers.
        on_progress: called with the number of pictures done, from the known ones up to all of them.
        now_ns: the clock, Unix time; it decides which files are too fresh to be recognized by their times.
    """
    found = [item.photo.seen.details for item in photos]
    missing = [row for row, details in enumerate(found) if details is None]
    on_progress(len(photos) - len(missing))
    for start in range(0, len(missing), KEPT_BACK):
        part = missing[start : start + KEPT_BACK]
        began_ns = now_ns()
        files = [photos[row].photo.file for row in part]
        with ThreadPoolExecutor(workers) as pool:
            read = list(pool.map(lambda file: read_details(file.path), files))
        told = ((file, details) for file, details in zip(files, read, strict=True) if details != Details())
        cache.put_details(told, read_ns=began_ns)
        for row, details in zip(part, read, strict=True):
            found[row] = details
        on_progress(len(photos) - len(missing) + start + len(part))
    unknown = Details()
    return tuple(unknown if details is None else details for details in found)
