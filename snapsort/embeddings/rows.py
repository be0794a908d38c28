"""The vectors of photos where they will be handed on: in one array, a row a photo, never twice in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from snapsort.records import Fingerprint, Floats

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
        rows = zip(reversed(contents), reversed(range(len(contents))), strict=True)
        self._rows = {content: row for content, row in rows if content is not None}

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
        known = [content for content in contents if content is not None and content in self]
        places: dict[Fingerprint, int] = {}
        for place, content in enumerate(known):
            places.setdefault(content, place)
        # Problems before a photo only make it move up: no row is overwritten before it has been copied.
        self._copy([(self._rows[content], place) for content, place in places.items()])
        self._copy([(places[content], place) for place, content in enumerate(known)])
        return self._array[: len(known)]

    def _copy(self, rows: Iterable[tuple[int, int]]) -> None:
        """Copy each row that is not where it belongs: source and target, targets ascending."""
        moves = np.array([move for move in rows if move[0] != move[1]], dtype=np.intp).reshape(-1, 2)
        for start in range(0, len(moves), ROWS_AT_ONCE):
            sources, targets = moves[start : start + ROWS_AT_ONCE].T
            self._array[targets] = self._array[sources]
