"""Reviews of folders of colored pictures, with a model that sees colors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.moving import JournalFolder, PlanTarget
from snapsort.records import Label, LabelSet
from snapsort.reviewing import Keeping, Limits, Review, ReviewRequest, Task
from tests.embeddings.fakes import Color, ColorEncoder, lazy, picture

MIXED = (200, 190, 5)
"""Between red and green."""

COLORS = LabelSet(
    "colors",
    (
        Label("reds", ("xxxxxxxxx x x",), PurePosixPath("reds")),
        Label("greens", ("x xxxxxxxxx x",), PurePosixPath("greens")),
        Label("blue", ("x x xxxxxxxxx",), None),
    ),
)
PATIENCE_S = 60


def paint(root: Path, colors: Mapping[str, Color]) -> None:
    """Pictures of these colors under these names, each of a width of its own, so that all differ."""
    there = len(list(root.rglob("*.png")))
    for number, (name, color) in enumerate(colors.items(), there):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture(color, (8 + number, 8)))


def make_request(root: Path, *, into: Path | None = None, labels: LabelSet = COLORS) -> ReviewRequest:
    """A review of the folder; what it keeps lies beside it."""
    state = root.parent / "state"
    return ReviewRequest(
        target=PlanTarget(root, into or root),
        labels=labels,
        embed=EmbedOptions(crops="1", max_pixels=10**6, workers=2),
        model_name="color@1",
        head_model="color",
        keeping=Keeping(
            corrections_file=state / "corrections.jsonl",
            heads_folder=state / "heads",
            journals=JournalFolder(state),
            thumbnails=state / "thumbnails",
            views=state / "views",
        ),
    )


@contextmanager
def reviewing(
    root: Path,
    *,
    request: ReviewRequest | None = None,
    model: LazyEncoder | None = None,
    is_loaded: bool = True,
) -> Iterator[Review]:
    """A review whose pictures have been read; it is closed in the end."""
    review = Review(
        request or make_request(root), model=model or lazy(ColorEncoder()), open_cache=lambda: Cache(None)
    )
    try:
        if is_loaded:
            wait(review.load())
        yield review
    finally:
        review.close()


def wait(task: Task) -> object:
    """What it came to."""
    return task.future.result(PATIENCE_S)


def rows(review: Review) -> dict[str, int]:
    """The number of each picture, by its path below the root."""
    root = review.request.target.root
    photos = review.standing.pictures.photos
    return {photo.photo.path.relative_to(root).as_posix(): row for row, photo in enumerate(photos)}


def targets(review: Review) -> dict[str, str]:
    """Where the plan would bring pictures, by where they are, both below the root."""
    root = review.request.target.root
    return {
        move.photo.photo.path.relative_to(root).as_posix(): move.target.relative_to(root).as_posix()
        for move in review.draft().plan.moves
    }


def names(root: Path) -> set[str]:
    """The files below the root, but for snapsort's own."""
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and ".snapsort" not in path.parts
    }


def with_limits(request: ReviewRequest, **limits: Limits) -> ReviewRequest:
    """The request with limits of labels."""
    return replace(request, limits=limits)
