"""A round trip through cities as an array, and the 2- and 3-opt moves that shorten it.

Everything here is written so that it runs compiled and plainly alike, and does the same to the last bit:
integers and doubles only, no arithmetic on whole arrays.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

Ints = npt.NDArray[np.int32]
Doubles = npt.NDArray[np.float64]

HEAD, WAITING, LOGGED, RANDOM = 0, 1, 2, 3
"""Places in `Tour.counters`: head and length of the queue, length of the log, the random numbers' state."""

Two = tuple[int, int]
Four = tuple[int, int, int, int]

MIN_GAIN = 1e-7
"""Less than this is rounding."""

FIXED = -1e6
"""So short that no move takes the way between the gap and the first city out."""


class Cities(NamedTuple):
    """n cities, and number n, the gap between the path's ends, which is at distance 0 from all.

    Attributes:
        vectors: (n, d), unit rows.
        times_s: (n,) seconds.
        time_weight: what an hour or more costs.
        first: the city that must stand beside the gap; -1 if none must.
        nearest: (n + 1, k) cities that each may be joined to, the nearest first.
        near: (n + 1, k) how far these are.
        keys: (m,) pairs whose distance is remembered; m is a power of two.
        known: (m,) the distances of these.
    """

    vectors: Floats
    times_s: Doubles
    time_weight: float
    first: int
    nearest: Ints
    near: Doubles
    keys: npt.NDArray[np.int64]
    known: Doubles


class Tour(NamedTuple):
    """The cities in a circle, and which of them are to be looked at.

    Attributes:
        order: (n + 1,) city at each place.
        place: (n + 1,) place of each city.
        queue: (n + 1,) ring of cities around which there may be something to gain.
        is_waiting: (n + 1,) whether a city is in it; the don't-look bits of Bentley 1992, inverted.
        log: (m,) places between which was reversed, two and two, so that it can be taken back.
        counters: head and length of the queue, length of the log, random state.
        longest: no reversal is longer.
    """

    order: Ints
    place: Ints
    queue: Ints
    is_waiting: npt.NDArray[np.bool_]
    log: Ints
    counters: npt.NDArray[np.int64]
    longest: int


def measure(vectors: Floats, i: int, j: int) -> float:
    """The Euclidean distance of two vectors, summed in double precision, rounded to single.

    The rounding makes the order of summation immaterial, so that compiled and plain code agree.
    """
    difference = vectors[i].astype(np.float64) - vectors[j]
    return float(np.float32(np.sqrt(difference @ difference)))


def distance(cities: Cities, i: int, j: int) -> float:
    """How far two cities are apart; computed once, mostly."""
    n = len(cities.vectors)
    low, high = min(i, j), max(i, j)
    if high == n:
        return FIXED if low == cities.first else 0.0
    key = low * n + high
    slot = (key ^ (key >> 20)) & (len(cities.keys) - 1)
    if cities.keys[slot] != key:
        cities.keys[slot] = key
        cities.known[slot] = measure(cities.vectors, low, high)
        if cities.time_weight > 0:
            apart = abs(cities.times_s[low] - cities.times_s[high]) / 3600.0
            cities.known[slot] += cities.time_weight * min(1.0, apart)
    return float(cities.known[slot])


def rank_nearest(cities: Cities) -> None:
    """Fill `near`, and put each city's nearest in order of it (insertion sort; they nearly are)."""
    for city in range(len(cities.vectors)):
        nearest, near = cities.nearest[city], cities.near[city]
        for start in range(len(nearest)):
            at, other = start, int(nearest[start])
            apart = distance(cities, city, other)
            while at > 0 and near[at - 1] > apart:
                nearest[at], near[at] = nearest[at - 1], near[at - 1]
                at -= 1
            nearest[at], near[at] = other, apart


def step(tour: Tour, city: int, ahead: bool) -> int:
    """The next city, or the one before."""
    place = tour.place[city] + (1 if ahead else -1)
    n = len(tour.order)
    return int(tour.order[place - n if place >= n else place + n if place < 0 else place])


def is_between(tour: Tour, ends: Two, city: int, ahead: bool) -> bool:
    """Whether a city lies on the way from one of both ends to the other."""
    start, end = tour.place[ends[0 if ahead else 1]], tour.place[ends[1 if ahead else 0]]
    place = tour.place[city]
    if start <= end:
        return bool(start <= place <= end)
    return bool(start <= place or place <= end)


def is_near(tour: Tour, a: int, b: int) -> bool:
    """Whether what lies between a and b, on the shorter side, may be reversed."""
    apart = abs(tour.place[a] - tour.place[b])
    return bool(min(apart, len(tour.order) - apart) <= tour.longest)


