"""Shortening a tour: local search until nothing gains, then small shocks that are kept where they help.

Runs compiled and plainly alike, as `tour`.
"""

from __future__ import annotations

from snapsort.similarity.tour import (
    LOGGED,
    RANDOM,
    WAITING,
    Cities,
    Tour,
    Two,
    distance,
    improve_city,
    pop,
    push,
    rank_nearest,
    swap_segments,
    take_back,
)


def shorten_tour(cities: Cities, tour: Tour, kicks: int, segment: int) -> None:
    """Fill in distances, improve, perturb; one function, so that what it calls is compiled once."""
    rank_nearest(cities)
    improve_all(cities, tour)
    perturb(cities, tour, kicks, segment)


def improve_all(cities: Cities, tour: Tour) -> None:
    """2-opt and 3-opt until no move within the neighbor lists gains."""
    while tour.counters[WAITING] > 0:
        improve_waiting(cities, tour)
        tour.counters[LOGGED] = 0


def perturb(cities: Cities, tour: Tour, kicks: int, segment: int) -> None:
    """Swap two short neighboring segments, repair around, and keep what is not longer; from end to end.

    Iterated local search with local double bridges (Johnson and McGeoch 1997, "The traveling salesman
    problem: a case study"), in the order of the places, which keeps to one stretch of memory at a time.
    """
    n = len(tour.order)
    for kick in range(kicks):
        place = (kick * n // kicks + draw(tour, 8 * segment)) % n
        gained = swap_at(cities, tour, place, (1 + draw(tour, segment), 1 + draw(tour, segment)))
        gained += improve_waiting(cities, tour)
        while tour.counters[WAITING] > 0:
            pop(tour)
        if gained < 0:
            take_back(tour)
        tour.counters[LOGGED] = 0


def improve_waiting(cities: Cities, tour: Tour) -> float:
    """Look at the waiting cities until none waits; how much shorter the tour is."""
    gained = 0.0
    while tour.counters[WAITING] > 0:
        city = pop(tour)
        made = improve_city(cities, tour, city)
        if made > 0:
            push(tour, city)
            gained += made
        if tour.counters[LOGGED] > len(tour.log) - 16:
            return gained
    return gained


def swap_at(cities: Cities, tour: Tour, place: int, sizes: Two) -> float:
    """Swap the two segments of these sizes that follow a place; the gain, mostly negative."""
    t1, t2 = city_at(tour, place), city_at(tour, place + 1)
    t5, t6 = city_at(tour, place + sizes[0]), city_at(tour, place + sizes[0] + 1)
    t3, t4 = city_at(tour, place + sizes[0] + sizes[1]), city_at(tour, place + sizes[0] + sizes[1] + 1)
    gone = distance(cities, t1, t2) + distance(cities, t5, t6) + distance(cities, t3, t4)
    swap_segments(tour, (t1, t2, t3, t4), t5, t6)
    return gone - distance(cities, t1, t6) - distance(cities, t3, t2) - distance(cities, t5, t4)


def city_at(tour: Tour, place: int) -> int:
    """The city at that place, counted around."""
    return int(tour.order[place % len(tour.order)])


def draw(tour: Tour, below: int) -> int:
    """A random number from 0; a linear congruential generator that fits into 63 bits."""
    tour.counters[RANDOM] = (tour.counters[RANDOM] * 1103515245 + 12345) % 2147483648
    return int((tour.counters[RANDOM] >> 8) % below)
