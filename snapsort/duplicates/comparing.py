"""The pixel-level check between contents: a glance at what is kept of each, then a close look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeAlias

from threadpoolctl import threadpool_limits

from snapsort.duplicates.looks import LOOKS_RULE, Looks
from snapsort.duplicates.watching import watch
from snapsort.embeddings import Cache
from snapsort.embeddings.ordered import map_ordered
from snapsort.records import Fingerprint
from snapsort.similarity.duplicates_routines import choose_routines
from snapsort.similarity.duplicates_sameness import (
    SAMENESS_VERSION,
    Sameness,
    compare_looks,
    have_something_in_common,
)

Pair: TypeAlias = tuple[int, int]
"""Numbers of two contents, the smaller first."""

SAMENESS_RULE = f"{LOOKS_RULE}.{SAMENESS_VERSION}"

PUT_AT_ONCE = 500


class Comparing:
    """Compares contents by their pixels, each pair once, also over several runs. It belongs to its thread."""

    def __init__(self, contents: Sequence[Fingerprint], looks: Looks, cache: Cache) -> None:
        self._contents = contents
        self._looks = looks
        self._cache = cache
        self._routines = choose_routines(0)
        self._known: dict[Pair, Sameness | None] = {}

    def compare_ahead(
        self, pairs: Sequence[Pair], on_progress: Callable[[int], None], *, workers: int
    ) -> None:
        """Compare pairs in threads, so that asking for them is quick; what was kept counts as done first."""
        self._remember()
        waiting = [pair for pair in pairs if pair not in self._known]
        self._routines = choose_routines(len(waiting))
        # Each thread multiplies small matrices; sharing these among the cores once more costs six times that.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
            compared = map_ordered(pool, self._compare, waiting, ahead=4 * workers)
            found = watch(zip(waiting, compared, strict=True), on_progress, done=len(pairs) - len(waiting))
            while part := dict(islice(found, PUT_AT_ONCE)):
                self._known.update(part)
                self._keep(part)

    def compare(self, one: int, other: int) -> Sameness | None:
        """What a close look at two contents gives; None when a glance shows nothing in common."""
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = self._compare(pair)
            self._keep({pair: self._known[pair]})
        return self._known[pair]

    def _remember(self) -> None:
        numbers = {content: number for number, content in enumerate(self._contents)}
        kept = self._cache.looks.get_comparisons(SAMENESS_RULE, self._contents)
        for (one, other), sameness in kept.items():
            first, second = sorted((numbers[one], numbers[other]))
            self._known[first, second] = sameness

    def _keep(self, found: Mapping[Pair, Sameness | None]) -> None:
        # What could not be read is none of what a content is.
        sound = {pair: item for pair, item in found.items() if not any(map(self._looks.is_lost, pair))}
        named = {self._name(pair): sameness for pair, sameness in sound.items()}
        self._cache.looks.put_comparisons(SAMENESS_RULE, named)

    def _name(self, pair: Pair) -> tuple[Fingerprint, Fingerprint]:
        one, other = sorted(self._contents[number] for number in pair)
        return one, other

    def _compare(self, pair: Pair) -> Sameness | None:
        glances = [self._looks.get_glance(content) for content in pair]
        if glances[0] is None or glances[1] is None:
            return None
        if not have_something_in_common(glances[0].small, glances[1].small, self._routines):
            return None
        looks = [self._looks.get_look(content) for content in pair]
        if looks[0] is None or looks[1] is None:
            return None
        return compare_looks(looks[0], looks[1], self._routines)
