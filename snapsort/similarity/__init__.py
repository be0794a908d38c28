"""Vectors to neighbors, and to an order in which likes stand beside likes. Pure."""

from __future__ import annotations

from snapsort.similarity.neighbors import Neighbors, find_neighbors

__all__ = ["Neighbors", "find_neighbors"]
