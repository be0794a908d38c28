"""Pictures like a picture, pictures like words, and pictures whose label would teach most."""

from __future__ import annotations

import numpy as np

from snapsort.learning import suggest
from snapsort.records import Floats
from snapsort.reviewing.standing import Standing
from snapsort.similarity import Found, find_best


def find_alike(vectors: Floats, picture: int, *, most: int) -> Found:
    """The pictures that are most like one, by cosine, nearest first, without it.

    Args:
        vectors: (n, d) float32, unit rows.
        picture: its row.
    """
    return _without(picture, find_best(vectors, [vectors[picture]], most=most + 1), most=most)


def find_by_words(vectors: Floats, words: Floats, *, most: int, like: int | None = None) -> Found:
    """The pictures that fit words best and, with `like`, are like that picture as well; without it then.

    Args:
        vectors: (n, d) float32, unit rows.
        words: (d,) float32, unit.
        like: a row.
    """
    if like is None:
        return find_best(vectors, [words], most=most)
    return _without(like, find_best(vectors, [words, vectors[like]], most=most + 1), most=most)


def suggest_rows(standing: Standing, *, most: int) -> list[int]:
    """The pictures whose label would teach most, the most instructive first; none that was told already."""
    known = np.flatnonzero(standing.said >= 0)
    vectors, probabilities = standing.pictures.vectors, standing.probabilities.astype(np.float64)
    if not len(vectors):
        return []
    chosen: list[int] = suggest(vectors, probabilities, n=most, known=known).tolist()
    return chosen


def _without(picture: int, found: Found, *, most: int) -> Found:
    is_other = found.rows != picture
    return Found(found.rows[is_other][:most], found.scores[is_other][:most])
