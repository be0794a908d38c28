"""Precision and recall of duplicates, per kind, against perceptual hashes on the same files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from benchmarks.duplicate_pool import PoolFile, make_pool
from benchmarks.figures import Figure, FigureGroup, share
from benchmarks.hashes import HASHES, USUAL_DISTANCE, measure_distances
from benchmarks.options import BenchmarkOptions, CannotRunError
from snapsort.duplicates import DuplicateRequest, Group, Kind, find_duplicates
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.models import load_encoder
from snapsort.photos import MAX_PIXELS
from snapsort.report import Terminal

Pairs: TypeAlias = npt.NDArray[np.bool_]
"""(n, n), symmetric, False on the diagonal: which of n files belong together."""

CHOSEN_ON, REPORTED_ON = 0, 1
"""The half on which thresholds are chosen, and the one that is measured."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of the files of a pool; the three exclude each other."""

    exact: Pairs
    same: Pairs
    similar: Pairs

    @classmethod
    def of(cls, files: Sequence[PoolFile]) -> Truth:
        """The truth about these files, in their order."""
        content = _equal([file.content for file in files])
        shows = _equal([file.shows for file in files])
        original = _equal([file.original for file in files])
        return cls(content, shows & ~content, original & ~shows)


def run(options: BenchmarkOptions) -> Iterator[FigureGroup]:
    """One group of figures for snapsort and one for each hash at each of its thresholds."""
    pictures = options.need_pictures()
    with tempfile.TemporaryDirectory() as folder:
        halves = [
            make_pool(pictures, half, Path(folder) / f"{half}", sample=options.sample, seed=options.seed)
            for half in (CHOSEN_ON, REPORTED_ON)
        ]
        files = halves[REPORTED_ON]
        if not all(halves):
            raise CannotRunError("there are too few pictures to halve")
        truth = Truth.of(files)
        groups = find_groups(Path(folder) / f"{REPORTED_ON}", options)
        source = options.find_model()
        settings = (("model", f"{source.id}@{source.revision}"),)
        figures = tuple(snapsort_figures(files, truth, groups))
        yield FigureGroup("snapsort", settings, len(files), options.seed, figures)
        for name in HASHES:
            yield from _hash_groups(name, halves, options)


def find_groups(folder: Path, options: BenchmarkOptions) -> tuple[Group, ...]:
    """What snapsort finds in a folder, by the model that was asked for."""
    source = options.find_model()
    model = LazyEncoder(source.key, lambda: load_encoder(source, device="cpu", precision="float32"))
    embed = EmbedOptions(crops="1", max_pixels=MAX_PIXELS, workers=os.cpu_count() or 1)
    request = DuplicateRequest(folders=(folder,), embed=embed)
    with Cache(None) as cache:
        found = find_duplicates(request, model=model, cache=cache, watcher=Terminal(quiet=True))
    return found.groups


def snapsort_figures(files: Sequence[PoolFile], truth: Truth, groups: Iterable[Group]) -> list[Figure]:
    """Recall and precision of each kind, and recall of the second kind for each edit."""
    exact = link([file.path for file in files], groups, ("exact",))
    same = link([file.path for file in files], groups, ("exact", "same")) & ~exact
    similar = link([file.path for file in files], groups, ("exact", "same", "similar")) & ~exact & ~same
    return [
        *scores("exact", exact, truth.exact),
        *scores("same", same, truth.same),
        *scores("similar", similar, truth.similar),
        *recall_by_edit(files, same, truth.same),
    ]


def link(paths: Sequence[Path], groups: Iterable[Group], kinds: tuple[Kind, ...]) -> Pairs:
    """The pairs that groups of these kinds bring together; a member stands for what it was kept for."""
    index = {path: number for number, path in enumerate(paths)}
    clusters = {number: [number] for number in range(len(paths))}
    for group in groups:
        if group.kind in kinds:
            numbers = [index[member.path] for member in group.members]
            joined = [item for number in numbers for item in clusters[number]]
            clusters.update(dict.fromkeys(joined, joined))
    linked = np.zeros((len(paths), len(paths)), dtype=bool)
    for members in clusters.values():
        for one, other in combinations(members, 2):
            linked[one, other] = linked[other, one] = True
    return linked


def scores(name: str, found: Pairs, true: Pairs) -> list[Figure]:
    """Recall and precision, counted in pairs."""
    hits = int((found & true).sum()) // 2
    return [
        share(f"recall of {name}", hits, int(true.sum()) // 2),
        share(f"precision of {name}", hits, int(found.sum()) // 2),
    ]


def recall_by_edit(files: Sequence[PoolFile], found: Pairs, true: Pairs) -> list[Figure]:
    """For each edit, the share of its pairs with the original that were found."""
    rows = {file.original: row for row, file in enumerate(files) if file.made == "original"}
    hits: dict[str, list[bool]] = {}
    for row, file in enumerate(files):
        if true[row, rows[file.original]]:
            hits.setdefault(file.made, []).append(bool(found[row, rows[file.original]]))
    return [share(f"recall of same, {made}", sum(own), len(own)) for made, own in sorted(hits.items())]


def find_best_distance(distances: npt.NDArray[np.int64], truth: Truth) -> int:
    """The distance with the highest F1 for the second kind, the smallest of equals."""
    return max(range(33), key=lambda limit: (_f1(pairs_within(distances, limit, truth), truth.same), -limit))


def pairs_within(distances: npt.NDArray[np.int64], limit: int, truth: Truth) -> Pairs:
    """What a hash calls the same: at most so far apart, without those whose bytes are equal."""
    near = (distances <= limit) & ~truth.exact
    np.fill_diagonal(near, False)
    return near


def _hash_groups(
    name: str, halves: Sequence[Sequence[PoolFile]], options: BenchmarkOptions
) -> Iterator[FigureGroup]:
    chosen_on, reported_on = (measure_distances([file.path for file in files], name) for files in halves)
    best = find_best_distance(chosen_on, Truth.of(halves[CHOSEN_ON]))
    files = halves[REPORTED_ON]
    truth = Truth.of(files)
    for words, limit in (("usual", USUAL_DISTANCE), ("best on the other half", best)):
        found = pairs_within(reported_on, limit, truth)
        figures = [*scores("same", found, truth.same), *recall_by_edit(files, found, truth.same)]
        settings = (("distance", f"{limit}"), ("which is", words))
        yield FigureGroup(name, settings, len(files), options.seed, tuple(figures))


def _f1(found: Pairs, true: Pairs) -> float:
    together = int(found.sum()) + int(true.sum())
    return 2 * int((found & true).sum()) / together if together else 0.0


def _equal(keys: Sequence[object]) -> Pairs:
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    row = np.array([numbers[key] for key in keys])
    equal = row[:, None] == row[None, :]
    np.fill_diagonal(equal, False)
    return np.asarray(equal)
