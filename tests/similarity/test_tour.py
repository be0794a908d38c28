from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapsort.similarity import find_neighbors
from snapsort.similarity.ordering import make_cities, make_tour
from snapsort.similarity.search import improve_all
from snapsort.similarity.tour import (
    Cities,
    Tour,
    distance,
    flip,
    rank_nearest,
    step,
    swap_segments,
    take_back,
)
from tests.similarity.vectors import make_vectors


def make_problem(n: int, k: int = 8) -> tuple[Cities, Tour]:
    vectors = make_vectors(n)
    nearest = find_neighbors(vectors, k).indices
    cities = make_cities(vectors, nearest, np.zeros(n), time_weight=0.0, first=-1)
    rank_nearest(cities)
    return cities, make_tour(n, seed=0)


def between_all(cities: Cities) -> npt.NDArray[np.float64]:
    n = len(cities.vectors)
    return np.array([[distance(cities, a, b) if a != b else 0 for a in range(n + 1)] for b in range(n + 1)])


def turned_to(cycle: list[int], city: int) -> list[int]:
    at = cycle.index(city)
    return cycle[at:] + cycle[:at]


def two_opt_moves(cities: Cities, cycle: list[int]) -> Iterator[list[int]]:
    """Every tour that joins a city to one of its nearest by reversing what lies between."""
    for city in cycle[:-1]:
        for around in (turned_to(cycle, city), turned_to(cycle[::-1], city)):
            for other in cities.nearest[city] if city < len(cities.vectors) else ():
                at = around.index(int(other))
                yield [around[0], *around[at:0:-1], *around[at + 1 :]]


def or_opt_moves(cities: Cities, cycle: list[int]) -> Iterator[list[int]]:
    """Every tour that puts one to three cities beside one of the nearest of the first of them."""
    for city in range(len(cities.vectors)):
        for around in (turned_to(cycle, city), turned_to(cycle[::-1], city)):
            for size in (1, 2, 3):
                moved, rest = around[:size], around[size:]
                for other in set(cities.nearest[city].tolist()) - set(moved):
                    at = rest.index(other)
                    yield [*rest[:at], *moved[::-1], *rest[at:]]
                    yield [*rest[: at + 1], *moved, *rest[at + 1 :]]


def test_when_improvement_ends_no_two_opt_and_no_or_opt_move_gains() -> None:
    cities, tour = make_problem(200)

    improve_all(cities, tour)

    cycle = tour.order.tolist()
    moves = np.array([cycle, *two_opt_moves(cities, cycle), *or_opt_moves(cities, cycle)])
    lengths = between_all(cities)[moves, np.roll(moves, 1, axis=1)].sum(axis=1)
    assert len(moves) > 10_000
    assert (np.sort(moves[::100], axis=1) == np.arange(201)).all()
    assert lengths.min() > lengths[0] - 1e-6


@given(places=st.lists(st.integers(0, 29), min_size=2, max_size=2, unique=True), ahead=st.booleans())
def test_a_flip_replaces_two_neighborships_and_can_be_taken_back(places: list[int], ahead: bool) -> None:
    tour = make_tour(29, seed=0)
    t1, t3 = places
    t2, t4 = step(tour, t1, ahead), step(tour, t3, not ahead)
    if len({t1, t2, t3, t4}) < 4:
        return

    flip(tour, (t1, t2, t3, t4))

    expected = (neighborships(list(range(30))) - {pair(t1, t2), pair(t3, t4)}) | {pair(t2, t3), pair(t4, t1)}
    assert neighborships(tour.order.tolist()) == expected
    assert tour.place[tour.order].tolist() == list(range(30))
    take_back(tour)
    assert tour.order.tolist() == list(range(30))


@given(cuts=st.lists(st.integers(0, 28), min_size=3, max_size=3, unique=True))
@settings(max_examples=50)
def test_swapping_segments_keeps_their_directions(cuts: list[int]) -> None:
    tour = make_tour(29, seed=0)
    a, b, c = sorted(cuts)

    swap_segments(tour, (a, a + 1, c, c + 1), b, b + 1)

    cycle = turned_to(tour.order.tolist(), 0)
    expected = [*range(a + 1), *range(b + 1, c + 1), *range(a + 1, b + 1), *range(c + 1, 30)]
    assert expected in (cycle, [cycle[0], *cycle[:0:-1]])


def pair(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)


def neighborships(cycle: list[int]) -> set[tuple[int, int]]:
    return {pair(a, b) for a, b in zip(cycle, cycle[1:] + cycle[:1], strict=True)}


def test_the_gap_is_at_no_distance_but_for_the_first() -> None:
    vectors = make_vectors(10)
    cities = make_cities(vectors, np.zeros((10, 1), np.int32), np.zeros(10), time_weight=0.0, first=3)

    assert distance(cities, 10, 4) == 0
    assert distance(cities, 3, 10) < -1_000


def test_an_hour_counts_as_much_as_a_day() -> None:
    vectors = np.repeat(make_vectors(1), 3, axis=0)
    times_s = np.array([0.0, 1_800.0, 86_400.0])
    cities = make_cities(vectors, np.zeros((3, 1), np.int32), times_s, time_weight=2.0, first=-1)

    assert distance(cities, 0, 1) == pytest.approx(1)
    assert distance(cities, 0, 2) == pytest.approx(2)