def reverse(tour: Tour, start: int, end: int) -> None:
    """Turn the cities from place start to place end around, or all others, whichever are fewer."""
    order, place, n = tour.order, tour.place, len(tour.order)
    size = (end - start) % n + 1
    if 2 * size > n:
        start, end, size = (end + 1) % n, (start - 1) % n, n - size
    for _ in range(size // 2):
        a, b = order[start], order[end]
        order[start], order[end] = b, a
        place[b], place[a] = start, end
        start = start + 1 if start + 1 < n else 0
        end = end - 1 if end > 0 else n - 1


def flip(tour: Tour, t: Four) -> None:
    """Replace the neighborships t1-t2 and t3-t4 by t2-t3 and t4-t1."""
    t1, t2, _, t4 = t
    start, end = (t2, t4) if step(tour, t1, True) == t2 else (t4, t2)
    logged = tour.counters[LOGGED]
    tour.log[logged], tour.log[logged + 1] = tour.place[start], tour.place[end]
    tour.counters[LOGGED] = logged + 2
    reverse(tour, int(tour.place[start]), int(tour.place[end]))
    for city in t:
        push(tour, city)


def swap_segments(tour: Tour, t: Four, t5: int, t6: int) -> None:
    """From t1 [t2..t5] [t6..t3] t4 make t1 [t6..t3] [t2..t5] t4."""
    t1, t2, t3, t4 = t
    flip(tour, (t1, t2, t4, t3))
    flip(tour, (t1, t3, t5, t6))
    flip(tour, (t3, t5, t4, t2))


def take_back(tour: Tour) -> None:
    """Undo every reversal in the log."""
    logged = tour.counters[LOGGED]
    while logged > 0:
        logged -= 2
        reverse(tour, int(tour.log[logged]), int(tour.log[logged + 1]))
    tour.counters[LOGGED] = 0


def push(tour: Tour, city: int) -> None:
    """Look at this city again."""
    if not tour.is_waiting[city]:
        tour.is_waiting[city] = True
        tour.queue[(tour.counters[HEAD] + tour.counters[WAITING]) % len(tour.queue)] = city
        tour.counters[WAITING] += 1


def pop(tour: Tour) -> int:
    """The city that has waited longest."""
    head = tour.counters[HEAD]
    city = tour.queue[head]
    tour.is_waiting[city] = False
    tour.counters[HEAD] = (head + 1) % len(tour.queue)
    tour.counters[WAITING] -= 1
    return int(city)


def improve_city(cities: Cities, tour: Tour, t1: int) -> float:
    """Make one move that replaces the way from this city to the next or the last; how much it gains, or 0."""
    gain = improve_way(cities, tour, t1, True)
    return gain if gain > 0 else improve_way(cities, tour, t1, False)


def improve_way(cities: Cities, tour: Tour, t1: int, ahead: bool) -> float:
    """As `improve_city`, for one of both ways.

    As Lin and Kernighan 1973: t1-t2 goes, t2-t3 comes, t3-t4 goes, and so on, with gains that stay positive.
    Seen that way, t4 before t3 can be closed to a circle (2-opt), t4 after t3 cannot.
    """
    t2 = step(tour, t1, ahead)
    way = distance(cities, t1, t2)
    for at in range(len(cities.nearest[t2])):
        t3 = int(cities.nearest[t2][at])
        gain = way - cities.near[t2][at]
        if gain <= MIN_GAIN:
            return 0.0
        if t3 == step(tour, t2, ahead) or not is_near(tour, t2, t3):
            continue
        t4 = step(tour, t3, not ahead)
        made = close_two(cities, tour, (t1, t2, t3, t4), gain)
        if made > 0:
            return made
        t4 = step(tour, t3, ahead)
        made = close_segments(cities, tour, (t1, t2, t3, t4), gain)
        if made > 0:
            return made
    return 0.0


def close_two(cities: Cities, tour: Tour, t: Four, gain: float) -> float:
    """The 2-opt move, or a second one after it, if that gains."""
    t1, t2, t3, t4 = t
    ahead = step(tour, t1, True) == t2
    gain += distance(cities, t3, t4)
    closed = gain - distance(cities, t4, t1)
    if closed > MIN_GAIN:
        flip(tour, t)
        return float(closed)
    for at in range(len(cities.nearest[t4])):
        t5 = int(cities.nearest[t4][at])
        left = gain - cities.near[t4][at]
        if left <= MIN_GAIN:
            return 0.0
        if t5 in (t1, t3) or not is_near(tour, t4, t5):
            continue
        t6 = step(tour, t5, is_between(tour, (t2, t4), t5, ahead) == ahead)
        closed = left + distance(cities, t5, t6) - distance(cities, t6, t1)
        if t6 != t4 and closed > MIN_GAIN:
            flip(tour, t)
            flip(tour, (t1, t4, t5, t6))
            return float(closed)
    return 0.0


def close_segments(cities: Cities, tour: Tour, t: Four, gain: float) -> float:
    """Cut t2..t3 in two and put the parts back swapped, or each turned around, if that gains.

    Moving a few cities elsewhere (Or 1976) is one of these.
    """
    t1, t2, t3, t4 = t
    ahead = step(tour, t1, True) == t2
    gain += distance(cities, t3, t4)
    for at in range(len(cities.nearest[t4])):
        t5 = int(cities.nearest[t4][at])
        left = gain - cities.near[t4][at]
        if left <= MIN_GAIN:
            return 0.0
        if t5 == t3 or not is_between(tour, (t2, t3), t5, ahead):
            continue
        t6 = step(tour, t5, ahead)
        closed = left + distance(cities, t5, t6) - distance(cities, t6, t1)
        if closed > MIN_GAIN:
            swap_segments(tour, t, t5, t6)
            return float(closed)
        t6 = step(tour, t5, not ahead)
        closed = left + distance(cities, t5, t6) - distance(cities, t6, t1)
        if t5 != t2 and closed > MIN_GAIN:
            flip(tour, (t1, t2, t5, t6))
            flip(tour, (t2, t5, t4, t3))
            return float(closed)
    return 0.0
