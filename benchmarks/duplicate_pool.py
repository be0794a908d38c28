"""A folder of pictures of which it is known what is a duplicate of what."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image

from benchmarks.edits import edits, second_take
from snapsort.errors import PhotoError
from snapsort.photos import ScanOptions, decode, fingerprint, scan
from snapsort.records import Photo

EDITED = {"photos": 100, "screenshots": 60, "receipts": 60, "documents": 40}
"""Top folders, and how many of each half's pictures are edited, for a sample of 200. The others are there to
be mistaken for each other."""

EDITS_EACH = 3
LARGEST_PX = 2000  # of what is edited: larger ones would measure Pillow's encoders


@dataclass(frozen=True, slots=True)
class PoolFile:
    """A file of the pool.

    `original` numbers the picture that it was made from; `made` is "original", "copy", "second take" or an
    edit.
    """

    path: Path
    original: int
    made: str

    @property
    def content(self) -> tuple[int, str]:
        """Equal for files with the same bytes."""
        return self.original, "original" if self.made == "copy" else self.made

    @property
    def shows(self) -> tuple[int, bool]:
        """Equal for files that show the same picture."""
        return self.original, self.made == "second take"


def find_half(pictures: Path, half: int) -> list[Photo]:
    """The pictures of one half, 0 or 1, in path order. A picture's content decides which half it is in."""
    found: dict[str, Photo] = {}
    for top in EDITED:
        if (pictures / top).is_dir():
            for photo in scan(pictures / top, ScanOptions()).photos:
                found.setdefault(fingerprint(photo.path.read_bytes()), photo)
    chosen = [photo for content, photo in found.items() if int(content[0], 16) % 2 == half]
    return sorted(chosen, key=lambda photo: photo.path.parts)


def make_pool(pictures: Path, half: int, folder: Path, *, sample: int, seed: int) -> tuple[PoolFile, ...]:
    """The files written to a folder: each picture of the half, and copies, edits, second takes of some."""
    photos = find_half(pictures, half)
    edited = _choose_edited(photos, pictures, sample=sample, seed=seed)
    return tuple(
        file
        for number, photo in enumerate(photos)
        for file in _write(photo, number, folder, Random(f"{seed} {number}"), is_edited=number in edited)
    )


def _choose_edited(photos: Sequence[Photo], pictures: Path, *, sample: int, seed: int) -> set[int]:
    chosen: set[int] = set()
    for top, number in EDITED.items():
        own = [index for index, photo in enumerate(photos) if photo.path.is_relative_to(pictures / top)]
        chosen.update(Random(seed).sample(own, min(len(own), number * sample // 200)))
    return chosen


def _write(photo: Photo, number: int, folder: Path, random: Random, *, is_edited: bool) -> Iterator[PoolFile]:
    place = folder / f"{number:04}"
    place.mkdir(parents=True)
    original = place / photo.path.name
    shutil.copy2(photo.path, original)
    yield PoolFile(original, number, "original")
    image = _open(photo) if is_edited else None
    if image is None:
        return
    shutil.copy2(photo.path, place / f"copy {photo.path.name}")
    yield PoolFile(place / f"copy {photo.path.name}", number, "copy")
    known = edits()
    for made in random.sample(sorted(known), EDITS_EACH):
        yield _put(place, known[made](image, random), number, made)
    yield _put(place, second_take(image, random), number, "second take")


def _put(place: Path, content: bytes, number: int, made: str) -> PoolFile:
    path = place / f"{made.replace('/', ' of ')}.jpg"  # what a file is, its content says
    path.write_bytes(content)
    return PoolFile(path, number, made)


def _open(photo: Photo) -> Image.Image | None:
    try:
        image = Image.fromarray(decode(photo.path.read_bytes()))
    except PhotoError:
        return None
    image.thumbnail((LARGEST_PX, LARGEST_PX), Image.Resampling.LANCZOS)
    return image if min(image.size) >= 64 else None
