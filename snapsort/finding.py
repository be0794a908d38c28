"""Searching a folder: by words, by pictures, by both, and by what it should not be. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_labels, embed_photos
from snapsort.errors import NothingToDo, UsageError
from snapsort.ordering import see_folder
from snapsort.photos import ScanOptions
from snapsort.photos.content import stamp_of
from snapsort.pipeline import Watcher
from snapsort.records import (
    EmbeddedPhoto,
    EmbeddedPhotos,
    Floats,
    Label,
    LabelSet,
    Photo,
    Problem,
    SourceFile,
)
from snapsort.similarity import find_best


@dataclass(frozen=True, slots=True)
class Wish:
    """What a picture should be like, or should not: words, and pictures by their files."""

    words: tuple[str, ...] = ()
    pictures: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.pictures)


@dataclass(frozen=True, slots=True)
class FindRequest:
    """Where and what to look for, and how many of the best to name."""

    root: Path
    wanted: Wish
    unwanted: Wish
    most: int
    embed: EmbedOptions
    scan: ScanOptions


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """A picture and how well it fits.

    `score` is the cosine where one thing was asked for, else a sum of standard deviations (`find_best`).
    """

    photo: EmbeddedPhoto
    score: float


@dataclass(frozen=True, slots=True)
class FoundPhotos:
    """The best, best first, of how many that were searched, and those that could not be."""

    photos: tuple[FoundPhoto, ...]
    searched: int
    problems: tuple[Problem, ...]


def find_photos(request: FindRequest, *, model: LazyEncoder, cache: Cache, watcher: Watcher) -> FoundPhotos:
    """The pictures below a folder that fit best. The pictures that are asked with are not among them.

    Raises:
        NothingToDo: there is no picture below the folder.
        UsageError: nothing or empty words were asked for, or a picture to compare with cannot be looked at.
        ModelUnavailable: the model is needed and cannot be loaded, or cannot read words.
    """
    words = (*request.wanted.words, *request.unwanted.words)
    if not (request.wanted or request.unwanted) or not all(map(str.strip, words)):
        raise UsageError("nothing was asked for", hint='snapsort find DIR "a red car", or --like PICTURE')
    wanted, unwanted = (
        _see_wish(wish, request.embed, model=model, cache=cache)
        for wish in (request.wanted, request.unwanted)
    )
    seen = see_folder(
        request.root,
        scan_options=request.scan,
        embed=request.embed,
        model=model,
        cache=cache,
        watcher=watcher,
    )
    others = _without(seen.photos, (*request.wanted.pictures, *request.unwanted.pictures))
    if not others.photos:
        raise NothingToDo(f"there are no other pictures in {request.root}")
    found = find_best(others.vectors, wanted, unwanted, most=request.most)
    photos = tuple(
        FoundPhoto(others.photos[row], score)
        for row, score in zip(found.rows.tolist(), found.scores.tolist(), strict=True)
    )
    return FoundPhotos(photos, searched=len(others.photos), problems=seen.problems)


def embed_words(words: str, *, model: LazyEncoder, cache: Cache) -> Floats:
    """(d,) float32, unit: the words as the model reads them.

    Raises:
        ModelUnavailable: the model cannot be loaded, or cannot read.
    """
    asked = LabelSet("search", (Label("words", (words,), None),))
    vector: Floats = embed_labels(asked, model=model, cache=cache).vectors[0]
    return vector


def _see_wish(wish: Wish, options: EmbedOptions, *, model: LazyEncoder, cache: Cache) -> list[Floats]:
    vectors = [embed_words(words, model=model, cache=cache) for words in wish.words]
    return vectors + [_see_picture(path, options, model=model, cache=cache) for path in wish.pictures]


def _see_picture(path: Path, options: EmbedOptions, *, model: LazyEncoder, cache: Cache) -> Floats:
    try:
        photo = Photo(SourceFile(path, stamp_of(path.stat())))
    except OSError as error:
        raise UsageError(f"{path} cannot be looked at: {error.strerror}") from error
    seen = embed_photos([photo], model=model, cache=cache, options=options, on_progress=lambda _: None)
    if seen.problems:
        raise UsageError(f"{path} cannot be looked at: {seen.problems[0].reason}")
    vector: Floats = seen.photos.vectors[0]
    return vector


def _without(photos: EmbeddedPhotos, paths: Sequence[Path]) -> EmbeddedPhotos:
    left_out = frozenset(paths)
    rows = [row for row, item in enumerate(photos.photos) if item.photo.path not in left_out]
    return EmbeddedPhotos(
        tuple(photos.photos[row] for row in rows), np.ascontiguousarray(photos.vectors[rows])
    )
