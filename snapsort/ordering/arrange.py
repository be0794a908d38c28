"""What an order is to be made into on the disk, and making it: names, copies, links, smaller copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from snapsort.moving import (
    JournalFolder,
    Make,
    Outcome,
    Placed,
    Unit,
    apply_units,
    file_steps,
    make_header,
    make_nothing,
)
from snapsort.ordering.into import place_smaller, place_twins
from snapsort.ordering.names import keep_numbers, place_anew, place_between
from snapsort.ordering.order import Ordered
from snapsort.records import Mode

Shape = Literal["names", "copies", "links", "smaller"]

_MODES: dict[Shape, Mode] = {"names": "move", "copies": "copy", "links": "symlink", "smaller": "copy"}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Every picture with its rank, and what happens to it; making one changes nothing.

    Attributes:
        ordered: the pictures in order.
        placed: the same with their new names, in the order of the ranks.
        root: the folder of the pictures.
        into: the folder in which files change; `root` for names.
        model: id and revision.
        excess: how much longer the path is than a fresh one, as a share of that; None when it is fresh.
    """

    ordered: Ordered
    placed: tuple[Placed, ...]
    shape: Shape
    root: Path
    into: Path
    model: str
    excess: float | None = None

    @property
    def changes(self) -> tuple[Placed, ...]:
        """The pictures to which something happens."""
        return tuple(item for item in self.placed if item.files)

    @property
    def mode(self) -> Mode:
        """How the pictures go."""
        return _MODES[self.shape]


def arrange(
    ordered: Ordered, shape: Shape, *, root: Path, into: Path, model: str, written: Mapping[Path, str]
) -> Arrangement:
    """The order as numbers in front of names: all anew, whatever was numbered before.

    Args:
        into: where copies and links go; `root` for names.
        written: the numbers that snapsort wrote before and that come off, from `find_written_prefixes`.

    Raises:
        RefusedForSafety: copies or links are to go where something lies.
    """
    if shape == "names":
        placed = place_anew(ordered, written=written)
    elif shape == "smaller":
        placed = place_smaller(ordered.photos, into, written=written)
    else:
        placed = place_twins(ordered.photos, into, written=written)
    return Arrangement(ordered, placed, shape, root, into, model)


def arrange_stable_names(
    ordered: Ordered, *, root: Path, model: str, written: Mapping[Path, str]
) -> Arrangement:
    """The order as numbers in front of names: those that are written stay, and others fit in between.

    Args:
        ordered: a fresh order.
        written: at least one.

    Raises:
        UsageError: the numbers do not say one sequence.
    """
    kept = keep_numbers(ordered, written=written)
    fresh = ordered.figures.length
    return Arrangement(
        ordered=kept,
        placed=place_between(kept, written=written),
        shape="names",
        root=root,
        into=root,
        model=model,
        excess=kept.figures.length / fresh - 1 if fresh else 0.0,
    )


def carry_out_arrangement(
    arrangement: Arrangement,
    *,
    journals: JournalFolder,
    on_progress: Callable[[int], None],
    stop: Callable[[], bool],
    make: Make = make_nothing,
) -> Outcome:
    """What happened when the arrangement was made, as a run that can be undone.

    Args:
        make: the content of smaller copies, from `making_smaller`.

    Raises:
        RefusedForSafety: the journal cannot be written.
    """
    header = make_header(
        "order",
        root=arrangement.root,
        into=arrangement.into,
        mode=arrangement.mode,
        model=arrangement.model,
    )
    units = [_unit(number, item, arrangement) for number, item in enumerate(arrangement.changes)]
    return apply_units(units, header, journals=journals, on_progress=on_progress, stop=stop, make=make)


def _unit(number: int, item: Placed, arrangement: Arrangement) -> Unit:
    is_created = arrangement.shape == "smaller"
    steps = file_steps(
        item.files,
        "create" if is_created else arrangement.mode,
        # What is created has a content of its own.
        fingerprint=None if is_created else item.photo.fingerprint,
        prefix=item.prefix,
    )
    return Unit(number, steps)
