"""What pictures' headers say, through the cache: each content is looked into once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from snapsort.embeddings.cache import Cache
from snapsort.embeddings.ordered import map_ordered
from snapsort.photos import read_details
from snapsort.records import Details, EmbeddedPhoto, Fingerprint

KEPT_BACK = 1_000
"""Details that an interruption may lose: reading them takes a second."""


def find_details(
    photos: Sequence[EmbeddedPhoto], *, cache: Cache, workers: int, on_progress: Callable[[int], None]
) -> tuple[Details, ...]:
    """The details of each picture, in order.

    Args:
        workers: threads that read headers.
        on_progress: called with the number of pictures done, from the cached ones up to all of them.
    """
    known = cache.get_details(dict.fromkeys(photo.fingerprint for photo in photos))
    missing = {photo.fingerprint: photo for photo in photos if photo.fingerprint not in known}
    on_progress(len(photos) - len(missing))
    new: dict[Fingerprint, Details] = {}
    with ThreadPoolExecutor(workers) as pool:
        read = map_ordered(
            pool, lambda photo: read_details(photo.photo.path), missing.values(), ahead=4 * workers
        )
        for done, (content, details) in enumerate(zip(missing, read, strict=True), 1):
            new[content] = details
            if len(new) >= KEPT_BACK or done == len(missing):
                cache.put_details(new)
                known |= new
                new = {}
                on_progress(len(photos) - len(missing) + done)
    return tuple(known[photo.fingerprint] for photo in photos)
