"""The inner loops, compiled by numba where that pays and is there, else as they stand: the same results.

numba keeps what it compiled beside this package or, where that cannot be written, in the user's cache
folder; where neither can be written, every process compiles anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np

from snapsort.records import Floats
from snapsort.similarity import greedy, search, tour
from snapsort.similarity.tour import Cities, Tour

Measure = Callable[[Floats, int, int], float]
Function = TypeVar("Function", bound=Callable[..., object])

PLAIN_UP_TO = 200
"""Up to here plain Python is done before numba has loaded what it compiled; compiling takes ten times it."""

CALLED = (
    greedy.find_root,
    tour.distance,
    tour.rank_nearest,
    tour.step,
    tour.is_between,
    tour.is_near,
    tour.reverse,
    tour.flip,
    tour.swap_segments,
    tour.take_back,
    tour.push,
    tour.pop,
    tour.improve_city,
    tour.improve_way,
    tour.close_two,
    tour.close_segments,
    search.improve_all,
    search.perturb,
    search.improve_waiting,
    search.swap_at,
    search.city_at,
    search.draw,
)
"""What the routines call."""


@dataclass(frozen=True, slots=True)
class Routines:
    """The functions of these names, from `greedy` and `search`."""

    join_edges: greedy.Join
    shorten_tour: Callable[[Cities, Tour, int, int], None]


def choose_routines(n: int) -> Routines:
    """The routines that are quickest for n vectors."""
    if n <= PLAIN_UP_TO:
        return PLAIN
    try:
        import numba
    except ImportError:
        return PLAIN
    return PLAIN if numba.config.DISABLE_JIT else compile_routines()


PLAIN = Routines(greedy.join_edges, search.shorten_tour)


@cache
def compile_routines() -> Routines:
    """The routines as machine code; compiling takes seconds once, loading the result a fraction of one."""
    from numba.extending import overload, register_jitable

    overload(tour.measure, jit_options={"fastmath": {"reassoc", "contract"}})(choose_measure)
    for function in CALLED:
        # Without reference counts, which these functions do not need (they create no array) and which would
        # take two thirds of the time.
        register_jitable(_nrt=False)(function)
    return Routines(compile_function(greedy.join_edges), compile_function(search.shorten_tour))


def compile_function(function: Function) -> Function:
    """The function, compiled when first called, and kept for the next process."""
    import numba

    try:
        compiled: Function = numba.njit(cache=True, nogil=True, _nrt=False)(function)
    except RuntimeError:  # no folder to keep it in
        compiled = numba.njit(nogil=True, _nrt=False)(function)
    return compiled


def choose_measure(vectors: Floats, i: int, j: int) -> Measure:  # noqa: ARG001  # numba wants these names
    """`tour.measure` for numba, which hands over types."""

    def measure(vectors: Floats, i: int, j: int) -> float:
        total = 0.0
        for column in range(vectors.shape[1]):
            difference = np.float64(vectors[i, column]) - np.float64(vectors[j, column])
            total += difference * difference
        return np.float64(np.float32(np.sqrt(total)))

    return measure
