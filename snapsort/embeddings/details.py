"""What pictures' headers say, through the cache: each content is looked into once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from snapsort.embeddings.cache import Cache
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
    missing = [photo for photo in photos if photo.fingerprint not in known]
    on_progress(len(photos) - len(missing))
    for start in range(0, len(missing), KEPT_BACK):
        part = missing[start : start + KEPT_BACK]
        new = _read(part, workers=workers)
        cache.put_details(new)
        known |= new
        on_progress(len(photos) - len(missing) + start + len(part))
    unknown = Details()
    return tuple(known.get(photo.fingerprint, unknown) for photo in photos)


def _read(photos: Sequence[EmbeddedPhoto], *, workers: int) -> dict[Fingerprint, Details]:
    """What headers say, by content; a file that cannot be read now says nothing of its content."""
    with ThreadPoolExecutor(workers) as pool:
        read = pool.map(lambda photo: read_details(photo.photo.path), photos)
        found = zip(photos, read, strict=True)
        return {photo.fingerprint: details for photo, details in found if details != Details()}
