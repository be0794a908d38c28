"""Pictures like a picture, and pictures like words, nearest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.embeddings import Cache, LazyEncoder, embed_labels
from snapsort.learning import suggest
from snapsort.records import Floats, Label, LabelSet
from snapsort.reviewing.standing import Standing


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Pictures by falling similarity. `pictures` and `similarity` are (m,)."""

    pictures: npt.NDArray[np.int64]
    similarity: npt.NDArray[np.float64]


def find_alike(vectors: Floats, picture: int, *, most: int) -> Found:
    """The pictures that are most like one, by cosine, without it; of equal ones the earlier first.

    Args:
        vectors: (n, d) float32, unit rows.
        picture: its row.
    """
    return _best(_cosines(vectors, vectors[picture]), most=most, without=picture)


def find_by_words(vectors: Floats, words: Floats, *, most: int, like: int | None = None) -> Found:
    """The pictures that fit words best, and, with `like`, are like that picture as well.

    Cosines of pictures with words lie lower and closer together than those of pictures with pictures, so
    each is measured in its own standard deviations before they are added. Without `like` it is the cosine.

    Args:
        vectors: (n, d) float32, unit rows.
        words: (d,) float32, unit.
        like: a row, which is left out.
    """
    by_words = _cosines(vectors, words)
    if like is None:
        return _best(by_words, most=most)
    together = _standardized(by_words) + _standardized(_cosines(vectors, vectors[like]))
    return _best(together, most=most, without=like)


def suggest_rows(standing: Standing, *, most: int) -> list[int]:
    """The pictures whose label would teach most, the most instructive first; none that was told already."""
    known = np.flatnonzero(standing.said >= 0)
    vectors, probabilities = standing.pictures.vectors, standing.probabilities.astype(np.float64)
    if not len(vectors):
        return []
    chosen: list[int] = suggest(vectors, probabilities, n=most, known=known).tolist()
    return chosen


def embed_words(words: str, *, model: LazyEncoder, cache: Cache) -> Floats:
    """(d,) float32, unit: the words as the model reads them.

    Raises:
        ModelUnavailable: the model cannot be loaded, or cannot read.
    """
    asked = LabelSet("search", (Label("words", (words,), None),))
    vector: Floats = embed_labels(asked, model=model, cache=cache).vectors[0]
    return vector


def _cosines(vectors: Floats, direction: Floats) -> npt.NDArray[np.float64]:
    return np.asarray(vectors @ direction, dtype=np.float64)


def _standardized(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / (spread or 1.0))


def _best(values: npt.NDArray[np.float64], *, most: int, without: int | None = None) -> Found:
    if without is not None:
        values = values.copy()
        values[without] = -np.inf
    rows = np.argsort(-values, kind="stable")[:most]
    rows = rows[np.isfinite(values[rows])]
    return Found(rows, values[rows])
