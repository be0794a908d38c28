from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.known_labels import MIN_PICTURES, KnownPicture, read_known
from benchmarks.learners import LEARNERS, mean_recall
from benchmarks.learning import (
    COUNTS,
    KnownSet,
    draw_problem,
    errors_of_moved,
    measure_count,
    measure_promise,
    share_needed,
)
from snapsort.learning.examples import Examples
from tests.learning.made import make_cloud


def known_set(*, copies: int = 1) -> KnownSet:
    cloud = make_cloud(n=40)
    examples = Examples(cloud.vectors, cloud.logits, cloud.targets, np.arange(120) // copies)
    return KnownSet(examples, np.array([False, False, True]), 10.0)


def test_a_manifest_gives_the_everyday_labels_that_have_enough_pictures(tmp_path: Path) -> None:
    rows = [f"photos/cat/{number}.jpg\tcat\tcoarse=animal; web picture" for number in range(MIN_PICTURES)]
    rows += ["photos/bus/1.jpg\tbus\tcoarse=vehicle", "screenshots/a.png\tframed_screenshot\t"]
    (tmp_path / "MANIFEST.tsv").write_text("path\tlabel\tnote\n" + "\n".join(rows) + "\n", "utf-8")
    found = read_known(tmp_path, "everyday")
    assert found == tuple(
        KnownPicture(tmp_path / f"photos/cat/{number}.jpg", "animals") for number in range(MIN_PICTURES)
    )
    assert {picture.label for picture in read_known(tmp_path, "default")} == {"photo"}


@pytest.mark.parametrize("count", COUNTS)
def test_no_group_is_both_learned_from_and_asked_about(count: int) -> None:
    problem = draw_problem(known_set(copies=3), count, seed=0)
    assert not np.isin(problem.known.groups, problem.new.groups).any()
    assert len(np.unique(problem.known.groups)) == len(problem.known)
    assert (problem.known.counts <= count).all()


@pytest.mark.parametrize("name", LEARNERS)
def test_each_learner_is_right_about_easy_pictures(name: str) -> None:
    cloud = make_cloud(n=40, text_error=0.0, spread=0.05)
    easy = KnownSet(
        Examples(cloud.vectors, cloud.logits, cloud.targets, np.arange(120)), np.zeros(3, bool), 10.0
    )
    problem = draw_problem(easy, 10, seed=0)
    assert mean_recall(LEARNERS[name](problem), problem.new.targets) > 0.98


def test_each_label_counts_the_same_however_many_pictures_it_has() -> None:
    scores = np.eye(2)[[0, 0, 0, 0]]
    assert mean_recall(scores, np.array([0, 0, 0, 1])) == 0.5


def test_without_corrections_only_zero_shot_is_measured() -> None:
    assert [figure.name for figure in measure_count(known_set(), 0, settings=()).figures] == ["zero-shot"]


def test_what_suggestions_need_is_read_off_between_two_measurements() -> None:
    random = np.array([[0.5, 0.55, 0.6, 0.65, 0.7]])
    assert share_needed(random, random) == pytest.approx(1)
    assert share_needed(random, np.array([[0.5, 0.68, 0.72, 0.8, 0.8]])) == pytest.approx(1.5 / 4)
    assert share_needed(random, np.array([[0.5, 0.6, 0.6, 0.6, 0.6]])) == np.inf
    assert share_needed(random, np.array([[0.8, 0.8, 0.8, 0.8, 0.8]])) == 0


def test_a_promise_that_is_kept_is_counted_as_kept() -> None:
    assert measure_promise(known_set(), 0.5, settings=()).figures[0].value < 0.05
    winners = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
    assert errors_of_moved(winners, np.array([1, 0, 1]), np.array([0.8, 0.8])).tolist() == [True, False]
