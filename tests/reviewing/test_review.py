"""A review from start to end, on colored pictures: what is said, planned, carried out, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import sleep

import numpy as np
import pytest

from snapsort.corrections import CorrectionStore
from snapsort.errors import ModelUnavailable, RefusedForSafety, UsageError
from snapsort.moving import JournalFolder, list_runs
from snapsort.records import Floats
from snapsort.reviewing import Acted, Busy, Change, Limits, Stopped, limits_of
from tests.embeddings.fakes import BLUE, GREEN, RED, ColorEncoder, lazy, picture
from tests.reviewing.made import (
    COLORS,
    MIXED,
    PATIENCE_S,
    make_request,
    names,
    paint,
    reviewing,
    rows,
    targets,
    wait,
    with_limits,
)

PICTURES = {
    "1.png": RED,
    "2.png": GREEN,
    "3.png": BLUE,
    "greens/4.png": GREEN,
    "in/5.png": RED,
    "6.png": MIXED,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    paint(folder, PICTURES)
    return folder


def test_sorted_and_unsorted_pictures_are_there_in_path_order(root: Path) -> None:
    with reviewing(root) as review:
        assert list(rows(review)) == ["1.png", "2.png", "3.png", "6.png", "greens/4.png", "in/5.png"]
        assert review.standing.here.tolist() == [-1, -1, -1, -1, 1, -1]
        assert review.standing.said.tolist() == [-1] * 6
        assert review.standing.probabilities.sum(axis=1) == pytest.approx(1, abs=1e-6)


def test_before_the_pictures_are_read_there_is_nothing_to_ask(root: Path) -> None:
    with reviewing(root, is_loaded=False) as review, pytest.raises(Busy):
        review.draft()


def test_an_empty_folder_is_a_review_of_nothing(tmp_path: Path) -> None:
    root = tmp_path / "pictures"
    root.mkdir()
    with reviewing(root) as review:
        assert targets(review) == {}
        assert review.standing.probabilities.shape == (0, 3)


def test_a_broken_picture_is_a_problem_and_shifts_no_other(root: Path) -> None:
    (root / "15.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    with reviewing(root) as review:
        assert [(problem.path.name, problem.code) for problem in review.standing.pictures.problems] == [
            ("15.png", "broken")
        ]
        assert targets(review)["2.png"] == "greens/2.png"


def test_the_plan_that_is_shown_is_carried_out_and_can_be_taken_back(root: Path) -> None:
    before = names(root)
    with reviewing(root) as review:
        drafted = review.draft()
        shown = {move.photo.photo.path: move.target for move in drafted.plan.moves}
        wait(review.apply(drafted.id))
        stays = {root / name for name in before} - shown.keys()
        assert {root / name for name in names(root)} == {*shown.values(), *stays}
        run = review.standing.run
        assert run is not None
        assert run.moved == len(shown)
        assert review.standing.here[rows(review)["reds/1.png"]] == 0
        wait(review.undo(run.id))
        assert names(root) == before
        assert review.standing.run is None


def test_a_plan_is_void_when_something_was_said_since(root: Path) -> None:
    with reviewing(root) as review:
        drafted = review.draft()
        review.say([Change(0, "greens")])
        with pytest.raises(Busy):
            review.apply(drafted.id)
        assert names(root) == set(PICTURES)


def test_a_plan_is_void_when_the_limits_were_moved_since(root: Path) -> None:
    with reviewing(root) as review:
        drafted = review.draft()
        review.set_limits({"reds": Limits(1.0, 0.0)})
        with pytest.raises(Busy):
            review.apply(drafted.id)


def test_only_the_last_plan_can_be_carried_out_and_only_once(root: Path) -> None:
    with reviewing(root) as review:
        first, second = review.draft(), review.draft()
        with pytest.raises(Busy):
            review.apply(first.id)
        wait(review.apply(second.id))
        with pytest.raises(Busy):
            review.apply(second.id)


def test_what_is_said_moves_a_picture_however_improbable(root: Path) -> None:
    with reviewing(root) as review:
        review.say([Change(rows(review)["1.png"], "greens"), Change(rows(review)["3.png"], "reds")])
        plan = targets(review)
        assert plan["1.png"] == "greens/1.png"
        assert plan["3.png"] == "reds/3.png"


def test_said_to_belong_nowhere_a_sorted_picture_goes_up_and_an_unsorted_one_stays(root: Path) -> None:
    with reviewing(root) as review:
        review.say([Change(rows(review)[name], "blue") for name in ("greens/4.png", "1.png")])
        plan = targets(review)
        assert plan["greens/4.png"] == "4.png"
        assert "1.png" not in plan


def test_going_up_replaces_nothing(root: Path) -> None:
    paint(root, {"4.png": BLUE})
    with reviewing(root) as review:
        review.say([Change(rows(review)["greens/4.png"], "blue")])
        drafted = review.draft()
        assert targets(review)["greens/4.png"] == "4 (2).png"
        wait(review.apply(review.draft().id))
        assert {"4.png", "4 (2).png"} <= names(root)
        assert drafted.id != ""


def test_a_picture_deep_in_its_label_s_folder_stays_there(root: Path) -> None:
    paint(root, {"greens/2025/7.png": RED})
    with reviewing(root) as review:
        assert review.standing.here[rows(review)["greens/2025/7.png"]] == 1
        review.say([Change(rows(review)["greens/2025/7.png"], "greens")])
        assert "greens/2025/7.png" not in targets(review)
        review.say([Change(rows(review)["greens/2025/7.png"], "reds")])
        assert targets(review)["greens/2025/7.png"] == "reds/7.png"


def test_what_is_said_of_a_picture_is_said_of_its_twins(root: Path) -> None:
    (root / "in/1 again.png").write_bytes((root / "1.png").read_bytes())
    with reviewing(root) as review:
        said = review.say([Change(rows(review)["1.png"], "greens")])
        assert said.pictures == (rows(review)["1.png"], rows(review)["in/1 again.png"])
        assert said.standing.corrections == 1


def test_what_was_said_is_known_to_the_next_review_and_to_learning(root: Path) -> None:
    with reviewing(root) as review:
        review.say([Change(rows(review)["1.png"], "greens"), Change(rows(review)["6.png"], "blue")])
    with reviewing(root) as review:
        said = review.standing.said
        assert (said[rows(review)["1.png"]], said[rows(review)["6.png"]]) == (1, 2)
    kept = CorrectionStore(make_request(root).keeping.corrections_file).read().of("colors")
    assert [(item.word, item.source) for item in kept] == [("greens", "review"), ("(stays)", "review")]


def test_what_was_said_can_be_taken_back(root: Path) -> None:
    with reviewing(root) as review:
        review.say([Change(0, "greens"), Change(1, "reds")])
        said = review.say([Change(0, None)])
        assert said.pictures == (0,)
        assert said.standing.said.tolist()[:2] == [-1, 0]
        assert said.standing.corrections == 1


@pytest.mark.parametrize("change", [Change(99, "reds"), Change(-1, "reds"), Change(0, "<img onerror=x>")])
def test_of_words_that_make_no_sense_none_is_kept(root: Path, change: Change) -> None:
    with reviewing(root) as review:
        with pytest.raises(UsageError):
            review.say([Change(0, "greens"), change])
        assert review.standing.said.tolist() == [-1] * 6
        assert not review.request.keeping.corrections_file.exists()


def test_numbers_of_pictures_that_have_changed_since_are_refused(root: Path) -> None:
    with reviewing(root) as review:
        revision = review.standing.revision
        wait(review.apply(review.draft().id))
        with pytest.raises(Busy):
            review.say([Change(0, "greens")], revision=revision)


def test_limits_move_what_the_labels_decide(root: Path) -> None:
    with reviewing(root, request=with_limits(make_request(root), reds=Limits(1.0, 0.0))) as review:
        assert "1.png" not in targets(review)
        review.set_limits({"reds": Limits(0.5, 0.0)})
        assert targets(review)["1.png"] == "reds/1.png"
        with pytest.raises(UsageError):
            review.set_limits({"purple": Limits(0.5, 0.0)})


def test_limits_stay_when_pictures_are_read_again(root: Path) -> None:
    with reviewing(root) as review:
        review.set_limits({"greens": Limits(1.0, 0.0)})
        wait(review.apply(review.draft().id))
        assert "2.png" in names(root)
        assert "2.png" not in targets(review)


def test_a_target_of_its_own_is_looked_into_only_where_labels_have_folders(root: Path) -> None:
    paint(root, {"sorted/reds/8.png": RED, "sorted/others/9.png": RED})
    with reviewing(root, request=make_request(root, into=root / "sorted")) as review:
        assert "sorted/others/9.png" not in rows(review)
        assert review.standing.here[rows(review)["sorted/reds/8.png"]] == 0
        review.say([Change(rows(review)["sorted/reds/8.png"], "blue")])
        plan = targets(review)
        assert plan["1.png"] == "sorted/reds/1.png"
        assert plan["sorted/reds/8.png"] == "8.png"
        wait(review.apply(review.draft().id))
        assert {"8.png", "sorted/reds/1.png", "sorted/others/9.png"} <= names(root)


def test_pictures_may_go_to_a_folder_elsewhere_and_come_back(root: Path, tmp_path: Path) -> None:
    into = tmp_path / "elsewhere"
    with reviewing(root, request=make_request(root, into=into)) as review:
        assert review.standing.here.tolist() == [-1] * 6
        wait(review.apply(review.draft().id))
        assert (into / "reds/1.png").is_file()
        assert "1.png" not in rows(review)
        run = review.standing.run
        assert run is not None
        wait(review.undo(run.id))
    assert names(root) == set(PICTURES)


def test_copies_leave_the_originals_and_are_not_made_twice(root: Path) -> None:
    request = make_request(root)
    request = replace(request, target=replace(request.target, mode="copy"))
    with reviewing(root, request=request) as review:
        wait(review.apply(review.draft().id))
        assert {"1.png", "reds/1.png"} <= names(root)
        assert targets(review) == {}


def test_nothing_is_moved_while_an_earlier_run_is_not_settled(root: Path) -> None:
    with reviewing(root) as review:
        drafted = review.draft()
        leave_unfinished(root, review.request.keeping.journals)
        task = review.apply(drafted.id)
        assert isinstance(task.future.exception(60), RefusedForSafety)
        assert names(root) == set(PICTURES)


def leave_unfinished(root: Path, journals: JournalFolder) -> None:
    """The journal of a run that began and was killed."""
    with reviewing(root) as other:
        wait(other.apply(other.draft().id))
        (run,) = list_runs(journals)
        wait(other.undo(run.id))
    for copy in run.copies:
        lines = copy.read_text("utf-8").splitlines(keepends=True)
        copy.write_text("".join(lines[:-1]), "utf-8")


def test_an_act_ends_with_the_review_and_leaves_a_settled_journal(tmp_path: Path) -> None:
    root = tmp_path / "pictures"
    paint(root, {f"{i:03}.png": (250, 5, i) for i in range(200)})
    with reviewing(root) as review:
        task = review.apply(review.draft().id)
    outcome_names = names(root)
    assert task.future.done()
    assert len(outcome_names) == 200
    runs = list_runs(review.request.keeping.journals)
    assert [run.status for run in runs] in ([], ["finished"])


class SlowEncoder(ColorEncoder):
    """Begins with the first batch, and goes on when it may."""

    def __init__(self) -> None:
        super().__init__(batch_size=1)
        self.has_begun, self.may_go_on = Event(), Event()

    def encode_images(self, batch: Floats) -> Floats:
        self.has_begun.set()
        self.may_go_on.wait(PATIENCE_S)
        return super().encode_images(batch)


class SlowReader(ColorEncoder):
    """Reads labels at once, and searches when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may_read = Event()
        self.may_read.set()

    def encode_prompts(self, prompts: Sequence[str]) -> Floats:
        self.may_read.wait(PATIENCE_S)
        return super().encode_prompts(prompts)


