"""Vectors to neighbors, and to an order in which likes stand beside likes. Pure."""

from __future__ import annotations

from snapsort.similarity.coverage import choose_covering
from snapsort.similarity.figures import PathFigures, measure_path, path_steps
from snapsort.similarity.insertion import insert_into_order
from snapsort.similarity.neighbors import Neighbors, find_neighbors
from snapsort.similarity.ordering import order
from snapsort.similarity.searching import Found, find_best

__all__ = [
    "Found",
    "Neighbors",
    "PathFigures",
    "choose_covering",
    "find_best",
    "find_neighbors",
    "insert_into_order",
    "measure_path",
    "order",
    "path_steps",
]
