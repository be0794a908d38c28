"""Names for groups that were found by likeness: for each the topic that sets it apart from the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.discovering.topics import read_topics
from snapsort.embeddings import Cache, LabelVectors, LazyEncoder, embed_labels
from snapsort.errors import ModelUnavailable
from snapsort.records import Floats, LabelSet

NEARLY = 0.6
"""A topic that is left fits when it says so much of what the best one, which is taken, would say."""


SHARED = 0.3
"""How much of a topic's fit to all pictures counts against it. With all of it, or by divergence (Kullback and
Leibler 1951), mixed animals become "ducks" or "shellfish"; with none, many a cluster becomes "objects"."""


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """What groups can be called, and the vector of each name, row for row."""

    names: tuple[str, ...]
    prompts: LabelVectors


def embed_topics(*, model: LazyEncoder, cache: Cache) -> Topics | None:
    """The topics as the model reads them; None where there is no model that reads."""
    topics = read_topics()
    try:
        prompts = embed_labels(LabelSet("topics", topics), model=model, cache=cache)
    except ModelUnavailable:  # a name is a help, which a map can do without
        return None
    return Topics(tuple(topic.name for topic in topics), prompts)


def name_clusters(vectors: Floats, clusters: npt.NDArray[np.int32], topics: Topics | None) -> tuple[str, ...]:
    """A name for each of k clusters, in the order of their numbers; no two are equal.

    A topic says of a cluster by how much better than the average topic it fits its pictures, less a part of
    how well it fits all pictures. The clearest name is given first, each topic once. A cluster of which no
    topic that is left says nearly as much as the best gets that with a number: "dogs 2".

    Args:
        vectors: (n, d) float32, unit rows.
        clusters: (n,) from 0 on, each with members; -1 is none.
        topics: None names them "cluster 1" and so on.
    """
    k = int(clusters.max(initial=-1)) + 1
    if topics is None or not k:
        return tuple(f"cluster {number}" for number in range(1, k + 1))
    says = measure_topics(vectors, clusters, topics.prompts)
    best = says.argmax(axis=1)
    left = says.copy()
    chosen = np.full(k, -1)
    for _ in range(k):
        cluster, topic = np.unravel_index(int(left.argmax()), left.shape)
        if left[cluster, topic] >= NEARLY * says[cluster, best[cluster]]:
            chosen[cluster] = topic
            left[:, topic] = -np.inf
        left[cluster] = -np.inf
    names = [topics.names[topic] for topic in np.where(chosen < 0, best, chosen)]
    return _number_repeated(names, is_first=chosen >= 0)


def measure_topics(vectors: Floats, clusters: npt.NDArray[np.int32], prompts: LabelVectors) -> Floats:
    """(k, m) how well each of m topics fits each of k clusters, beyond how it fits all pictures."""
    fits = vectors @ prompts.vectors.T
    fits -= fits.mean(axis=1, keepdims=True)
    within = np.stack([fits[clusters == cluster].mean(axis=0) for cluster in range(int(clusters.max()) + 1)])
    says: Floats = within - SHARED * fits.mean(axis=0)
    return says


def _number_repeated(names: list[str], *, is_first: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    """The names; those that have another's name, in order, as its second, its third."""
    taken = {name for name, first in zip(names, is_first, strict=True) if first}
    numbered = list(names)
    for place in np.flatnonzero(~is_first):
        number = 2
        while f"{names[place]} {number}" in taken:
            number += 1
        numbered[place] = f"{names[place]} {number}"
        taken.add(numbered[place])
    return tuple(numbered)
