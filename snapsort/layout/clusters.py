"""Groups of points that lie together, as many as there seem to be: what colors a map without labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

Numbers: TypeAlias = npt.NDArray[np.int32]

MAX_CLUSTERS = 10
"""More colors than that, nobody tells apart."""

SAMPLE, MEASURED = 4_000, 1_500
"""From so many points the clusters are found, and from so many of these how well they are parted."""

TRIES, ROUNDS = 4, 40

LEAST_SILHOUETTE = 0.42
"""Below it the points are one group: parts of an even square come to 0.40, of a normal distribution 0.34."""

NEARLY = 0.05
"""By how much a silhouette may be less than the best. Of numbers that are nearly as good the largest is
taken, for more colors say more."""


@dataclass(frozen=True, slots=True)
class _Split:
    """Middles of clusters, (k, dims), and how well they part the sample."""

    centers: Floats
    silhouette: float


def find_clusters(points: Floats, *, seed: int = 0) -> Numbers:
    """(n,) int32: the number of each point's cluster, the largest cluster being 0.

    K-means with k-means++ (Arthur and Vassilvitskii 2007); how many of 1 to 10, the silhouette says
    (Rousseeuw 1987). Equal points are in one cluster, and equal calls give equal clusters. Positions of
    `project_neighbors` give clusters that lie together on the map, and agree as well with what is in
    pictures as clusters of vectors do.

    Args:
        points: (n, dims); also none at all.
    """
    n = len(points)
    generator = np.random.default_rng(seed)
    sample = points[generator.permutation(n)[:SAMPLE]]
    distinct = len(np.unique(sample, axis=0))
    splits = [_split(sample, k, generator) for k in range(min(MAX_CLUSTERS, distinct), 1, -1)]
    best = max((split.silhouette for split in splits), default=0.0)
    if best < LEAST_SILHOUETTE:
        return np.zeros(n, np.int32)
    chosen = next(split for split in splits if split.silhouette >= best - NEARLY)
    return _by_size(_nearest(points, chosen.centers)[0])


def _split(points: Floats, k: int, generator: np.random.Generator) -> _Split:
    """The tightest of several tries."""
    tries = [_improve(points, _draw_centers(points, k, generator)) for _ in range(TRIES)]
    centers = min(tries, key=lambda centers: float(_nearest(points, centers)[1][:, 0].sum()))
    measured = points[:MEASURED]
    return _Split(centers, _silhouette(measured, _nearest(measured, centers)[0]))


def _draw_centers(points: Floats, k: int, generator: np.random.Generator) -> Floats:
    """k of the points, each drawn by its squared distance to those drawn before."""
    centers = points[[generator.integers(len(points))]]
    while len(centers) < k:
        apart = _nearest(points, centers)[1][:, 0].astype(np.float64)
        drawn = generator.choice(len(points), p=apart / apart.sum())
        centers = np.concatenate([centers, points[[drawn]]])
    return centers


def _improve(points: Floats, centers: Floats) -> Floats:
    """The centers as means of what is nearest to them, until nothing changes (Lloyd 1982)."""
    for _ in range(ROUNDS):
        owners = _nearest(points, centers)[0]
        counts = np.bincount(owners, minlength=len(centers))[:, None]
        sums = np.stack([np.bincount(owners, axis, len(centers)) for axis in points.T], axis=1)
        moved = np.where(counts > 0, sums / np.maximum(counts, 1), centers).astype(np.float32)
        if np.array_equal(moved, centers):
            break
        centers = moved
    return centers


def _nearest(points: Floats, centers: Floats) -> tuple[Numbers, Floats]:
    """(n,) the nearest center of each point, and (n, 1 or 2) the squared distances to the nearest ones."""
    apart = (points**2).sum(axis=1)[:, None] + (centers**2).sum(axis=1) - 2 * points @ centers.T
    squared: Floats = np.sort(np.maximum(apart, 0), axis=1)[:, :2]
    return apart.argmin(axis=1).astype(np.int32), squared


def _silhouette(points: Floats, owners: Numbers) -> float:
    """Mean of (b - a) / max(a, b): a the mean distance to the own cluster, b to the nearest other."""
    is_member = owners[:, None] == np.unique(owners)  # (n, k)
    counts = is_member.sum(axis=0)
    apart = np.sqrt(np.maximum(((points[:, None] - points) ** 2).sum(axis=2), 0))
    sums = apart @ is_member
    own = (sums * is_member).sum(axis=1) / np.maximum((counts * is_member).sum(axis=1) - 1, 1)
    other = np.where(is_member, np.inf, sums / counts).min(axis=1)
    is_alone = (counts * is_member).sum(axis=1) == 1
    values = np.where(is_alone, 0, (other - own) / np.maximum(np.maximum(own, other), 1e-12))
    return float(values.mean()) if len(counts) > 1 else 0.0


def _by_size(owners: Numbers) -> Numbers:
    """The same clusters, from the largest on; of equally large ones that of the earliest point first."""
    found, firsts, counts = np.unique(owners, return_index=True, return_counts=True)
    numbers = np.zeros(int(found.max()) + 1, np.int32)
    numbers[found[np.lexsort((firsts, -counts))]] = np.arange(len(found))
    return numbers[owners]
