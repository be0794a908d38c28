"""Groups in which everything is like everything else: complete link, so that likeness never chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Relation: TypeAlias = Callable[[int, int], float | None]
"""How alike two items are, larger is more; None when they are not. Symmetric."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two items that are alike, `first < second`."""

    first: int
    second: int
    strength: float


def group_completely(
    candidates: Iterable[tuple[int, int]], relation: Relation
) -> tuple[tuple[int, ...], ...]:
    """Groups of at least two items, in which each pair satisfies the relation; no item is in two groups.

    The strongest links join first, of equally strong ones that of the smaller items. Two groups join only
    when every item of the one is alike every item of the other. The order of the candidates does not matter.

    Args:
        candidates: pairs that may be alike; only these can bring groups together.
        relation: asked once for each candidate, and for other pairs as joining needs it: O(m^2) times for m
            items that hang together.

    Returns:
        Groups by their first item, items ascending.
    """
    groups = _Groups(relation)
    for link in _find_links(candidates, groups):
        groups.join(link)
    return groups.found()


def _find_links(candidates: Iterable[tuple[int, int]], groups: _Groups) -> list[Link]:
    pairs = sorted({(min(pair), max(pair)) for pair in candidates if pair[0] != pair[1]})
    links = []
    for first, second in pairs:
        strength = groups.strength(first, second)
        if strength is not None:
            links.append(Link(first, second, strength))
    return sorted(links, key=lambda link: (-link.strength, link.first, link.second))


class _Groups:
    """Groups while they grow, and what the relation has said so far."""

    def __init__(self, relation: Relation) -> None:
        self._relation = relation
        self._known: dict[tuple[int, int], float | None] = {}
        self._members: dict[int, list[int]] = {}

    def strength(self, one: int, other: int) -> float | None:
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = self._relation(*pair)
        return self._known[pair]

    def join(self, link: Link) -> None:
        mine = self._members.get(link.first, [link.first])
        theirs = self._members.get(link.second, [link.second])
        if mine is theirs or any(self.strength(a, b) is None for a in mine for b in theirs):
            return
        joined = mine + theirs
        self._members.update(dict.fromkeys(joined, joined))

    def found(self) -> tuple[tuple[int, ...], ...]:
        distinct = {id(members): members for members in self._members.values()}
        return tuple(sorted(tuple(sorted(members)) for members in distinct.values()))
