"""Whether proposed folders, and the clusters of a map, part pictures as people would: agreement with labels.

Adjusted mutual information (Vinh, Epps and Bailey 2010) of the everyday labels that people gave and the part
that each picture is in: 1 for the same parts, 0 for chance, whatever the parts are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from benchmarks.figures import FigureGroup, sample
from benchmarks.learning import embed_known
from benchmarks.options import BenchmarkOptions
from snapsort.discovering.discover import choose_topics
from snapsort.discovering.topics import read_topics
from snapsort.embeddings import Cache, LazyEncoder, embed_labels
from snapsort.layout import NEIGHBORS, find_clusters, project_neighbors
from snapsort.models import load_encoder
from snapsort.records import Floats, LabelSet
from snapsort.similarity import find_neighbors

Parts = npt.NDArray[np.intp]

FOLDERS = 12
REPEATS = 20

SUBSETS = {150: 12, 400: 12, 1_000: 12}
"""How many pictures a map has, and how many such maps are made."""

MANY = "how many"

TUNED_BY = 12345
"""The seed of the half by which the parameters of clusters were chosen; maps of up to 400 leave it out."""


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """Proposals, k-means with names found afterwards, k-means itself, and the everyday labels themselves."""
    source = options.find_model()
    model = LazyEncoder(f"{source.key} float32", lambda: load_encoder(source, precision="float32"))
    known = embed_known(options, "everyday", model).examples
    with Cache(None) as cache:
        topics = embed_labels(LabelSet("topics", read_topics()), model=model, cache=cache).vectors
    ways: dict[str, Callable[[Floats], Parts]] = {
        "proposals": lambda vectors: part_by(
            vectors, topics[list(choose_topics(vectors, topics, most=FOLDERS))]
        ),
        "k-means, named afterwards": lambda vectors: part_by(vectors, topics[name_clusters(vectors, topics)]),
        "k-means, which sorting cannot make again": find_parts,
    }
    halves = [np.random.default_rng(seed).permutation(len(known))[::2] for seed in range(REPEATS)]
    found = {
        name: [
            agreement(known.targets[half], way(np.ascontiguousarray(known.vectors[half]))) for half in halves
        ]
        for name, way in ways.items()
    }
    found["the everyday labels"] = [
        agreement(known.targets[half], known.logits[half].argmax(axis=1)) for half in halves
    ]
    settings = (("model", f"{source.id}@{source.revision}"), ("folders", f"at most {FOLDERS}"))
    figures = tuple(sample(name, values, unit="") for name, values in found.items())
    yield FigureGroup("agreement of folders with labels", settings, len(known) // 2, 0, figures)
    for n, times in SUBSETS.items():
        yield measure_clusters(known.vectors, known.targets, n, times=times, settings=settings[:1])


def measure_clusters(
    vectors: Floats,
    labels: npt.NDArray[np.int64],
    n: int,
    *,
    times: int,
    settings: tuple[tuple[str, str], ...],
) -> FigureGroup:
    """Agreement and number of clusters of random n pictures: those of the map, and ten of k-means on it."""
    unseen = np.random.default_rng(TUNED_BY).permutation(len(vectors))[1::2]
    rows = unseen if n <= len(unseen) else np.arange(len(vectors))
    drawn = [np.sort(np.random.default_rng(seed).choice(rows, n, replace=False)) for seed in range(times)]
    found: dict[str, list[float]] = {}
    for subset in drawn:
        neighbors = find_neighbors(np.ascontiguousarray(vectors[subset]), NEIGHBORS)
        flat = project_neighbors(np.ascontiguousarray(vectors[subset]), 2, neighbors=neighbors)
        clusters = find_clusters(neighbors)
        ways = {"clusters": clusters.astype(np.intp), "k-means on the flat map": find_parts(flat)}
        for name, parts in ways.items():
            found.setdefault(name, []).append(agreement(labels[subset], parts))
        found.setdefault(MANY, []).append(float(clusters.max() + 1))
    figures = tuple(
        sample(name, values, unit="clusters" if name == MANY else "") for name, values in found.items()
    )
    return FigureGroup("agreement of clusters with labels", settings, n, 0, figures)


def part_by(vectors: Floats, directions: Floats) -> Parts:
    """(n,) the direction that each vector is nearest to."""
    return np.asarray((vectors @ directions.T).argmax(axis=1), dtype=np.intp)


def find_parts(vectors: Floats) -> Parts:
    """(n,) clusters."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(FOLDERS, n_init=4, random_state=0).fit_predict(vectors), dtype=np.intp)


def name_clusters(vectors: Floats, topics: Floats) -> list[int]:
    """A topic for each cluster: that which fits it better than it fits the other clusters; none twice."""
    from scipy.optimize import linear_sum_assignment

    parts = find_parts(vectors)
    means = np.stack([vectors[parts == part].mean(axis=0) for part in range(FOLDERS)])
    fits = means / np.linalg.norm(means, axis=1, keepdims=True) @ topics.T
    contrast = fits - (fits.sum(axis=0) - fits) / (FOLDERS - 1)
    return [int(topic) for topic in linear_sum_assignment(-contrast)[1]]


def agreement(labels: npt.NDArray[np.int64], parts: Parts) -> float:
    """Adjusted mutual information."""
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(labels, parts))