def test_while_one_plan_is_carried_out_no_other_begins(root: Path) -> None:
    encoder = SlowReader()
    with reviewing(root, model=lazy(encoder)) as review:
        encoder.may_read.clear()
        words = review.read_words("what keeps the thread")
        first = review.apply(review.draft().id)
        with pytest.raises(Busy, match="already"):
            review.apply(review.draft().id)
        encoder.may_read.set()
        words.result(PATIENCE_S)
        wait(first)
        assert review.apply(review.draft().id) is not first


def test_a_question_ends_with_the_review(root: Path) -> None:
    encoder = SlowEncoder()
    with reviewing(root, is_loaded=False, model=lazy(encoder)) as review:
        task = review.load()
        encoder.has_begun.wait(PATIENCE_S)
        closing = Thread(target=review.close)
        closing.start()
        while not review.is_stopping:
            sleep(0.001)
        encoder.may_go_on.set()
        closing.join(PATIENCE_S)
    assert isinstance(task.future.exception(PATIENCE_S), Stopped)
    assert encoder.pictures < len(PICTURES)


def test_a_picture_that_has_gone_meanwhile_is_a_problem_of_the_run(root: Path) -> None:
    with reviewing(root) as review:
        drafted = review.draft()
        (root / "1.png").unlink()
        acted = wait(review.apply(drafted.id))
        assert isinstance(acted, Acted)
        assert [problem.path.name for problem in acted.outcome.problems] == ["1.png"]
        assert "greens/2.png" in names(root)
        assert "1.png" not in rows(review)


