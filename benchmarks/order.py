"""How short the order of similar pictures is, against other ways; how long it takes, and how much memory.

Each way runs in a process of its own, which gives its peak memory and lets a solver that does not end be
stopped. The clock starts after imports, and after snapsort has compiled its inner loops. Processor time is of
all cores together and less disturbed by what else runs.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from benchmarks.clusters import make_clusters
from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.options import BenchmarkOptions, CannotRunError
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.photos import MAX_PIXELS, ScanOptions, scan
from snapsort.records import Floats
from snapsort.similarity import measure_path, order
from snapsort.similarity.figures import PathFigures

LKH_N = 2_000

LIMITS_N = {"nearest": 20_000, "blockwise": 10_000, "tree": 200_000, "LKH": LKH_N}
"""Above this many vectors a way takes too long, or too much memory."""

LIMIT_S = 3_600


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way came to."""

    way: str
    figures: PathFigures
    seconds: float
    processor_s: float
    peak_gib: float


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group each: a sample of the pictures for LKH, all of them, made vectors of every size asked for."""
    if options.vectors is not None or options.pictures is not None:
        vectors = load_vectors(options)
        chosen = np.sort(
            np.random.default_rng(options.seed).permutation(len(vectors))[: min(LKH_N, len(vectors))]
        )
        yield compare("pictures, sample", vectors[chosen], options)
        yield compare("pictures", vectors, options)
    for n in options.sizes:
        yield compare("made clusters", make_clusters(n, seed=options.seed), options)


def load_vectors(options: BenchmarkOptions) -> Floats:
    """The vectors of the pictures below the folder, in path order, or those of the file.

    Raises:
        CannotRunError: there are fewer than two.
    """
    if options.vectors is not None:
        vectors: Floats = np.load(options.vectors)
    else:
        vectors = embed(options)
    if len(vectors) < 2:
        raise CannotRunError("an order wants at least two pictures")
    return vectors


def embed(options: BenchmarkOptions) -> Floats:
    """The vectors of the pictures that can be read, by the package's own way."""
    from snapsort.models import load_encoder

    source = options.find_model()
    photos = scan(options.need_pictures(), ScanOptions()).photos
    model = LazyEncoder(f"{source.key} float32", lambda: load_encoder(source, precision="float32"))
    embed_options = EmbedOptions(crops="1", max_pixels=MAX_PIXELS, workers=2)
    with Cache(None) as cache:
        done = embed_photos(
            photos, model=model, cache=cache, options=embed_options, on_progress=lambda _: None
        )
    return done.photos.vectors


def compare(name: str, vectors: Floats, options: BenchmarkOptions) -> FigureGroup:
    """The figures of every way that copes with so many vectors, and snapsort's against the best other."""
    n = len(vectors)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "vectors.npy"
        np.save(file, vectors)
        measured = [found for way in ways_for(n) if (found := measure(way, file)) is not None]
    figures = [figure for found in measured for figure in figures_of(found)]
    settings = (("d", str(vectors.shape[1])),)
    return FigureGroup(name, settings, n, options.seed, (*figures, *ratios(measured)))


def ways_for(n: int) -> list[str]:
    """The names of the ways that cope with n vectors, without LKH where it is not installed."""
    from benchmarks.paths import WAYS

    missing = () if find_spec("elkai") else ("LKH",)
    return [way for way in WAYS if n <= LIMITS_N.get(way, n) and way not in missing]


def measure(way: str, file: Path) -> Measured | None:
    """What the way comes to in a process of its own; None if it does not end in time."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=measure_here, args=(way, file, sender))
    process.start()
    sender.close()
    try:
        return receiver.recv() if receiver.poll(LIMIT_S) else None
    except EOFError:
        return None
    finally:
        process.terminate()
        process.join()


def measure_here(way: str, file: Path, sender: Connection) -> None:
    """Run the way, measure, and send what came out."""
    from benchmarks.paths import WAYS

    vectors: Floats = np.load(file)
    if way == "snapsort":
        order(vectors[:500])
    start, processor_start = time.perf_counter(), time.process_time()
    path = WAYS[way](vectors)
    seconds, processor_s = time.perf_counter() - start, time.process_time() - processor_start
    # Linux counts in KiB, macOS in bytes.
    unit = 2**30 if sys.platform == "darwin" else 2**20
    peak_gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    if not np.array_equal(np.sort(path), np.arange(len(vectors))):
        raise ValueError(f"{way} gives no permutation")
    sender.send(Measured(way, measure_path(vectors, path), seconds, processor_s, peak_gib))


def figures_of(measured: Measured) -> list[Figure]:
    """Length, steps, time and memory as figures."""
    values = (
        ("path", measured.figures.length, "long"),
        ("mean step", measured.figures.mean_step, "long"),
        ("p99 step", measured.figures.p99_step, "long"),
        ("time", measured.seconds, "s"),
        ("processor time", measured.processor_s, "s"),
        ("peak memory", measured.peak_gib, "GiB"),
    )
    return [sample(f"{measured.way}: {name}", [value], unit=unit) for name, value, unit in values]


def ratios(measured: list[Measured]) -> list[Figure]:
    """The path of snapsort against the shortest of the quick ways, and path and time against LKH."""
    by_way = {found.way: found for found in measured}
    ours = by_way.pop("snapsort")
    solver = by_way.pop("LKH", None)
    best = min(found.figures.length for found in by_way.values())
    figures = [sample("path / the best other's", [ours.figures.length / best], unit="x")]
    if solver is not None:
        figures.append(sample("path / LKH's", [ours.figures.length / solver.figures.length], unit="x"))
        times = solver.processor_s / ours.processor_s
        figures.append(sample("LKH's processor time / ours", [times], unit="x"))
    return figures
