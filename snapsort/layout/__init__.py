"""Vectors to places on a map, and to clusters that color it. Pure."""

from __future__ import annotations

from snapsort.layout.clusters import MAX_CLUSTERS, find_clusters
from snapsort.layout.neighbors import FINISHED, NEIGHBORS, project_neighbors
from snapsort.layout.pca import project_pca

__all__ = ["FINISHED", "MAX_CLUSTERS", "NEIGHBORS", "find_clusters", "project_neighbors", "project_pca"]
