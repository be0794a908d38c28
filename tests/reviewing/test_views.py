"""Orders, maps, clusters, likes: the same from one review to the next, and beside new pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from snapsort.records import Floats
from snapsort.reviewing import Change, Review, Task, View, find_alike, find_by_words, suggest_rows
from snapsort.reviewing.arranging import V
from tests.embeddings.fakes import Color, SeesOnly, lazy
from tests.reviewing.made import names, paint, reviewing, rows, wait


def shades(n: int) -> dict[str, Color]:
    """Pictures from red to green, in no order."""
    steps = np.random.default_rng(0).permutation(n)
    return {f"{i:02}.png": (250 - 5 * int(step), 5 + 5 * int(step), 5) for i, step in enumerate(steps)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    paint(folder, shades(24))
    return folder


def look(review: Review, view: View[V]) -> V:
    """The view, made if it was not."""
    first = view.get(review.standing.pictures)
    if not isinstance(first, Task):
        return first
    wait(first)
    made = view.get(review.standing.pictures)
    assert not isinstance(made, Task)
    return made


def by_name(review: Review, values: Floats | npt.NDArray[np.int32]) -> dict[str, list[object]]:
    """The row of each picture."""
    return {name: np.atleast_1d(values[row]).tolist() for name, row in rows(review).items()}


def sequence(review: Review) -> list[str]:
    """The names in likeness order."""
    listed = list(rows(review))
    return [listed[row] for row in look(review, review.views.order).tolist()]


def test_likes_stand_beside_likes(root: Path) -> None:
    with reviewing(root) as review:
        order = look(review, review.views.order)
        reds = [review.standing.pictures.vectors[row][0] for row in order.tolist()]
        assert reds in (sorted(reds), sorted(reds, reverse=True))


def test_an_order_is_the_same_in_the_next_review(root: Path) -> None:
    with reviewing(root) as review:
        first = sequence(review)
    with reviewing(root) as review:
        assert sequence(review) == first


def test_in_an_order_new_pictures_fit_in_and_the_others_keep_theirs(root: Path) -> None:
    with reviewing(root) as review:
        first = sequence(review)
    paint(root, {"new.png": (197, 58, 5)})
    with reviewing(root) as review:
        second = sequence(review)
    assert [name for name in second if name != "new.png"] == first
    assert 0 < second.index("new.png") < 24


@pytest.mark.parametrize("dims", [2, 3])
def test_on_a_map_pictures_stay_where_they_were_when_others_come(root: Path, dims: int) -> None:
    with reviewing(root) as review:
        first = by_name(review, look(review, review.views.maps[dims]))
    paint(root, {"0 new.png": (197, 58, 5)})
    with reviewing(root) as review:
        second = by_name(review, look(review, review.views.maps[dims]))
    assert second.pop("0 new.png") != []
    assert second == first


def test_views_follow_pictures_that_are_moved(root: Path) -> None:
    with reviewing(root) as review:
        positions = by_name(review, look(review, review.views.maps[2]))
        wait(review.apply(review.draft().id))
        assert any(name.startswith("reds/") for name in names(root))
        moved = by_name(review, look(review, review.views.maps[2]))
    assert {Path(name).name: place for name, place in moved.items()} == positions


def test_what_was_kept_and_cannot_be_read_is_made_anew(root: Path) -> None:
    with reviewing(root) as review:
        look(review, review.views.order)
        (kept,) = (root.parent / "state" / "views").iterdir()
    kept.write_bytes(kept.read_bytes()[:-40])
    with reviewing(root) as review:
        assert sorted(sequence(review)) == sorted(rows(review))


def test_what_was_kept_and_is_no_order_is_made_anew(root: Path) -> None:
    with reviewing(root) as review:
        look(review, review.views.order)
        (kept,) = (root.parent / "state" / "views").iterdir()
    with np.load(kept) as arrays:
        wrong = {**arrays, "values": np.zeros_like(arrays["values"])}
    np.savez(kept, **wrong)
    with reviewing(root) as review:
        assert sorted(sequence(review)) == sorted(rows(review))


def test_clusters_have_names_and_keep_both_when_pictures_move(root: Path) -> None:
    with reviewing(root) as review:
        clusters = look(review, review.views.clusters)
        found = by_name(review, clusters.numbers)
        wait(review.apply(review.draft().id))
        moved = look(review, review.views.clusters)
        stayed = {Path(name).name: number for name, number in by_name(review, moved.numbers).items()}
    assert clusters.numbers.min() == 0
    assert len(set(clusters.names)) == len(clusters.names) == clusters.numbers.max() + 1
    assert not any(name.startswith("cluster") for name in clusters.names)
    assert (stayed, moved.names) == (found, clusters.names)


def test_a_model_that_cannot_read_numbers_the_clusters(root: Path) -> None:
    with reviewing(root, model=lazy(SeesOnly())) as review:
        clusters = look(review, review.views.clusters)
    assert clusters.names == tuple(f"cluster {number + 1}" for number in range(len(clusters.names)))
    assert clusters.names


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_pictures_have_views_too(tmp_path: Path, n: int) -> None:
    root = tmp_path / "few"
    root.mkdir()
    paint(root, shades(n))
    with reviewing(root) as review:
        assert sorted(look(review, review.views.order).tolist()) == list(range(n))
        assert look(review, review.views.maps[2]).shape == (n, 2)
        assert look(review, review.views.clusters).numbers.shape == (n,)


def test_a_twin_is_the_most_alike_and_the_picture_itself_is_not_named(root: Path) -> None:
    (root / "a twin.png").write_bytes((root / "05.png").read_bytes())
    with reviewing(root) as review:
        vectors = review.standing.pictures.vectors
        asked, twin = rows(review)["05.png"], rows(review)["a twin.png"]
        found = find_alike(vectors, asked, most=5)
        assert found.rows[0] == twin
        assert asked not in found.rows
        assert len(found.rows) == 5
        assert np.all(np.diff(found.scores) <= 0)
        assert len(find_alike(vectors, asked, most=1000).rows) == 24


def test_words_and_a_picture_together_leave_the_picture_out(root: Path) -> None:
    with reviewing(root) as review:
        vectors = review.standing.pictures.vectors
        green: Floats = np.array([0, 1, 0], dtype=np.float32)
        found = find_by_words(vectors, green, like=3, most=1000)
        assert sorted([*found.rows.tolist(), 3]) == list(range(24))


def test_suggestions_are_of_pictures_that_nobody_was_told_about(root: Path) -> None:
    with reviewing(root) as review:
        review.say([Change(row, "reds") for row in range(20)])
        assert sorted(suggest_rows(review.standing, most=100)) == [20, 21, 22, 23]
        assert len(suggest_rows(review.standing, most=2)) == 2
