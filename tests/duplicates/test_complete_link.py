from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from snapsort.similarity.duplicates import Link, group_completely

Pairs = dict[frozenset[int], float]


@st.composite
def relations(draw: st.DrawFn) -> tuple[int, Pairs]:
    """How many items, and strengths, all distinct, of the pairs that are alike."""
    n = draw(st.integers(0, 9))
    pairs = [frozenset(pair) for pair in combinations(range(n), 2)]
    order = draw(st.permutations(pairs))
    alike = draw(st.integers(0, len(order)))
    return n, {pair: float(rank) for rank, pair in enumerate(order[:alike])}


def group(n: int, pairs: Pairs) -> tuple[tuple[int, ...], ...]:
    links = [Link(min(pair), max(pair), strength) for pair, strength in pairs.items()]
    return group_completely(links, lambda _one, _other: False)


@given(relations())
def test_in_a_group_each_is_alike_each_other(case: tuple[int, Pairs]) -> None:
    n, pairs = case
    for members in group(n, pairs):
        assert len(members) > 1
        assert all(frozenset(pair) in pairs for pair in combinations(members, 2))


@given(relations())
def test_no_item_is_in_two_groups_and_no_two_groups_could_be_one(case: tuple[int, Pairs]) -> None:
    n, pairs = case
    groups = group(n, pairs)
    items = [item for members in groups for item in members]
    assert len(items) == len(set(items))
    alone = [(item,) for item in range(n) if item not in items]
    for some, others in combinations((*groups, *alone), 2):
        assert not all(frozenset((a, b)) in pairs for a in some for b in others)


@given(relations(), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_how_items_are_numbered(case: tuple[int, Pairs], random: Random) -> None:
    n, pairs = case
    names = list(range(n))
    random.shuffle(names)
    renamed = {frozenset(names[item] for item in pair): strength for pair, strength in pairs.items()}
    expected = {frozenset(names[item] for item in members) for members in group(n, pairs)}
    assert {frozenset(members) for members in group(n, renamed)} == expected


def test_a_chain_does_not_become_a_group() -> None:
    near = {frozenset((item, item + 1)): 1.0 for item in range(4)}
    assert group(5, near) == ((0, 1), (2, 3))


def test_the_strongest_links_join_first() -> None:
    assert group(3, {frozenset((0, 1)): 0.5, frozenset((1, 2)): 0.9}) == ((1, 2),)


def test_pairs_without_a_link_are_asked_for_before_groups_join() -> None:
    links = [Link(0, 1, 1.0), Link(1, 2, 0.9)]
    assert group_completely(links, lambda one, other: (one, other) == (0, 2)) == ((0, 1, 2),)
    assert group_completely(links, lambda _one, _other: False) == ((0, 1),)
