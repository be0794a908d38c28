"""The cache with many rows: how fast vectors go in and come out, what they take on disk and in memory."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, FigureGroup, sample
from benchmarks.known_folder import make_unit_rows
from benchmarks.options import BenchmarkOptions
from snapsort.embeddings import Cache
from snapsort.embeddings.rows import VectorRows
from snapsort.photos import fingerprint
from snapsort.records import Fingerprint

DIMENSION = 512
SPACE = "benchmark"
ROWS_AT_ONCE = 10_000
GIB = 2**30


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """A group a number of rows. Each number is measured once, a part of ten thousand rows at a time."""
    for n in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield FigureGroup(
                "vectors",
                (("dimension", str(DIMENSION)),),
                n,
                options.seed,
                measure(Path(folder) / "c", n, options),
            )


def measure(database: Path, n: int, options: BenchmarkOptions) -> tuple[Figure, ...]:
    """Rows a second of each part, bytes on disk a row, and the memory of them all."""
    contents = [fingerprint(number.to_bytes(8, "big")) for number in range(n)]
    generator = np.random.default_rng(options.seed)
    put: list[float] = []
    got: list[float] = []
    with Cache(database) as cache:
        for part in parts_of(contents):
            rows = dict(zip(part, make_unit_rows(len(part), DIMENSION, generator), strict=True))
            start = time.perf_counter()
            cache.put_vectors(SPACE, rows)
            put.append(len(part) / (time.perf_counter() - start))
        vectors = VectorRows(n)
        for number, content in enumerate(contents):
            vectors.name_row(content, number)
        for part in parts_of(contents):
            start = time.perf_counter()
            for found in cache.find_vectors(SPACE, part):
                vectors.put(found.keys, found.vectors)
            got.append(len(part) / (time.perf_counter() - start))
        shape = vectors.collect(contents).shape
    if shape != (n, DIMENSION):
        raise ValueError(f"{shape} of {n} came back")
    peak_bytes = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (
        sample("put", put, unit="rows/s"),
        sample("get", got, unit="rows/s"),
        sample("on disk", [database.stat().st_size / n], unit="bytes a row"),
        sample("peak memory of the process", [peak_bytes / GIB], unit="GiB"),
    )


def parts_of(contents: Sequence[Fingerprint]) -> Iterator[Sequence[Fingerprint]]:
    """Ten thousand at a time."""
    for start in range(0, len(contents), ROWS_AT_ONCE):
        yield contents[start : start + ROWS_AT_ONCE]
