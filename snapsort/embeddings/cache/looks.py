"""What duplicates are found by, kept by content: glances, and what comparing two contents gave.

Each is kept with the rule that it was made by; what another rule made counts as not there, and is replaced.
Nor is believed what makes no sense: the pictures are looked at again, which costs time and no more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import TypeAlias

import numpy as np

from snapsort.embeddings.cache.database import cache_errors, transaction
from snapsort.records import Fingerprint
from snapsort.similarity.duplicates_look import Glance
from snapsort.similarity.duplicates_sameness import Sameness

ContentPair: TypeAlias = tuple[Fingerprint, Fingerprint]
"""Two contents, the smaller fingerprint first."""

ROWS_AT_ONCE = 500

_Row: TypeAlias = tuple[bytes | str | int | float | None, ...]


class KeptLooks:
    """The part of the cache that is for duplicates. It raises as the cache does and belongs to its thread."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._path = path

    def get_glances(self, rule: str, fingerprints: Collection[Fingerprint]) -> dict[Fingerprint, Glance]:
        """The glances that are there."""
        query = "SELECT fingerprint, width, height, sharpness, is_colored, small_width, small FROM glances"
        found = {}
        for rows in self._select(f"{query} WHERE rule = ? AND fingerprint", rule, fingerprints):
            for key, width, height, sharpness, is_colored, small_width, small in rows:
                if not (min(width, height, small_width, len(small)) > 0 and isfinite(sharpness)):
                    continue
                if len(small) % small_width == 0:
                    gray = np.frombuffer(small, np.uint8).reshape(-1, small_width)
                    found[Fingerprint(key.hex())] = Glance(gray, width, height, sharpness, bool(is_colored))
        return found

    def put_glances(self, rule: str, glances: Mapping[Fingerprint, Glance]) -> None:
        """Remember what pictures look like."""
        rows = [(bytes.fromhex(key), rule, *_glance_row(glance)) for key, glance in glances.items()]
        self._replace("INSERT OR REPLACE INTO glances VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def get_comparisons(
        self, rule: str, fingerprints: Collection[Fingerprint]
    ) -> dict[ContentPair, Sameness | None]:
        """What comparing any two of these gave; None where a glance had shown nothing in common."""
        wanted = frozenset(fingerprints)
        query = "SELECT one, other, correlation, shared, changed, added FROM comparisons"
        found: dict[ContentPair, Sameness | None] = {}
        for rows in self._select(f"{query} WHERE rule = ? AND one", rule, fingerprints):
            for one, other, *figures in rows:
                pair = Fingerprint(one.hex()), Fingerprint(other.hex())
                if pair[1] in wanted and _make_sense(figures):
                    found[pair] = None if figures[0] is None else Sameness(*figures)
        return found

    def put_comparisons(self, rule: str, comparisons: Mapping[ContentPair, Sameness | None]) -> None:
        """Remember what comparing contents gave."""
        rows = [
            (bytes.fromhex(one), bytes.fromhex(other), rule, *_sameness_row(sameness))
            for (one, other), sameness in comparisons.items()
        ]
        self._replace("INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _select(self, query: str, rule: str, fingerprints: Iterable[Fingerprint]) -> Iterator[sqlite3.Cursor]:
        keys = iter(sorted(fingerprints))
        with cache_errors(self._path):
            while part := [bytes.fromhex(key) for key in islice(keys, ROWS_AT_ONCE)]:
                marks = ", ".join("?" * len(part))
                yield self._connection.execute(f"{query} IN ({marks})", [rule, *part])

    def _replace(self, statement: str, rows: Collection[_Row]) -> None:
        if rows:
            with cache_errors(self._path), transaction(self._connection):
                self._connection.executemany(statement, rows)


def _glance_row(glance: Glance) -> _Row:
    size = glance.width_px, glance.height_px
    return *size, glance.sharpness, int(glance.is_colored), glance.small.shape[1], glance.small.tobytes()


def _sameness_row(sameness: Sameness | None) -> _Row:
    if sameness is None:
        return None, None, None, None
    return sameness.correlation, sameness.shared, sameness.changed, sameness.added


def _make_sense(figures: Sequence[float | None]) -> bool:
    known = [figure for figure in figures if figure is not None]
    return not known or (len(known) == len(figures) and all(-1.01 <= figure <= 1.01 for figure in known))
