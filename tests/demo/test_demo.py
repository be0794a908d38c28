from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageOps

from demo.__main__ import main
from demo.catalog import BROKEN, OTHER_FILES, PHOTOGRAPHS, PICTURES, RECEIPTS
from demo.folder import MARKER, NotOurFolderError, empty, write_demo
from demo.screenshots import SCREENSHOTS

ONE_OF_EACH_ENCODING = tuple({picture.encode: picture for picture in reversed(PICTURES)}.values())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "pictures"
    write_demo(folder, seed=0)
    return folder


def files_in(folder: Path) -> dict[str, tuple[str, int]]:
    """Name below the folder -> SHA-256 and time."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }


def test_the_folder_holds_what_the_catalog_lists(demo: Path) -> None:
    assert sorted(files_in(demo)) == sorted(item.name for item in (*PICTURES, *OTHER_FILES))
    assert len(PICTURES) == 40


def test_there_are_enough_of_each_kind() -> None:
    assert min(len(SCREENSHOTS), len(PHOTOGRAPHS)) >= 10
    assert len(RECEIPTS) >= 8


def test_a_file_keeps_the_time_at_which_it_was_taken(demo: Path) -> None:
    assert {name: mtime_ns for name, (_, mtime_ns) in files_in(demo).items()} == {
        item.name: int(item.taken.timestamp()) * 10**9 for item in (*PICTURES, *OTHER_FILES)
    }


@pytest.mark.parametrize("name", [picture.name for picture in PICTURES if picture.name != BROKEN])
def test_a_picture_opens_and_is_large_enough_to_look_at(demo: Path, name: str) -> None:
    if name.endswith(".HEIC"):
        import pillow_heif

        pillow_heif.register_heif_opener()
    with Image.open(demo / name) as picture:
        picture.load()
        assert min(picture.size) >= 400


def test_the_broken_picture_is_broken(demo: Path) -> None:
    with Image.open(demo / BROKEN) as picture, pytest.raises(OSError, match="truncated"):
        picture.load()


def test_there_is_one_exact_duplicate(demo: Path) -> None:
    fingerprints = [fingerprint for fingerprint, _ in files_in(demo).values()]
    assert len(fingerprints) - len(set(fingerprints)) == 1


def test_a_turned_photograph_is_upright_after_its_metadata_are_applied(demo: Path) -> None:
    with Image.open(demo / "PXL_20260214_101530123.jpg") as picture:
        upright = ImageOps.exif_transpose(picture)
        assert picture.width > picture.height
        assert upright.height > upright.width


def test_a_second_run_restores_a_sorted_folder_byte_for_byte(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    shutil.copytree(demo, folder)
    (folder / "charts").mkdir()
    (folder / "chart.png").rename(folder / "charts" / "chart.png")
    (folder / ".snapsort").mkdir()
    (folder / ".snapsort" / "journal.jsonl").write_text("{}\n")
    write_demo(folder, seed=0, pictures=ONE_OF_EACH_ENCODING)
    written = {picture.name for picture in ONE_OF_EACH_ENCODING} | {file.name for file in OTHER_FILES}
    assert files_in(folder) == {name: facts for name, facts in files_in(demo).items() if name in written}
    assert not (folder / "charts").exists()


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"mine")
    assert main([str(tmp_path)]) == 2
    assert files_in(tmp_path).keys() == {"holiday.jpg"}
    assert "holiday.jpg" in capsys.readouterr().err


def test_a_demo_folder_into_which_someone_has_put_a_file_is_refused(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    shutil.copytree(demo, folder)
    (folder / "Fotos Oma" / "mine.jpg").write_bytes(b"mine")
    before = files_in(folder)
    with pytest.raises(NotOurFolderError, match=r"mine\.jpg"):
        empty(folder)
    assert files_in(folder) == before


def test_a_link_out_of_the_folder_is_removed_and_its_target_stays(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.jpg").write_bytes(b"mine")
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "link").symlink_to(outside, target_is_directory=True)
    empty(folder)
    assert list(folder.iterdir()) == []
    assert (outside / "mine.jpg").read_bytes() == b"mine"


def test_another_seed_draws_other_receipts() -> None:
    assert RECEIPTS[3].content(0) != RECEIPTS[3].content(1)


def test_a_run_that_is_interrupted_while_drawing_leaves_the_folder_as_it_was(
    demo: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    shutil.copytree(demo, folder)

    def fails(rng: Random) -> Image.Image:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_demo(folder, seed=0, pictures=[replace(PICTURES[0], draw=fails)])
    assert files_in(folder) == files_in(demo)


def test_a_run_that_is_interrupted_while_writing_can_be_repeated(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    shutil.copytree(demo, folder)
    for picture in PICTURES[::2]:
        (folder / picture.name).unlink()
    empty(folder)
    assert list(folder.iterdir()) == []
