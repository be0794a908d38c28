"""A head on trial: what it is worth, and which pictures would go elsewhere, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from snapsort.heads import KeptHead
from snapsort.learning import FitReport
from snapsort.reviewing.placing import find_places, make_decisions
from snapsort.reviewing.standing import Standing
from snapsort.teaching.fitting import Taught


@dataclass(frozen=True, slots=True)
class Moved:
    """A picture that would lie elsewhere: the columns of the labels, -1 for none."""

    picture: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A head that nobody has accepted yet.

    Attributes:
        head: what was learned.
        report: what it is worth, on corrections that it had not seen.
        names: of its labels, those that only it knows included.
        moved: pictures that it would put elsewhere, in path order.
        gone: how many corrections could not be used, because their pictures are gone.
    """

    head: KeptHead
    report: FitReport
    names: tuple[str, ...]
    moved: tuple[Moved, ...]
    gone: int


def make_lesson(taught: Taught, before: Standing, after: Standing) -> Lesson:
    """What the head would change: both standings are of the same pictures, with labels in one order."""
    return Lesson(
        head=taught.head,
        report=taught.report,
        names=tuple(label.name for label in after.labels.labels),
        moved=_compare_places(before, after),
        gone=len(taught.gone),
    )


def _compare_places(before: Standing, after: Standing) -> tuple[Moved, ...]:
    pairs = zip(_places(before), _places(after), strict=True)
    return tuple(Moved(row, one, other) for row, (one, other) in enumerate(pairs) if one != other)


def _places(standing: Standing) -> list[int]:
    return find_places(make_decisions(standing), standing)
