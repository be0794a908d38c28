"""The vectors of photos where they will be handed on: in one array, a row a photo, never twice in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from snapsort.records import Fingerprint, Floats

Item = TypeVar("Item")

ROWS_AT_ONCE = 10_000


class VectorRows:
    """An array with a row for each of n photos. A content's vector is kept in the row that was named for it.

    That row is one of a photo with this content, not before the first one with it.
    """

    def __init__(self, n: int) -> None:
        self._n = n
        self._rows: dict[Fingerprint, int] = {}
        self._filled: set[Fingerprint] = set()
        self._array = np.empty((0, 0), dtype=np.float32)

    def __contains__(self, content: object) -> bool:
        return content in self._filled

    def name_row(self, content: Fingerprint, row: int) -> None:
        """Say where the content's vector goes; the first word counts."""
        self._rows.setdefault(content, row)

    def name_rows(self, contents: Sequence[Fingerprint | None]) -> None:
        """Say so for all rows at once, before any other is named; None where nothing is known."""
        self._rows = {content: row for content, row in _first_places(contents).items() if content is not None}

    def put(self, contents: Sequence[Fingerprint], vectors: Floats) -> None:
        """Take over vectors, (m, d) float32, of as many contents whose rows are named."""
        if not contents:
            return
        if not self._array.size:
            self._array = np.empty((self._n, vectors.shape[1]), dtype=np.float32)
        self._array[[self._rows[content] for content in contents]] = vectors
        self._filled.update(contents)

    def collect(self, contents: Sequence[Fingerprint | None]) -> Floats:
        """(m, d): a row for each photo whose content has a vector, in order; ends the use of this.

        Args:
            contents: one a photo; None where nothing is known.
        """
        known = [content for content in contents if content in self._filled and content is not None]
        places = _first_places(known)
        # Problems before a photo only make it move up: no row is overwritten before it has been copied.
        self._copy([self._rows[content] for content in places], list(places.values()))
        self._copy([places[content] for content in known], list(range(len(known))))
        return self._array[: len(known)]

    def _copy(self, sources: Sequence[int], targets: Sequence[int]) -> None:
        """Copy each row that is not where it belongs; targets are ascending."""
        moves = np.array([sources, targets], dtype=np.intp)
        moves = moves[:, moves[0] != moves[1]]
        for start in range(0, moves.shape[1], ROWS_AT_ONCE):
            source, target = moves[:, start : start + ROWS_AT_ONCE]
            self._array[target] = self._array[source]


def _first_places(items: Sequence[Item]) -> dict[Item, int]:
    """Where each item stands first, ascending."""
    places: dict[Item, int] = {}
    for place, item in enumerate(items):
        places.setdefault(item, place)
    return places
