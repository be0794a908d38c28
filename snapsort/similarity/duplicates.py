"""Groups in which everything is like everything else: complete link, so that likeness never chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Relation: TypeAlias = Callable[[int, int], bool]
"""Whether two items are alike. Symmetric."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two items that are alike, and how much: larger is more."""

    first: int
    second: int
    strength: float


def group_completely(links: Iterable[Link], are_alike: Relation) -> tuple[tuple[int, ...], ...]:
    """Groups of at least two items, in which each pair is alike; no item is in two groups.

    The strongest links join first, of equally strong ones that of the smaller items. Two groups join only
    when every item of the one is alike every item of the other. The order of the links does not matter.

    Args:
        links: what brings groups together; the two items of a link count as alike.
        are_alike: asked about other pairs as joining needs it: O(m^2) times for m items that hang together.
            It may be more generous than what makes a link, as an edge detector's second threshold is.

    Returns:
        Groups by their first item, items ascending.
    """
    ordered = sorted(links, key=lambda link: (-link.strength, min(_pair(link)), max(_pair(link))))
    linked = {frozenset(_pair(link)) for link in ordered}
    groups: dict[int, list[int]] = {}
    for link in ordered:
        mine = groups.get(link.first, [link.first])
        theirs = groups.get(link.second, [link.second])
        if link.first in theirs:
            continue
        if all(frozenset((a, b)) in linked or are_alike(a, b) for a in mine for b in theirs):
            joined = mine + theirs
            groups.update(dict.fromkeys(joined, joined))
    distinct = {id(members): members for members in groups.values()}
    return tuple(sorted(tuple(sorted(members)) for members in distinct.values()))


def _pair(link: Link) -> tuple[int, int]:
    return link.first, link.second
