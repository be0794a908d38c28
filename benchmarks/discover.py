"""Whether proposed folders part pictures as people would: agreement with the everyday labels.

Adjusted mutual information (Vinh, Epps and Bailey 2010) of the labels that people gave and the folder that
each picture is nearest to: 1 for the same parts, 0 for chance, whatever the parts are called.
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
from snapsort.models import load_encoder
from snapsort.records import Floats, LabelSet

Parts = npt.NDArray[np.intp]

FOLDERS = 12
REPEATS = 20


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
