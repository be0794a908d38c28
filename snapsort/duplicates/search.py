"""One search: each kind of group is made of what the stricter kinds keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from snapsort.duplicates.comparing import Comparing, Pair
from snapsort.duplicates.facts import make_facts
from snapsort.duplicates.groups import Group, Kind, Member
from snapsort.duplicates.looks import Looks
from snapsort.duplicates.request import DuplicateRequest
from snapsort.embeddings import Cache
from snapsort.pipeline import Watcher
from snapsort.records import EmbeddedPhoto, EmbeddedPhotos, Fingerprint, Floats
from snapsort.similarity import find_neighbors
from snapsort.similarity.duplicates import Link, group_completely
from snapsort.similarity.duplicates_keep import judge
from snapsort.similarity.duplicates_sameness import Sameness

NEIGHBORS = 16
"""How many nearest contents may be the same as one. Joining asks for further pairs as it needs them."""

MIN_CANDIDATE_COSINE = 0.5
"""What is less alike is not looked at. A gray copy of a colorful photo has 0.65 with the built-in model."""

TINY_NEIGHBORS = 6
MIN_TINY_COSINE = 0.8
MIN_SIMILAR_COSINE = 0.8

SURE_CANDIDATE_COSINE = 0.9
MIN_ROUGH_COSINE = 0.2
"""Of vectors and of tiny vectors. Two in five pairs have less of both, and no copy of 1,400: a crop that
moves print over the grid of a tiny picture keeps the first, a copy in gray the second."""

PAIRS_AT_ONCE = 4_096


class Search:
    """Contents, numbered in path order of their first files, and for each the file that stands for it.

    The three kinds are asked in their order, each once.
    """

    def __init__(
        self, embedded: EmbeddedPhotos, request: DuplicateRequest, cache: Cache, watcher: Watcher
    ) -> None:
        self._request = request
        self._watcher = watcher
        rows: dict[Fingerprint, list[int]] = {}
        for row, photo in enumerate(embedded.photos):
            rows.setdefault(photo.fingerprint, []).append(row)
        self._files = [[embedded.photos[row] for row in own] for own in rows.values()]
        self._vectors = embedded.vectors[[own[0] for own in rows.values()]]  # (contents, d)
        self._looks = Looks([files[0] for files in self._files], request.embed, cache)
        self._comparing = Comparing(list(rows), self._looks, cache)
        self._kept = [files[0] for files in self._files]
        self._standing_for = [[content] for content in range(len(self._files))]
        self._pairs: tuple[Pair, ...] = ()

    def find_exact(self) -> list[Group]:
        """Groups of files with the same bytes."""
        groups = []
        for content, files in enumerate(self._files):
            if len(files) > 1:
                groups.append(
                    self._judge("exact", [(content, file) for file in files], lambda _one, _other: 1.0)
                )
                self._kept[content] = groups[-1].kept.photo
        return _in_order(groups)

    def find_same(self) -> list[Group]:
        """Groups of contents that show the same picture."""
        self._pairs = self._propose()
        with self._watcher.progress("comparing", len(self._pairs)) as on_progress:
            self._comparing.compare_ahead(self._pairs, on_progress, workers=self._request.embed.workers)
        links = [Link(*pair, self._correlation(*pair)) for pair in self._pairs if self._are_same(*pair)]
        return self._make_groups("same", group_completely(links, self._are_nearly_same), self._correlation)

    def find_similar(self) -> list[Group]:
        """Groups of other takes, among what stands for itself so far."""
        stands_for = {content: index for index, own in enumerate(self._standing_for) for content in own}
        pairs = {(stands_for[one], stands_for[other]) for one, other in self._pairs}
        distinct = (pair for pair in pairs if pair[0] != pair[1])
        links = [Link(*pair, self._cosine(*pair)) for pair in distinct if self._are_similar(*pair)]
        return self._make_groups("similar", group_completely(links, self._are_similar), self._cosine)

    def _propose(self) -> tuple[Pair, ...]:
        """Pairs of near neighbors, by the model or by their plain looks; smaller number first, in order."""
        with self._watcher.progress("looking closer", len(self._files)) as on_progress:
            self._looks.make_glances(on_progress)
        tiny = self._looks.make_tiny_vectors()
        pairs = np.concatenate(
            [
                _near_pairs(self._vectors, NEIGHBORS, MIN_CANDIDATE_COSINE),
                _near_pairs(tiny, TINY_NEIGHBORS, MIN_TINY_COSINE),
            ]
        )
        pairs = np.unique(pairs, axis=0)
        alike = _cosines(self._vectors, pairs) >= SURE_CANDIDATE_COSINE
        alike |= _cosines(tiny, pairs) >= MIN_ROUGH_COSINE
        return tuple((int(one), int(other)) for one, other in pairs[alike])

    def _are_same(self, one: int, other: int) -> bool:
        found = self._compare(one, other)
        return found is not None and found.is_same

    def _are_nearly_same(self, one: int, other: int) -> bool:
        found = self._compare(one, other)
        return found is not None and found.is_nearly_same

    def _are_similar(self, one: int, other: int) -> bool:
        if self._cosine(one, other) < MIN_SIMILAR_COSINE:
            return False
        found = self._compare(one, other)
        return found is not None and found.is_similar

    def _compare(self, one: int, other: int) -> Sameness | None:
        """What looking gives, and None for what the user has said is no duplicate."""
        is_unlike = self._is_unlike(self._standing_for[one], self._standing_for[other])
        return None if is_unlike else self._comparing.compare(one, other)

    def _correlation(self, one: int, other: int) -> float:
        found = self._comparing.compare(one, other)
        return 0.0 if found is None else found.correlation

    def _cosine(self, one: int, other: int) -> float:
        return min(1.0, float(self._vectors[one] @ self._vectors[other]))

    def _is_unlike(self, some: Sequence[int], others: Sequence[int]) -> bool:
        unlike = self._request.unlike
        return bool(unlike) and any(
            frozenset((self._files[one][0].fingerprint, self._files[other][0].fingerprint)) in unlike
            for one in some
            for other in others
        )

    def _make_groups(
        self, kind: Kind, found: Iterable[tuple[int, ...]], similarity: Callable[[int, int], float]
    ) -> list[Group]:
        groups = []
        for contents in found:
            pairs = [(content, self._kept[content]) for content in contents]
            group = self._judge(kind, pairs, similarity)
            groups.append(group)
            kept = next(content for content, file in pairs if file is group.kept.photo)
            joined = [content for one in contents for content in self._standing_for[one]]
            for content in contents:
                self._standing_for[content] = []
            self._standing_for[kept] = joined
        return _in_order(groups)

    def _judge(
        self,
        kind: Kind,
        files: Sequence[tuple[int, EmbeddedPhoto]],
        similarity: Callable[[int, int], float],
    ) -> Group:
        facts = [
            make_facts(
                file,
                self._looks.get_glance(content),
                folders=self._request.folders,
                protected=self._request.protected,
            )
            for content, file in files
        ]
        verdicts = judge(facts, self._request.rules)
        first = next(index for index, verdict in enumerate(verdicts) if verdict.is_best)
        members = [
            Member(file, own, verdict, 1.0 if index == first else similarity(content, files[first][0]))
            for index, ((content, file), own, verdict) in enumerate(zip(files, facts, verdicts, strict=True))
        ]
        rest = [member for member in members if member is not members[first]]
        return Group(kind, (members[first], *sorted(rest, key=lambda member: member.path.parts)))


def _near_pairs(vectors: Floats, k: int, min_cosine: float) -> npt.NDArray[np.int64]:
    """(pairs, 2), the smaller number first: each vector with those of its k nearest that are near enough."""
    neighbors = find_neighbors(vectors, k)
    ones, places = np.nonzero(neighbors.distances <= np.sqrt(2 - 2 * min_cosine))
    pairs = np.stack([ones, neighbors.indices[ones, places].astype(np.int64)], axis=1)
    return np.sort(pairs, axis=1)


def _cosines(vectors: Floats, pairs: npt.NDArray[np.int64]) -> Floats:
    """(pairs,), some thousand at a time: their vectors together would take 4 kB a pair."""
    cosines = np.empty(len(pairs), np.float32)
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        cosines[part] = np.einsum("nd,nd->n", vectors[pairs[part, 0]], vectors[pairs[part, 1]])
    return cosines


def _in_order(groups: list[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: group.kept.path.parts)
