"""`snapsort order DIR` as a user types it, on real pixels with the built-in model."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.lines import Lines, tree
from tests.models import made

Snapsort = Callable[..., Lines]

FIGURES = ("path_length", "mean_step", "p90_step", "p99_step")


@pytest.fixture
def flat(pictures: Path) -> Path:
    """The five pictures in one folder, in which a sixth is the copy of one of them."""
    for path in (pictures / "Taxes 2025" / "fuel.webp", pictures / "Desktop" / "Capture.PNG"):
        path.rename(pictures / path.name)
        path.parent.rmdir()
    shutil.copy(pictures / "scan0007.jpg", pictures / "A copy.jpg")
    return pictures


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def ranked_names(result: Lines) -> list[str]:
    """The names of the pictures by the ranks of a run's lines."""
    return [Path(str(item["path"])).name for item in result.records if item["type"] == "photo"]


def length(result: Lines) -> float:
    """The length of the path, as the summary has it."""
    return float(str(result.summary["path_length"]))


def figures(vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> dict[str, float]:
    """The documented figures of a path, by numpy alone."""
    steps = np.linalg.norm(np.diff(vectors.astype(np.float64), axis=0), axis=1)
    return {
        "path_length": float(steps.sum()),
        "mean_step": float(steps.mean()),
        "p90_step": float(np.percentile(steps, 90)),
        "p99_step": float(np.percentile(steps, 99)),
    }


def test_the_list_has_every_picture_once_and_copies_side_by_side(snapsort: Snapsort, flat: Path) -> None:
    result = snapsort("order", flat, "--json")

    assert result.code == 0
    assert sorted(ranked_names(result)) == names(flat)
    assert [item["rank"] for item in result.records[:-1]] == [1, 2, 3, 4, 5, 6]
    order = ranked_names(result)
    assert abs(order.index("A copy.jpg") - order.index("scan0007.jpg")) == 1


def test_steps_and_figures_are_those_of_the_vectors(snapsort: Snapsort, flat: Path, tmp_path: Path) -> None:
    result = snapsort("order", flat, "--json")
    snapsort("features", flat, "--out", tmp_path / "f.npz")

    with np.load(tmp_path / "f.npz") as table:
        by_name = dict(zip((Path(path).name for path in table["paths"]), table["embeddings"], strict=True))
    vectors = np.stack([by_name[name] for name in ranked_names(result)])
    steps = [item["step"] for item in result.records[1:-1]]
    assert steps == pytest.approx(np.linalg.norm(np.diff(vectors, axis=0), axis=1), abs=1e-5)
    summary = result.summary
    assert {key: summary[key] for key in figures(vectors)} == pytest.approx(figures(vectors), abs=1e-5)
    in_name_order = np.stack([by_name[name] for name in names(flat)])
    assert summary["name"] == pytest.approx(figures(in_name_order), abs=1e-5)


def test_by_name(snapsort: Snapsort, flat: Path) -> None:
    assert ranked_names(snapsort("order", flat, "--json", "--by", "name")) == names(flat)


def test_by_time_goes_by_the_camera_before_the_file(snapsort: Snapsort, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    taken = {"a.jpg": "2024:03:01 10:00:00", "b.jpg": None, "c.jpg": "2020:01:01 10:00:00"}
    for name, time in taken.items():
        tags = Image.Exif()
        tags[0x8769] = {} if time is None else {0x9003: time}
        Image.new("RGB", (64, 64), "red").save(folder / name, exif=tags)
        os.utime(folder / name, (1_640_000_000, 1_640_000_000))  # December 2021

    result = snapsort("order", folder, "--json", "--by", "time")

    assert ranked_names(result) == ["c.jpg", "b.jpg", "a.jpg"]
    assert result.summary["time"] == pytest.approx({key: result.summary[key] for key in FIGURES})


@pytest.mark.parametrize("anchor", ["IMG_2077.PNG", "fuel.webp"])
def test_the_anchor_comes_first(snapsort: Snapsort, flat: Path, anchor: str) -> None:
    assert ranked_names(snapsort("order", flat, "--json", "--anchor", flat / anchor))[0] == anchor
    assert ranked_names(snapsort("order", flat, "--json", "--anchor", anchor))[0] == anchor


def test_an_anchor_that_is_no_picture_is_wrong_use(snapsort: Snapsort, flat: Path, tmp_path: Path) -> None:
    assert snapsort("order", flat, "--anchor", tmp_path / "else.jpg").code == 2


def test_names_then_undo_is_the_identity(snapsort: Snapsort, flat: Path) -> None:
    (flat / "scan0007.xmp").write_text("<xmp/>")
    before = tree(flat)
    listed = ranked_names(snapsort("order", flat, "--json"))

    result = snapsort("order", flat, "--as", "names", "--yes", "--json")

    assert result.code == 0
    assert [name for name in names(flat) if not name.endswith(".xmp")] == [
        f"{rank:04d}__{name}" for rank, name in enumerate(listed, start=1)
    ]
    sidecar = next(name for name in names(flat) if name.endswith(".xmp"))
    assert sidecar.removesuffix(".xmp") + ".jpg" in names(flat)
    assert result.summary["undo"] == f"snapsort undo {result.summary['run']}"
    assert snapsort("undo", "--yes").code == 0
    assert tree(flat) == before


def test_a_second_time_numbers_do_not_pile_up(snapsort: Snapsort, flat: Path) -> None:
    snapsort("order", flat, "--as", "names", "--yes")
    once = tree(flat)

    assert "nothing was changed" in snapsort("order", flat, "--as", "names", "--yes").err
    assert tree(flat) == once
    last = names(flat)[-1]
    snapsort("order", flat, "--as", "names", "--yes", "--anchor", last)
    assert names(flat)[0] == "0001__" + last.partition("__")[2]
    assert all(name.count("__") == 1 for name in names(flat))
    snapsort("undo", "--yes")
    assert tree(flat) == once


def test_a_number_of_the_users_own_stays(snapsort: Snapsort, flat: Path) -> None:
    (flat / "fuel.webp").rename(flat / "0001__fuel.webp")

    snapsort("order", flat, "--as", "names", "--yes")
    snapsort("order", flat, "--as", "names", "--yes", "--anchor", names(flat)[-1])

    own = next(name for name in names(flat) if name.endswith("fuel.webp"))
    assert own[6:] == "0001__fuel.webp"


def test_stable_keeps_the_names_that_are_numbered_and_fits_new_ones_in(
    snapsort: Snapsort, flat: Path, tmp_path: Path
) -> None:
    for name in ("IMG_2077.PNG", "fuel.webp"):
        shutil.move(flat / name, tmp_path / name)
    snapsort("order", flat, "--as", "names", "--yes")
    numbered = names(flat)
    for name in ("IMG_2077.PNG", "fuel.webp"):
        shutil.move(tmp_path / name, flat / name)
    shown = snapsort("order", flat, "--as", "names", "--stable", "--dry-run")
    fresh = length(snapsort("order", flat, "--json"))

    result = snapsort("order", flat, "--as", "names", "--stable", "--yes", "--json")

    assert result.code == 0
    assert set(numbered) < set(names(flat))
    targets = [str(item["target"] or item["path"]) for item in result.records if item["type"] == "photo"]
    assert targets == sorted(targets) == [str(flat / name) for name in names(flat)]
    assert result.summary["changed"] == 2
    assert result.summary["excess"] == pytest.approx(length(result) / fresh - 1, abs=1e-5)
    assert "than a fresh one" in shown.out


def test_stable_without_numbers_is_a_fresh_order(snapsort: Snapsort, flat: Path) -> None:
    listed = ranked_names(snapsort("order", flat, "--json"))

    result = snapsort("order", flat, "--as", "names", "--stable", "--yes", "--json")

    assert names(flat) == [f"{rank:04d}__{name}" for rank, name in enumerate(listed, start=1)]
    assert result.summary["excess"] is None


@pytest.mark.parametrize("shape", ["copies", "links"])
def test_copies_and_links_are_numbered_and_gone_with_undo(
    snapsort: Snapsort, flat: Path, tmp_path: Path, shape: str
) -> None:
    before = tree(flat)
    into = tmp_path / "show"

    result = snapsort("order", flat, "--as", shape, "--into", into, "--yes", "--json")

    assert tree(flat) == before
    pairs = {str(item["path"]): Path(str(item["target"])) for item in result.records[:-1]}
    assert sorted(path.name for path in pairs.values()) == names(into)
    for source, target in pairs.items():
        assert target.read_bytes() == Path(source).read_bytes()
        assert target.is_symlink() == (shape == "links")
        assert shape == "copies" or not target.readlink().is_absolute()
    assert snapsort("undo", "--yes").code == 0
    assert names(into) == []
    assert tree(flat) == before


def test_resized_copies_are_upright_smaller_and_keep_what_the_camera_wrote(
    snapsort: Snapsort, tmp_path: Path
) -> None:
    folder, into = tmp_path / "photos", tmp_path / "show"
    folder.mkdir()
    for number in range(3):
        tags = Image.Exif()
        tags[0x0112] = 6
        tags[0x8769] = {0x9003: f"2024:03:0{number + 1} 10:00:00"}
        Image.effect_noise((640, 480), 20 + number).convert("RGB").save(folder / f"{number}.jpg", exif=tags)
    before = tree(folder)

    result = snapsort(
        "order", folder, "--as", "copies", "--into", into, "--resize", "200px", "--yes", "--json"
    )

    assert result.code == 0
    for record in result.records[:-1]:
        source, target = Path(str(record["path"])), Path(str(record["target"]))
        assert target.name == f"{record['rank']:04d}__{source.name}"
        with Image.open(target) as copy:
            assert copy.size == (150, 200)
            assert copy.getexif()[0x0112] == 1
            assert copy.getexif().get_ifd(0x8769)[0x9003] == f"2024:03:0{int(source.stem) + 1} 10:00:00"
        assert target.stat().st_size < source.stat().st_size
    assert tree(folder) == before
    changed = into / names(into)[0]
    changed.write_bytes(b"edited")
    assert snapsort("undo", "--yes").code == 1
    assert names(into) == [changed.name]


def test_a_folder_with_something_in_it_is_no_place_for_copies(
    snapsort: Snapsort, flat: Path, tmp_path: Path
) -> None:
    (tmp_path / "show").mkdir()
    (tmp_path / "show" / "0001__x.jpg").write_text("")
    assert snapsort("order", flat, "--as", "copies", "--into", tmp_path / "show", "--yes").code == 4


def test_without_a_terminal_and_without_yes_no_name_changes(snapsort: Snapsort, flat: Path) -> None:
    before = tree(flat)
    result = snapsort("order", flat, "--as", "names")
    assert (result.code, tree(flat)) == (2, before)
    assert "0001__" in result.out


def test_a_dry_run_changes_nothing(snapsort: Snapsort, flat: Path) -> None:
    before = tree(flat)
    result = snapsort("order", flat, "--as", "names", "--dry-run", "--json")
    assert (result.code, tree(flat), result.summary["run"]) == (0, before, None)
    assert not (flat / ".snapsort").exists()


def test_a_broken_picture_is_reported_and_has_no_rank(snapsort: Snapsort, flat: Path) -> None:
    whole = (flat / "scan0007.jpg").read_bytes()
    (flat / "broken.jpg").write_bytes(whole[: len(whole) // 2])

    result = snapsort("order", flat, "--json")

    assert result.code == 1
    assert [item["reason"] for item in result.records if item["type"] == "problem"] == ["truncated"]
    assert (result.summary["photos"], result.summary["problems"]) == (6, 1)


def test_a_folder_of_broken_pictures_only(snapsort: Snapsort, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 not more")

    assert snapsort("order", tmp_path / "broken", "--json").summary["path_length"] == 0
    named = snapsort("order", tmp_path / "broken", "--as", "names", "--yes")
    assert (named.code, names(tmp_path / "broken")) == (1, ["a.jpg"])
    assert "a.jpg" in named.out


def test_one_picture_has_a_path_of_length_zero(snapsort: Snapsort, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    Image.new("RGB", (64, 64), "red").save(tmp_path / "one" / "a.png")

    result = snapsort("order", tmp_path / "one", "--json")

    assert [item["rank"] for item in result.records if item["type"] == "photo"] == [1]
    assert result.summary["path_length"] == 0


def test_a_model_that_only_sees_is_enough(snapsort: Snapsort, flat: Path, tmp_path: Path) -> None:
    model = made.make_dinov2(tmp_path / "model")

    assert sorted(ranked_names(snapsort("order", flat, "--json", "--model", model))) == names(flat)
    refused = snapsort(flat, "--dry-run", "--model", model)
    assert refused.code == 5
    assert "sees but cannot read" in refused.err


@pytest.mark.parametrize(
    "options",
    [
        ["--as", "copies"],
        ["--into", "x"],
        ["--as", "names", "--into", "x"],
        ["--as", "links", "--into", "x", "--resize", "50%"],
        ["--as", "copies", "--into", "x", "--resize", "200%"],
        ["--as", "copies", "--into", "x", "--resize", "0%"],
        ["--as", "copies", "--into", "x", "--resize", "big"],
        ["--stable"],
        ["--by", "name", "--anchor", "fuel.webp"],
        ["--by", "time", "--time-weight", "1"],
        ["--time-weight", "nan"],
    ],
)
def test_options_that_make_no_sense(snapsort: Snapsort, flat: Path, options: list[str]) -> None:
    assert snapsort("order", flat, *options).code == 2
