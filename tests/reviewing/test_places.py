"""Where pictures belong: as the contract with the page says, whatever the numbers."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapsort.moving import PlanTarget
from snapsort.records import (
    Details,
    EmbeddedPhoto,
    EmbeddedPhotos,
    Fingerprint,
    Label,
    LabelSet,
    Photo,
    SourceFile,
)
from snapsort.records import FileStamp as Stamp
from snapsort.reviewing import Limits, Standing
from snapsort.reviewing.pictures import Pictures
from snapsort.reviewing.placing import find_places, make_decisions, make_review_plan
from snapsort.reviewing.standing import with_limits

ROOT = Path("/pictures")
FOLDERS = ("a", "b", None, None)
LABELS = LabelSet(
    "abcd",
    tuple(
        Label(name, (name,), None if folder is None else PurePosixPath(folder))
        for name, folder in zip("abcd", FOLDERS, strict=True)
    ),
)

shares = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
limits = st.builds(Limits, shares, shares)
columns = st.integers(-1, 3)


@st.composite
def probabilities(draw: st.DrawFn) -> list[float]:
    weights = [draw(st.integers(1, 20)) for _ in LABELS.labels]
    return [weight / sum(weights) for weight in weights]


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    here = draw(st.lists(st.integers(-1, 1), min_size=1, max_size=6))
    n = len(here)
    chosen = draw(st.tuples(limits, limits, limits, limits))
    own = dict(zip("abcd", chosen, strict=True))
    paths = sorted(
        ROOT.joinpath(*([] if at < 0 else [FOLDERS[at] or ""]), f"{i}.jpg") for i, at in enumerate(here)
    )
    by_folder = {path.parent: path.parent.name for path in paths}
    return Standing(
        revision=1,
        pictures=make_pictures(paths),
        labels=with_limits(LABELS, own, otherwise=Limits(0.5, 0)),
        head=None,
        probabilities=np.array([draw(probabilities()) for _ in range(n)], dtype=np.float32),
        here=np.array(
            ["ab".find(by_folder[path.parent]) if path.parent != ROOT else -1 for path in paths], np.int32
        ),
        said=np.array([draw(columns) for _ in range(n)], dtype=np.int32),
        corrections=0,
        run=None,
    )


def make_pictures(paths: list[Path]) -> Pictures:
    photos = tuple(
        EmbeddedPhoto(Photo(SourceFile(path, Stamp(1, 1, 1, 1, 1))), Fingerprint(f"{i:064x}"))
        for i, path in enumerate(paths)
    )
    vectors = np.zeros((len(paths), 2), dtype=np.float32)
    vectors[:, 0] = 1
    return Pictures(EmbeddedPhotos(photos, vectors), tuple(Details() for _ in photos), ())


def place_as_the_page_does(standing: Standing, row: int) -> int:
    """What the page computes from the numbers it was sent, in the words of the contract."""
    said, here = int(standing.said[row]), int(standing.here[row])
    if said >= 0:
        return -1 if FOLDERS[said] is None else said
    if here >= 0:
        return here
    row_of_numbers = [float(value) for value in standing.probabilities[row]]
    best = max(range(4), key=lambda column: (row_of_numbers[column], -column))
    second = max(value for column, value in enumerate(row_of_numbers) if column != best)
    label = standing.labels.labels[best]
    assert label.min_probability is not None
    assert label.min_margin is not None
    is_believed = (
        row_of_numbers[best] >= label.min_probability and row_of_numbers[best] - second >= label.min_margin
    )
    return best if FOLDERS[best] is not None and is_believed else -1


@settings(deadline=None)
@given(standings())
def test_the_server_decides_as_the_page_does(standing: Standing) -> None:
    places = find_places(make_decisions(standing), standing)
    assert places == [place_as_the_page_does(standing, row) for row in range(len(places))]


@settings(deadline=None)
@given(standings())
def test_the_plan_brings_each_picture_to_its_place_and_leaves_the_others(standing: Standing) -> None:
    plan = make_review_plan(standing, PlanTarget(ROOT, ROOT), model="m")
    places = find_places(make_decisions(standing), standing)
    expected = {
        photo.photo.path: ROOT if place < 0 else ROOT / str(FOLDERS[place])
        for photo, place in zip(standing.pictures.photos, places, strict=True)
    }
    moved = {move.photo.photo.path: move.target.parent for move in plan.moves}
    assert moved == {path: folder for path, folder in expected.items() if path.parent != folder}
    stays = [stay.photo.photo.path for stay in plan.stays]
    assert sorted([*moved, *stays]) == [photo.photo.path for photo in standing.pictures.photos]
    assert stays == sorted(stays)


def test_arrays_of_another_length_are_refused() -> None:
    pictures = make_pictures([ROOT / "1.jpg"])
    columns = np.zeros(1, dtype=np.int32)
    with pytest.raises(ValueError, match="1 pictures and 4 labels"):
        Standing(1, pictures, LABELS, None, np.ones((1, 3), np.float32), columns, columns, 0, None)
