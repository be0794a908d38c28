"""Learning as a user does it: sort, put right, learn, sort new ones. Crops of two photographs, real pixels.

The labels' prompts are chosen so that the built-in model takes temples and flowers alike for `trip`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from snapsort.cli import run
from tests.cli.lines import Lines, tree

Snapsort = Callable[..., Lines]

LABELS = {
    "name": "holiday",
    "labels": [
        {"folder": "trip", "prompts": ["a photo taken outdoors", "a colorful photo", "a close-up photo"]},
        {"folder": "flowers", "prompts": ["a drawing of a plant"]},
        {"negative": True, "name": "rest", "prompts": ["a screenshot of a program"]},
    ],
}
SURE = ("--threshold", "0.3", "--yes")


def draw_crops(folder: Path, *, first: int, count: int) -> None:
    """Squares of different size, place and turn from scikit-learn's two photographs."""
    datasets = pytest.importorskip("sklearn.datasets", reason="the photographs come with scikit-learn")
    folder.mkdir(parents=True)
    for name in ("china", "flower"):
        photograph = Image.fromarray(datasets.load_sample_image(f"{name}.jpg"))
        for number in range(first, first + count):
            rng = Random(f"{name}{number}")
            side = rng.randint(110, 230)
            left, top = rng.randint(0, photograph.width - side), rng.randint(0, photograph.height - side)
            crop = photograph.crop((left, top, left + side, top + side)).resize((160, 160))
            crop.rotate(rng.choice((0, 90, 180, 270))).save(folder / f"{name}{number:03}.png")


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Pictures to sort in `old` and `new`, the labels, and in `home` a cache that knows all of them."""
    folder = tmp_path_factory.mktemp("album")
    draw_crops(folder / "old", first=0, count=12)
    draw_crops(folder / "new", first=50, count=10)
    (folder / "holiday.json").write_text(json.dumps(LABELS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder / "home"))
        for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HF_HOME", "HF_HUB_CACHE"):
            patch.delenv(name, raising=False)
        for labels in (str(folder / "holiday.json"), "default"):
            run(["labels", "check", labels, "--on", str(folder), "--quiet"])
    yield folder


@pytest.fixture
def labels(album: Path, user: Path) -> Path:
    """The labels; the user has a cache that knows the pictures, so that no test waits for the model."""
    shutil.copytree(album / "home", user, dirs_exist_ok=True)
    return album / "holiday.json"


@pytest.fixture
def old(album: Path, labels: Path, tmp_path: Path) -> Path:
    """A folder of temples and flowers that a test may sort."""
    return Path(shutil.copytree(album / "old", tmp_path / "old"))


@pytest.fixture
def new(album: Path, labels: Path, tmp_path: Path) -> Path:
    """Other temples and flowers."""
    return Path(shutil.copytree(album / "new", tmp_path / "new"))


@pytest.fixture
def sorted_album(album: Path, labels: Path, tmp_path: Path) -> Path:
    """The old pictures as the user wants them."""
    root = tmp_path / "sorted"
    for path in sorted((album / "old").iterdir()):
        folder = root / ("flowers" if path.name.startswith("flower") else "trip")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, folder)
    return root


def where(result: Lines, name: str) -> list[str | None]:
    """The folders that the pictures of that name go to, in path order."""
    return [
        str(item["folder"]) if item["action"] == "move" else None
        for path, item in sorted(result.photos.items())
        if path.startswith(name)
    ]


def test_what_was_dragged_is_learned_and_new_pictures_go_where_the_user_wants_them(
    snapsort: Snapsort, labels: Path, old: Path, new: Path
) -> None:
    snapsort(old, "--labels", labels, *SURE)
    before = snapsort(new, "--labels", labels, "--dry-run", "--json")
    flowers = sorted((old / "trip").glob("flower*"))[:10]
    assert len(flowers) == 10
    (old / "flowers").mkdir(exist_ok=True)
    for path in flowers:
        shutil.move(path, old / "flowers" / path.name)

    learned = snapsort("learn", "--labels", labels, "--agree", "0", "--json")
    assert learned.code == 0
    said = [item for item in learned.records if item["type"] == "correction" and item["source"] == "learn"]
    assert {(item["path"], item["label"]) for item in said} == {
        (str(old / "flowers" / path.name), "flowers") for path in flowers
    }

    assert where(before, "flower").count("flowers") <= 3
    unsorted = tree(new)
    result = snapsort(new, "--labels", labels, *SURE, "--json")
    assert where(result, "flower").count("flowers") >= 8
    assert where(result, "china").count("trip") >= 9
    snapsort("undo", "--yes")
    assert tree(new) == unsorted


def test_a_tree_put_right_teaches_and_the_model_alone_is_not_forgotten(
    snapsort: Snapsort, labels: Path, sorted_album: Path, new: Path
) -> None:
    before = snapsort(new, "--labels", labels, "--dry-run", "--json")
    unchanged = tree(sorted_album)
    trained = snapsort("train", sorted_album, "--labels", labels, "--json")
    assert trained.code == 0
    assert tree(sorted_album) == unchanged
    assert trained.summary["corrections"] == 24
    assert Path(str(trained.summary["head"])).is_file()
    after = snapsort(new, "--labels", labels, "--dry-run", "--json")
    assert where(after, "flower").count("flowers") > where(before, "flower").count("flowers")
    assert snapsort(new, "--labels", labels, "--dry-run", "--json", "--head", "off").out == before.out
    assert snapsort("head", "remove", "holiday").code == 0
    assert snapsort(new, "--labels", labels, "--dry-run", "--json").out == before.out


def test_folders_without_a_label_become_labels_and_count_as_sorted(
    snapsort: Snapsort, labels: Path, sorted_album: Path, new: Path
) -> None:
    shutil.move(sorted_album / "flowers", sorted_album / "Blüten")
    snapsort("train", sorted_album, "--labels", labels, "--quiet")
    result = snapsort(new, "--labels", labels, *SURE, "--json")
    assert where(result, "flower").count("Blüten") >= 8
    again = snapsort(new, "--labels", labels, "--dry-run", "--json")
    assert not any("Blüten" in str(item["path"]) for item in again.photos.values())


def test_a_head_for_other_labels_or_with_nan_is_refused(
    snapsort: Snapsort, labels: Path, sorted_album: Path, new: Path
) -> None:
    trained = snapsort("train", sorted_album, "--labels", labels, "--json")
    head = Path(str(trained.summary["head"]))
    other = snapsort(new, "--dry-run", "--head", head)
    assert (other.code, "other labels" in other.err) == (2, True)
    assert snapsort(new, "--labels", labels, "--dry-run", "--head", head).code == 0
    with np.load(head) as arrays:
        content = {name: arrays[name] for name in arrays.files}
    np.savez(head, **(content | {"biases": content["biases"] * np.float32("nan")}))
    broken = snapsort(new, "--labels", labels, "--dry-run")
    assert (broken.code, "not finite" in broken.err) == (2, True)
    assert snapsort("head", "remove", "holiday").code == 0
    assert snapsort(new, "--labels", labels, "--dry-run").code == 0


def test_without_corrections_nothing_is_promised_and_nothing_moves(
    snapsort: Snapsort, labels: Path, new: Path
) -> None:
    before = tree(new)
    result = snapsort(new, "--labels", labels, "--max-error", "0.02", "--yes", "--json")
    assert result.code == 2
    assert tree(new) == before
    assert "without corrections" in result.err
    assert {item["type"] for item in result.records} == {"threshold"}
    assert not any(item["proven"] for item in result.records)
    moved = [int(str(item["moved"])) for item in result.records]
    assert moved == sorted(moved, reverse=True)


def test_too_few_corrections_are_counted_and_nothing_moves(
    snapsort: Snapsort, labels: Path, sorted_album: Path, new: Path
) -> None:
    before = tree(new)
    snapsort("train", sorted_album, "--labels", labels, "--quiet")
    result = snapsort(new, "--labels", labels, "--max-error", "0.02", "--yes")
    assert result.code == 2
    assert tree(new) == before
    assert "more corrections are needed" in result.err
    assert "of trip" in result.err
    assert "unproven" in result.out


def test_a_promise_divides_into_moved_to_review_and_left(
    snapsort: Snapsort, labels: Path, sorted_album: Path, new: Path
) -> None:
    snapsort("train", sorted_album, "--labels", labels, "--quiet")
    result = snapsort(new, "--labels", labels, "--max-error", "0.4", "--dry-run", "--json")
    assert result.code == 0, result.err
    assert "95% confidence" in result.err
    reasons = {str(item["reason"]) for item in result.photos.values()}
    assert reasons <= {"sure", "to_review", "below_threshold", "negative"}
    moved = probabilities(result, "sure")
    assert moved
    assert max(probabilities(result, "to_review"), default=0.0) < min(moved)


def test_ten_of_one_burst_are_remembered_though_they_prove_nothing(
    snapsort: Snapsort, labels: Path, old: Path, tmp_path: Path
) -> None:
    burst, more = tmp_path / "burst", tmp_path / "more"
    with Image.open(next(old.glob("flower*"))) as crop:
        for number in range(12):
            folder = burst if number < 10 else more
            folder.mkdir(exist_ok=True)
            brightened = crop.point(lambda value, number=number: min(255, value + number))
            brightened.save(folder / f"flower{number:03}.png")
    snapsort(burst, "--labels", labels, *SURE)
    assert len(list((burst / "trip").iterdir())) == 10
    assert where(snapsort(more, "--labels", labels, "--dry-run", "--json"), "flower") == ["trip"] * 2

    (burst / "trip").rename(burst / "flowers")
    learned = snapsort("learn", "--labels", labels, "--json")
    assert (learned.code, learned.summary["remembered"]) == (0, 10)
    assert "nothing to tell apart" in learned.err
    assert not any(item["on"] for item in learned.records if item["type"] == "label")
    assert where(snapsort(more, "--labels", labels, "--dry-run", "--json"), "flower") == ["flowers"] * 2


def test_corrections_are_listed_and_removed(
    snapsort: Snapsort, labels: Path, sorted_album: Path, new: Path
) -> None:
    assert snapsort("corrections").code == 3
    snapsort("train", sorted_album, "--labels", labels, "--quiet")
    listed = snapsort("corrections", "--json").records
    assert len(listed) == 24
    assert snapsort("corrections", "remove", sorted_album / "trip" / "china000.png").code == 0
    assert snapsort("corrections", "remove", str(listed[1]["hash"])[:12]).code == 0
    assert len(snapsort("corrections", "--json").records) == 22
    assert snapsort("corrections", "remove", "nothing like it").code == 3
    snapsort("corrections", "remove", "--label", "FLOWERS")
    assert {item["label"] for item in snapsort("corrections", "--json").records} == {"trip"}
    one_label = snapsort("learn", "--labels", labels)
    assert (one_label.code, "nothing to tell apart" in one_label.err) == (0, True)
    promised = snapsort(new, "--labels", labels, "--max-error", "0.4", "--dry-run")
    assert (promised.code, "one label alone" in promised.err) == (2, True)
    snapsort("corrections", "remove", "--all")
    assert snapsort("corrections").code == 3
    assert snapsort("learn", "--labels", labels).code == 3


def test_a_bare_name_means_the_one_picture_that_has_it(
    snapsort: Snapsort, labels: Path, sorted_album: Path
) -> None:
    twice = [sorted_album / folder / "twice.png" for folder in ("trip", "flowers")]
    for path, name in zip(twice, ("trip/china001.png", "flowers/flower001.png"), strict=True):
        (sorted_album / name).rename(path)
    snapsort("train", sorted_album, "--labels", labels, "--quiet")

    once = snapsort("corrections", "remove", "china000.png", "--json")
    several = snapsort("corrections", "remove", "twice.png")

    assert (once.code, [item["path"] for item in once.records]) == (
        0,
        [str(sorted_album / "trip" / "china000.png")],
    )
    assert (several.code, several.out) == (2, "")
    assert all(str(path) in several.err for path in twice)
    assert len(snapsort("corrections", "--json").records) == 23


def test_of_few_corrections_no_share_is_shown(snapsort: Snapsort, labels: Path, old: Path) -> None:
    snapsort(old, "--labels", labels, *SURE)
    snapsort("undo", "--yes")
    snapsort(old, "--labels", labels, *SURE)
    for flower in sorted((old / "trip").glob("flower*"))[:3]:
        flower.rename(old / flower.name)

    learned, shown = snapsort("learn", "--labels", labels), snapsort("head", "show", "holiday")

    assert "3 corrections: too few" in learned.out
    assert 'by the labels "holiday"' in learned.out
    assert "runs with other labels" not in learned.err
    for text in (learned.out, shown.out):
        assert "too few" in text
        assert "%" not in text


def test_of_more_corrections_it_is_said_how_good_the_head_is_and_on_what(
    snapsort: Snapsort, labels: Path, old: Path, sorted_album: Path
) -> None:
    snapsort(old, "--labels", labels, *SURE)
    for flower in (old / "trip").glob("flower*"):
        flower.rename(old / flower.name)

    mistakes = snapsort("learn", "--labels", labels).out
    everything = snapsort("train", sorted_album, "--labels", labels).out
    shown = snapsort("head", "show", "holiday").out

    assert "these are pictures that were sorted wrongly" in mistakes
    assert "sorted wrongly" not in everything
    for text in (mistakes, everything, shown):
        assert "right  " in text
        assert "calibration" in text
    assert "accuracy_zero_shot" not in shown


def test_a_corrections_file_teaches(
    snapsort: Snapsort, labels: Path, sorted_album: Path, tmp_path: Path
) -> None:
    file = tmp_path / "right.jsonl"
    lines = [{"path": str(path), "label": path.parent.name} for path in sorted(sorted_album.rglob("*.png"))]
    file.write_text("".join(json.dumps(line) + "\n" for line in [*lines, {"path": "gone", "label": "trip"}]))
    result = snapsort("learn", "--labels", labels, "--from", file, "--json")
    assert result.code == 1
    assert result.summary["corrections"] == 24
    assert "gone" in result.err


def test_what_was_said_of_a_picture_holds_for_its_copies_without_any_head(
    snapsort: Snapsort, labels: Path, old: Path, tmp_path: Path
) -> None:
    ask = (old, "--labels", labels, "--dry-run", "--threshold", "0.3", "--json")
    elsewhere, stays, other = [
        name for name, item in snapsort(*ask).photos.items() if item["folder"] == "trip"
    ][:3]
    shutil.copy2(old / elsewhere, old / "another name.png")
    said = {elsewhere: "flowers", stays: None}
    lines = [json.dumps({"path": str(old / name), "label": label}) for name, label in said.items()]
    (tmp_path / "right.jsonl").write_text("\n".join(lines))
    snapsort("learn", "--labels", labels, "--from", tmp_path / "right.jsonl", "--quiet")
    snapsort("head", "remove", "holiday", "--quiet")

    seen, alone = snapsort(*ask).photos, snapsort(*ask, "--head", "off").photos

    for name in (elsewhere, "another name.png"):
        assert (seen[name]["folder"], seen[name]["reason"]) == ("flowers", "said")
        assert alone[name]["folder"] == "trip"
    assert (seen[stays]["action"], alone[stays]["action"]) == ("stay", "move")
    assert (seen[other]["folder"], seen[other]["reason"]) == ("trip", "sure")


def test_corrections_whose_pictures_are_gone_still_teach_from_the_cache_or_are_named(
    snapsort: Snapsort, labels: Path, sorted_album: Path
) -> None:
    snapsort("train", sorted_album, "--labels", labels, "--quiet")
    (sorted_album / "trip" / "china000.png").unlink()
    assert snapsort("learn", "--labels", labels, "--json").summary["gone"] == 0
    without_cache = snapsort("learn", "--labels", labels, "--no-cache", "--json")
    assert without_cache.code == 0
    assert without_cache.summary["gone"] == 1
    assert "china000.png" in without_cache.err


def test_a_content_under_two_labels_is_named_and_left_out(
    snapsort: Snapsort, labels: Path, sorted_album: Path
) -> None:
    shutil.copy2(sorted_album / "trip" / "china000.png", sorted_album / "flowers" / "same.png")
    result = snapsort("train", sorted_album, "--labels", labels, "--json")
    (contradiction,) = [item for item in result.records if item["type"] == "contradiction"]
    assert str(sorted_album / "flowers" / "same.png") in json.dumps(contradiction)
    assert result.summary["corrections"] == 23


def test_pictures_that_look_the_same_to_the_model_and_lie_under_two_labels_are_named(
    snapsort: Snapsort, labels: Path, sorted_album: Path
) -> None:
    with Image.open(sorted_album / "trip" / "china000.png") as crop:
        crop.save(sorted_album / "flowers" / "same.png", compress_level=1)
    result = snapsort("train", sorted_album, "--labels", labels, "--json")
    assert result.code == 0
    assert result.summary["corrections"] == 24
    assert "looks the same" in result.err


def test_nonsense_is_refused_in_words(snapsort: Snapsort, labels: Path, old: Path, tmp_path: Path) -> None:
    one_place = snapsort("train", old, "--labels", labels)
    assert (one_place.code, "nothing to tell apart" in one_place.err) == (2, True)
    (tmp_path / "empty").mkdir()
    assert snapsort("train", tmp_path / "empty", "--labels", labels).code == 3
    unsaid = snapsort("learn", "--labels", labels)
    assert (unsaid.code, "`snapsort learn`" in unsaid.err) == (3, False)  # that was just tried
    assert "snapsort train DIR" in unsaid.err
    assert snapsort("learn", "--from", tmp_path / "nowhere.jsonl").code == 2
    assert snapsort("head").code == 3
    assert snapsort("head", "show", "holiday").code == 2
    assert snapsort(old, "--max-error", "1.5", "--dry-run").code == 2
    assert snapsort(old, "--head", tmp_path / "nowhere.npz", "--dry-run").code == 2


def test_a_label_with_one_picture_is_learned_from(
    snapsort: Snapsort, labels: Path, sorted_album: Path
) -> None:
    for path in sorted((sorted_album / "flowers").iterdir())[1:]:
        path.unlink()
    result = snapsort("train", sorted_album, "--labels", labels, "--json")
    assert result.code == 0
    assert {item["name"]: item["n"] for item in result.records if item["type"] == "label"} == {
        "trip": 12,
        "flowers": 1,
        "rest": 0,
    }


def test_eval_says_what_is_documented(
    snapsort: Snapsort, labels: Path, sorted_album: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "confusion.svg"
    result = snapsort("eval", sorted_album, "--labels", labels, "--json", "--picture", picture)
    assert result.code == 0
    assert [item["type"] for item in result.records] == ["photo"] * 24 + ["summary"]
    assert set(result.records[0]) == {"type", "path", "truth", "label", "folder", "probability"}
    summary = result.summary
    right = sum(item["truth"] == item["label"] for item in result.photos.values())
    assert summary["accuracy"] == pytest.approx(right / 24, abs=1e-6)
    low, high = as_floats(summary["interval"])
    assert low < right / 24 < high
    assert summary["photos"] == 24
    assert summary["head"] is None
    assert isinstance(summary["labels"], dict)
    assert summary["labels"]["flowers"]["n"] == 12
    assert picture.read_text().startswith("<svg")
    assert "most surely wrong" in snapsort("eval", sorted_album, "--labels", labels).out


def test_eval_draws_over_its_own_drawing_and_over_nothing_else(
    snapsort: Snapsort, labels: Path, sorted_album: Path, user: Path
) -> None:
    own, theirs = user / "own.svg", user / "theirs.svg"
    theirs.write_text("<svg>drawn by hand</svg>")

    results = [
        snapsort("eval", sorted_album, "--labels", labels, "--picture", path)
        for path in ("~/own.svg", own, theirs)
    ]

    assert [result.code for result in results] == [0, 0, 4]
    assert "--overwrite" not in results[2].err  # it has no such option
    assert theirs.read_text() == "<svg>drawn by hand</svg>"


def test_eval_judges_what_a_head_was_learned_from_by_heads_that_had_not_seen_it(
    snapsort: Snapsort, labels: Path, sorted_album: Path
) -> None:
    # Labels that are pure noise: who judges what it has learned by heart looks far better than chance.
    rng = Random(3)
    for path in sorted(sorted_album.rglob("*.png")):
        shutil.move(path, sorted_album / rng.choice(("trip", "flowers")) / path.name)
    snapsort("train", sorted_album, "--labels", labels, "--quiet")
    result = snapsort("eval", sorted_album, "--labels", labels, "--json")
    assert result.summary["seen"] == 24
    assert float(str(result.summary["accuracy"])) <= 0.8


def test_eval_leaves_out_folders_that_no_label_has(
    snapsort: Snapsort, labels: Path, sorted_album: Path
) -> None:
    shutil.copytree(sorted_album / "trip", sorted_album / "winter")
    result = snapsort("eval", sorted_album, "--labels", labels, "--json")
    assert result.summary["photos"] == 24
    assert result.summary["left_out"] == {"winter": 12}


def test_suggestions_are_pictures_that_were_not_corrected(
    snapsort: Snapsort, labels: Path, sorted_album: Path, new: Path
) -> None:
    snapsort("train", sorted_album, "--labels", labels, "--quiet")
    shutil.copy2(sorted_album / "trip" / "china000.png", new)
    result = snapsort("train", new, "--labels", labels, "--suggest", "5", "--json")
    paths = [str(item["path"]) for item in result.records]
    assert len(set(paths)) == 5
    assert str(new / "china000.png") not in paths
    assert set(paths) <= {str(path) for path in new.iterdir()}


def test_labels_check_tries_them_on_pictures(
    snapsort: Snapsort, labels: Path, old: Path, tmp_path: Path
) -> None:
    doubled = json.loads(labels.read_text())
    doubled["labels"].append({"folder": "outside", "prompts": ["photo taken outdoors"]})
    file = tmp_path / "doubled.json"
    file.write_text(json.dumps(doubled))
    result = snapsort("labels", "check", file, "--on", old, "--json")
    assert result.code == 0
    twins = [item for item in result.records if item["type"] == "twins"]
    assert ["a photo taken outdoors", "photo taken outdoors"] in [item["prompts"] for item in twins]
    checks = {item["name"]: item for item in result.records if item["type"] == "label_check"}
    assert sum(int(str(item["wins"])) for item in checks.values()) == 24
    prompts = [item["prompt"] for item in result.records if item["type"] == "prompt_check"]
    assert prompts == LABELS["labels"][0]["prompts"]  # type: ignore[index]


def test_labels_check_names_the_pictures_that_it_could_not_try_them_on(
    snapsort: Snapsort, labels: Path, old: Path
) -> None:
    broken = old / "broken.png"
    broken.write_bytes(sorted(old.iterdir())[0].read_bytes()[:500])

    said = snapsort("labels", "check", labels, "--on", old)
    result = snapsort("labels", "check", labels, "--on", old, "--json")

    assert (said.code, result.code) == (1, 1)
    assert "broken.png: " in said.out
    problems = [item["path"] for item in result.records if item["type"] == "problem"]
    assert problems == [str(broken)]
    assert result.summary["problems"] == 1


def test_nothing_left_to_ask_is_nothing_to_do(snapsort: Snapsort, labels: Path, sorted_album: Path) -> None:
    snapsort("train", sorted_album, "--labels", labels, "--quiet")

    result = snapsort("train", sorted_album, "--labels", labels, "--suggest", "5")

    assert (result.code, result.out) == (3, "")
    assert "nothing left to ask" in result.err
    assert "put these" not in result.err


def probabilities(result: Lines, reason: str) -> list[float]:
    return [float(str(item["probability"])) for item in result.photos.values() if item["reason"] == reason]


def as_floats(value: object) -> list[float]:
    assert isinstance(value, list)
    return [float(item) for item in value]
