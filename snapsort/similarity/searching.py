"""Which vectors fit best to what is asked for and least to what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Rows and their scores, both (m,), the best first; of equal ones the earlier row first."""

    rows: npt.NDArray[np.int64]
    scores: Scores


def find_best(
    vectors: Floats, wanted: Sequence[Floats], unwanted: Sequence[Floats] = (), *, most: int
) -> Found:
    """The rows that fit best.

    For one wanted direction alone the score is the cosine. Of several, each is measured in its own standard
    deviations over the rows before they are added, or subtracted if unwanted: cosines of pictures with words
    lie lower and closer together than those of pictures with pictures (Liang et al. 2022, "Mind the gap",
    arxiv.org/abs/2203.02053), so a plain sum would hardly hear the words.

    Args:
        vectors: (n, d) float32, unit rows.
        wanted: (d,) unit vectors.
        unwanted: the same.

    Raises:
        ValueError: there is neither.
    """
    if not wanted and not unwanted:
        raise ValueError("nothing is asked for")
    scores = _score(vectors, wanted, unwanted)
    rows = np.argsort(-scores, kind="stable")[:most]
    return Found(rows, scores[rows])


def _score(vectors: Floats, wanted: Sequence[Floats], unwanted: Sequence[Floats]) -> Scores:
    cosines = np.asarray(vectors @ np.stack([*wanted, *unwanted]).T, dtype=np.float64)
    if len(wanted) == 1 and not unwanted:
        return cosines[:, 0]
    spread = cosines.std(axis=0)
    standardized = (cosines - cosines.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    signs = np.array([1.0] * len(wanted) + [-1.0] * len(unwanted))
    return np.asarray(standardized @ signs)
