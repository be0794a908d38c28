"""How true maps are, and how long they take: neighbors, principal components, chance, and umap-learn.

Trustworthiness (Venna and Kaski 2001) says how rarely others come to be neighbors on a map that are none in
truth: 1 for never. For many vectors it is measured at a sample of them, against all. Times are processor
times, which what else runs disturbs less.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import TypeVar

import numpy as np

from benchmarks.clusters import make_clusters
from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.options import BenchmarkOptions
from benchmarks.order import load_vectors
from snapsort.layout import project_neighbors, project_pca
from snapsort.records import Floats
from snapsort.similarity import find_neighbors

Result = TypeVar("Result")

K = 15
SAMPLED = 400
MOST_UMAP_LEARN = 5_000
"""Above it takes minutes."""

START = {
    "ours": "from snapsort.layout import project_neighbors; project_neighbors(vectors, 2)",
    "umap-learn": "import umap; umap.UMAP(random_state=0).fit_transform(vectors)",
}
"""A map of forty pictures in a process of its own: what somebody waits for at least."""


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group for the pictures, if any are named, and for each size that is asked for."""
    yield FigureGroup("forty pictures, new process", (), 40, None, tuple(measure_starts(options.rounds)))
    if options.vectors is not None or options.pictures is not None:
        yield measure("pictures", load_vectors(options), options)
    for n in options.sizes:
        yield measure("made clusters", make_clusters(n, seed=options.seed), options)


def measure_starts(rounds: int) -> Iterator[Figure]:
    """What a process takes that makes a small map."""
    for name, program in START.items():
        if name == "umap-learn" and not find_spec("umap"):
            continue
        made = "from benchmarks.clusters import make_clusters; vectors = make_clusters(40)"
        command = (sys.executable, "-W", "ignore", "-c", f"{made}; {program}")
        time_process(command)  # the first run compiles what is kept
        yield sample(name, [time_process(command) for _ in range(rounds)], unit="s")


def time_process(command: Sequence[str]) -> float:
    """Seconds of processor time of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(name: str, vectors: Floats, options: BenchmarkOptions) -> FigureGroup:
    """Time and trustworthiness of each way."""
    n = len(vectors)
    search_s, neighbors = time_of(lambda: find_neighbors(vectors, K))
    project_neighbors(vectors[:40], 2)  # load what is compiled
    ways: dict[str, Callable[[], Floats]] = {
        "chance": lambda: np.random.default_rng(0).uniform(-1, 1, (n, 2)).astype(np.float32),
        "components, flat": lambda: project_pca(vectors, 2),
        "components, space": lambda: project_pca(vectors, 3),
        "neighbors, flat": lambda: project_neighbors(vectors, 2, neighbors=neighbors),
        "neighbors, space": lambda: project_neighbors(vectors, 3, neighbors=neighbors),
    }
    if find_spec("umap") and n <= MOST_UMAP_LEARN:
        ways["umap-learn, flat"] = lambda: map_by_umap_learn(vectors)
    figures = list(measure_ways(vectors, ways, seed=options.seed))
    settings = (("d", str(vectors.shape[1])), ("neighbors", str(K)))
    return FigureGroup(
        name, settings, n, options.seed, (sample("search: processor time", [search_s], unit="s"), *figures)
    )


def measure_ways(vectors: Floats, ways: Mapping[str, Callable[[], Floats]], *, seed: int) -> Iterator[Figure]:
    """Each way's processor time, and how true its map is."""
    for way, project in ways.items():
        seconds, places = time_of(project)
        yield sample(f"{way}: processor time", [seconds], unit="s")
        yield sample(f"{way}: trustworthiness", [trustworthiness(vectors, places, seed=seed)], unit="")


def map_by_umap_learn(vectors: Floats) -> Floats:
    """umap-learn's map, with its own search for neighbors, as it comes."""
    from umap import UMAP

    places: Floats = UMAP(random_state=0, n_neighbors=K).fit_transform(vectors)
    return places


def trustworthiness(vectors: Floats, places: Floats, *, seed: int) -> float:
    """1 less the mean excess rank of neighbors on the map, at most `SAMPLED` of them; 1 is best."""
    n = len(vectors)
    rows = np.sort(np.random.default_rng(seed).permutation(n)[:SAMPLED])
    excess = 0.0
    for row in rows:
        apart = -(vectors @ vectors[row])  # of unit rows in the order of their distances
        near = ((places - places[row]) ** 2).sum(axis=1)
        apart[row] = near[row] = -2
        ranks = np.empty(n, np.int64)
        ranks[np.argsort(apart, kind="stable")] = np.arange(n)
        excess += float(np.maximum(ranks[np.argsort(near, kind="stable")[1 : K + 1]] - K, 0).sum())
    return 1 - excess * 2 / (len(rows) * K * (2 * n - 3 * K - 1))


def time_of(work: Callable[[], Result]) -> tuple[float, Result]:
    """How many seconds of processor time it took, of all cores together, and what came of it."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result
