"""Corrections that contradict each other: other bytes, the same look, different labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from snapsort.corrections import Correction
from snapsort.learning import group_near_duplicates
from snapsort.learning.head import Ints
from snapsort.teaching.seen import SeenCorrections

SAME_LOOK = 0.9999
"""Cosine. One picture saved twice is closer, whatever batch it was seen in; two pictures are not."""


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Two contents that look the same to the model and were said to be different labels."""

    kept: Correction
    dropped: Correction


@dataclass(frozen=True, slots=True)
class _Loser:
    """A row that is overruled, and the row that overrules it."""

    row: int
    winner: int


def drop_lookalikes(seen: SeenCorrections, groups: Ints) -> tuple[SeenCorrections, tuple[Lookalikes, ...]]:
    """The corrections without those that a later one of the same look contradicts, and which these are.

    Args:
        groups: (m,) near-duplicates share one; only within a group can two look the same.
    """
    losers = {loser.row: loser.winner for loser in _find_losers(seen, groups)}
    kept = [row for row in range(len(seen.corrections)) if row not in losers]
    pairs = (
        Lookalikes(kept=seen.corrections[winner], dropped=seen.corrections[row])
        for row, winner in losers.items()
    )
    return seen.take(kept), tuple(pairs)


def _find_losers(seen: SeenCorrections, groups: Ints) -> Iterator[_Loser]:
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order])) + 1
    for rows in np.split(order, starts):
        if _contradict(seen, rows.tolist()):
            looks = group_near_duplicates(seen.vectors[rows], min_similarity=SAME_LOOK)
            for look in np.unique(looks):
                yield from _overruled(seen, rows[looks == look].tolist())


def _overruled(seen: SeenCorrections, rows: Sequence[int]) -> Iterator[_Loser]:
    """All of the same look that say something else than the latest of them."""
    said = [seen.corrections[row] for row in rows]
    latest = max(zip(rows, said, strict=True), key=lambda pair: (pair[1].when, pair[1].said.fingerprint))
    for row, item in zip(rows, said, strict=True):
        if item.said.folder != latest[1].said.folder:
            yield _Loser(row, latest[0])


def _contradict(seen: SeenCorrections, rows: Sequence[int]) -> bool:
    return len({seen.corrections[row].said.folder for row in rows}) > 1
