"""Ranks for the moves of a plan: in every folder, likes beside likes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from snapsort.records import EmbeddedPhotos, Plan
from snapsort.similarity import order


def rank_moves(plan: Plan, embedded: EmbeddedPhotos) -> Plan:
    """The plan with a rank for each move, counted from 1 in each folder; each folder costs one `order`."""
    rows = {item.photo.path: row for row, item in enumerate(embedded.photos)}
    folders: dict[Path, list[Path]] = {}
    for move in plan.moves:
        folders.setdefault(move.target.parent, []).append(move.photo.photo.path)
    ranks: dict[Path, int] = {}
    for paths in folders.values():
        vectors = np.ascontiguousarray(embedded.vectors[[rows[path] for path in paths]])
        ranks.update((paths[place], rank) for rank, place in enumerate(order(vectors).tolist(), start=1))
    return replace(plan, moves=tuple(replace(move, rank=ranks[move.photo.photo.path]) for move in plan.moves))