def test_probabilities_are_what_the_page_has(root: Path) -> None:
    with reviewing(root) as review:
        assert review.standing.probabilities.dtype == np.float32


def test_limits_of_labels_are_what_a_review_begins_with() -> None:
    labels = replace(
        COLORS, labels=(replace(COLORS.labels[0], min_probability=0.9, min_margin=0.1), *COLORS.labels[1:])
    )
    assert limits_of(labels) == {"reds": Limits(0.9, 0.1)}


class FailingEncoder(ColorEncoder):
    """Sees colors until it fails."""

    is_failing = False

    def encode_images(self, batch: Floats) -> Floats:
        if self.is_failing:
            raise ModelUnavailable("the graphics card is gone")
        return super().encode_images(batch)


def test_an_act_has_happened_also_when_the_folder_cannot_be_read_again(root: Path) -> None:
    before, encoder = names(root), FailingEncoder()
    with reviewing(root, model=lazy(encoder)) as review:
        drafted = review.draft()
        (root / "new.png").write_bytes(picture(BLUE, (50, 50)))
        encoder.is_failing = True

        acted = wait(review.apply(drafted.id))

        assert isinstance(acted, Acted)
        assert len(acted.outcome.done) == len(drafted.plan.moves) > 0
        assert str(acted.unread) == "the graphics card is gone"
        assert names(root) != before
        assert review.standing is drafted.standing
        encoder.is_failing = False
        wait(review.load())
        assert review.standing.run is not None
        taken_back = wait(review.undo(review.standing.run.id))
        assert isinstance(taken_back, Acted)
        assert (taken_back.unread, names(root)) == (None, before | {"new.png"})
