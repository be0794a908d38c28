"""The inner loops of laying pictures over each other: as plain NumPy, or compiled where that pays.

Both find the same but for rounding. numba keeps what it compiled, as `routines` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity import (
    duplicates_blocks,
    duplicates_look,
    duplicates_loops,
    duplicates_shift,
    duplicates_step,
)
from snapsort.similarity.duplicates_look import Axis
from snapsort.similarity.duplicates_shift import Shift
from snapsort.similarity.routines import Function

PLAIN_UP_TO = 100
"""So many pairs NumPy has compared before numba has compiled anything."""

CALLED = (
    duplicates_loops.add_up,
    duplicates_loops.correlate_shifted,
    duplicates_loops.differentiate,
    duplicates_loops.fill,
    duplicates_loops.find_inside,
    duplicates_loops.find_taps,
    duplicates_loops.fit_values,
    duplicates_loops.measure,
    duplicates_loops.resample,
    duplicates_loops.solve,
)
"""What the loops call."""

REORDERING = frozenset(("reassoc", "contract"))
"""What a compiler may do to sums so that it can add up several numbers at once."""


@dataclass(frozen=True, slots=True)
class Routines:
    """The functions of these names, from duplicates_look, _shift, _step and _blocks."""

    resample: Callable[[Floats, Axis, Axis, tuple[int, int]], Floats]
    correlate: Callable[[Floats, Floats], float]
    find_shifts: Callable[[Floats, Sequence[Floats]], list[Shift]]
    find_step: Callable[[Floats, Floats, Axis, Axis], npt.NDArray[np.float64]]
    measure_blocks: Callable[[Floats, Floats, duplicates_blocks.Longs, duplicates_blocks.Longs], Floats]


PLAIN = Routines(
    duplicates_look.resample,
    duplicates_look.correlate,
    duplicates_shift.find_shifts,
    duplicates_step.find_step,
    duplicates_blocks.measure_blocks,
)


def choose_routines(n: int) -> Routines:
    """The routines that are quickest for n pairs of pictures."""
    if n <= PLAIN_UP_TO:
        return PLAIN
    try:
        import numba
    except ImportError:
        return PLAIN
    return PLAIN if numba.config.DISABLE_JIT else compile_routines()


@cache
def compile_routines() -> Routines:
    """The routines as machine code; they let other threads run meanwhile."""
    from numba.extending import register_jitable

    for function in CALLED:
        register_jitable(error_model="numpy", fastmath=set(REORDERING))(function)
    resample = _compile(duplicates_loops.resample)
    find_shift = _compile(duplicates_loops.find_shift)
    find_step = _compile(duplicates_loops.find_step)

    def find_shifts(gray: Floats, others: Sequence[Floats]) -> list[Shift]:
        centered = gray - gray.mean()
        found = [find_shift(centered, other - other.mean()) for other in others]
        return [Shift(dy, dx, correlation) for correlation, dy, dx in found]

    return Routines(
        lambda gray, vertical, horizontal, shape: resample(gray, _pair(vertical), _pair(horizontal), shape),
        _compile(duplicates_loops.correlate),
        find_shifts,
        lambda first, second, *axes: find_step(first, second, _pair(axes[0]), _pair(axes[1])),
        _compile(duplicates_loops.measure_blocks),
    )


def _compile(function: Function) -> Function:
    import numba

    options = {"nogil": True, "error_model": "numpy", "fastmath": set(REORDERING)}
    try:
        compiled: Function = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # no folder to keep it in
        compiled = numba.njit(**options)(function)
    return compiled


def _pair(axis: Axis) -> tuple[float, float]:
    return float(axis.scale), float(axis.shift)  # whole numbers would be compiled once more
