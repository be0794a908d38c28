"""Numbers in front of the names of ordered pictures, where they lie: all anew, or only for those without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from snapsort.errors import UsageError
from snapsort.moving import (
    DiskFolders,
    Placed,
    count_digits,
    count_prefix_digits,
    number_prefix,
    place_here,
    prefixes_between,
)
from snapsort.ordering.order import Ordered, reorder
from snapsort.similarity import insert_into_order


def place_anew(ordered: Ordered, *, written: Mapping[Path, str]) -> tuple[Placed, ...]:
    """Each picture with its rank in front of its name; a number that snapsort wrote before comes off first.

    Args:
        written: from `find_written_prefixes`.
    """
    n = len(ordered.photos)
    prefixes = [number_prefix(rank, digits=count_digits(n)) for rank in range(1, n + 1)]
    return place_here(ordered.photos, prefixes, written=written, existing=DiskFolders())


def keep_numbers(ordered: Ordered, *, written: Mapping[Path, str]) -> Ordered:
    """The pictures so that those with numbers keep their sequence and the others stand where they fit.

    Args:
        written: from `find_written_prefixes`; at least one.

    Raises:
        UsageError: the numbers do not say one sequence.
    """
    _check_one_sequence(list(written.values()))
    numbers = [written.get(photo.photo.path, "") for photo in ordered.photos]
    rows = range(len(numbers))
    placed = np.array(sorted((row for row in rows if numbers[row]), key=numbers.__getitem__), dtype=np.intp)
    new = np.array([row for row in rows if not numbers[row]], dtype=np.intp)
    return reorder(ordered, insert_into_order(ordered.vectors, placed, new))


def place_between(ordered: Ordered, *, written: Mapping[Path, str]) -> tuple[Placed, ...]:
    """Pictures with numbers keep their names, those between get numbers between.

    Args:
        ordered: from `keep_numbers`.
        written: the same as there.
    """
    numbers = [written.get(photo.photo.path, "") for photo in ordered.photos]
    return place_here(ordered.photos, _fill(numbers), written=written, existing=DiskFolders())


def _fill(numbers: Sequence[str]) -> list[str]:
    """The numbers, with new ones where there are none.

    >>> _fill(["", "0001__", "", "0002__", ""])
    ['0000n__', '0001__', '0001n__', '0002__', '0003__']
    """
    filled: list[str] = []
    for is_known, run in groupby(enumerate(numbers), key=lambda item: bool(item[1])):
        known = list(run)
        if is_known:
            filled += [number for _, number in known]
            continue
        before = filled[-1] if filled else ""
        after = next(iter(numbers[known[-1][0] + 1 :]), "")
        filled += prefixes_between(before, after, len(known))
    return filled


def _check_one_sequence(prefixes: list[str]) -> None:
    if len(set(prefixes)) < len(prefixes):
        raise UsageError(
            "some pictures have the same number, because they were numbered folder by folder",
            hint="order one folder at a time, or leave --stable out",
        )
    if len({count_prefix_digits(prefix) for prefix in prefixes}) > 1:
        raise UsageError(
            "the numbers have different widths, so there is no room between them",
            hint="leave --stable out once",
        )
