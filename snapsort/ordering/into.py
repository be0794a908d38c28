"""Ordered pictures as numbered copies or links in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from snapsort.embeddings.ordered import map_ordered
from snapsort.errors import PhotoError, RefusedForSafety
from snapsort.moving import DiskFolders, Placed, place_into
from snapsort.photos import Resize, make_smaller, read_content, smaller_name
from snapsort.photos.content import read_head
from snapsort.records import EmbeddedPhoto, Photo, SourceFile


def place_twins(
    photos: Sequence[EmbeddedPhoto], into: Path, *, written: Mapping[Path, str]
) -> tuple[Placed, ...]:
    """Each picture with its companions as numbered twins in `into`, which is empty or not there yet.

    Args:
        written: the numbers that names bear already and that the twins' names do not repeat.

    Raises:
        RefusedForSafety: something lies in `into`, and two sequences of numbers would run into each other.
    """
    if any(not name.startswith(".") for name in DiskFolders().names(into)):
        raise RefusedForSafety(f"{into} is not empty", hint="numbered pictures get a folder of their own")
    return place_into(photos, into, written=written)


def place_smaller(
    photos: Sequence[EmbeddedPhoto], into: Path, *, written: Mapping[Path, str]
) -> tuple[Placed, ...]:
    """Each picture as a numbered smaller copy in `into`, without companions; else as `place_twins`."""
    alone = [replace(photo, photo=Photo(photo.photo.file)) for photo in photos]
    return tuple(_in_written_format(item) for item in place_twins(alone, into, written=written))


@contextmanager
def making_smaller(
    placed: Sequence[Placed], resize: Resize, *, max_pixels: int, workers: int
) -> Iterator[Callable[[Path], bytes]]:
    """Inside, what is yielded gives the smaller copy of each picture, which threads have made ahead.

    It is asked in the order of `placed`; pictures may be left out, none may be asked for twice.
    """
    files = [item.files[0].source for item in placed]
    with ThreadPoolExecutor(workers) as pool:
        made = map_ordered(
            pool, partial(_make, resize=resize, max_pixels=max_pixels), files, ahead=2 * workers
        )
        try:
            yield partial(_take, made)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Made:
    path: Path
    content: bytes | PhotoError


def _make(file: SourceFile, *, resize: Resize, max_pixels: int) -> _Made:
    try:
        content = make_smaller(read_content(file), file.path.name, resize, max_pixels=max_pixels)
    except PhotoError as error:
        return _Made(file.path, error)
    return _Made(file.path, content)


def _take(made: Iterator[_Made], source: Path) -> bytes:
    item = next(item for item in made if item.path == source)
    if isinstance(item.content, PhotoError):
        raise item.content
    return item.content


def _in_written_format(item: Placed) -> Placed:
    """The picture with the extension of the format that its copy will have."""
    move = item.files[0]
    try:
        name = smaller_name(read_head(move.source.path).content, move.target.name)
    except PhotoError:
        return item  # gone or unreadable meanwhile: a problem when its turn comes
    return replace(item, files=(replace(move, target=move.target.with_name(name)),))
