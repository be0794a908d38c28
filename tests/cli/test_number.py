"""Ranks and numbers in a sort: likes beside likes in every folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.cli.lines import Lines, tree

Snapsort = Callable[..., Lines]


def ranks(result: Lines) -> dict[str, list[str]]:
    """The names in each folder by rank."""
    folders: dict[str, list[tuple[int, str]]] = {}
    for name, item in result.photos.items():
        if item["rank"] is not None:
            folders.setdefault(str(item["folder"]), []).append((int(str(item["rank"])), name))
    return {folder: [name for _, name in sorted(items)] for folder, items in folders.items()}


def test_every_picture_that_goes_has_a_rank_in_its_folder(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort(pictures, "--dry-run", "--json")

    assert [item["path"] for item in result.records[:-1]] == sorted(
        (str(item["path"]) for item in result.records[:-1]), key=lambda path: Path(path).parts
    )
    for folder in ("receipts", "screenshots"):
        assert sorted(
            int(str(item["rank"])) for item in result.photos.values() if item["folder"] == folder
        ) == [1, 2]
    assert result.photos["DSC_0142.JPG"]["rank"] is None


def test_equal_pictures_have_neighboring_ranks(snapsort: Snapsort, pictures: Path) -> None:
    shutil.copy(pictures / "scan0007.jpg", pictures / "A copy.jpg")
    shutil.copy(pictures / "scan0007.jpg", pictures / "zz copy.jpg")

    receipts = ranks(snapsort(pictures, "--dry-run", "--json"))["receipts"]

    places = [receipts.index(name) for name in ("A copy.jpg", "scan0007.jpg", "zz copy.jpg")]
    assert max(places) - min(places) == 2


def test_the_list_shows_folder_by_folder_in_rank_order(snapsort: Snapsort, pictures: Path) -> None:
    shutil.copy(pictures / "scan0007.jpg", pictures / "zz copy.jpg")
    by_folder = ranks(snapsort(pictures, "--dry-run", "--json"))

    lines = snapsort(pictures, "--dry-run", "--list").out.splitlines()

    expected = [*by_folder["receipts"], *by_folder["screenshots"], "DSC_0142.JPG"]
    found = [name for line in lines for name in expected if line.split("  ")[0].strip().endswith(name)]
    assert found == expected


def test_numbers_are_the_ranks_and_undo_takes_them_off(snapsort: Snapsort, pictures: Path) -> None:
    (pictures / "scan0007.jpg.xmp").write_text("<xmp/>")
    before = tree(pictures)
    by_folder = ranks(snapsort(pictures, "--dry-run", "--json"))

    assert snapsort(pictures, "--number", "--yes").code == 0

    for folder, names in by_folder.items():
        numbered = sorted(path.name for path in (pictures / folder).iterdir() if path.suffix != ".xmp")
        assert numbered == [f"{rank:04d}__{name}" for rank, name in enumerate(names, start=1)]
    [sidecar] = (pictures / "receipts").glob("*.xmp")
    assert (pictures / "receipts" / sidecar.name.removesuffix(".xmp")).is_file()
    assert snapsort("undo", "--yes").code == 0
    assert tree(pictures) == before


def test_without_number_names_stay(snapsort: Snapsort, pictures: Path) -> None:
    snapsort(pictures, "--yes")
    assert (pictures / "receipts" / "scan0007.jpg").is_file()


def test_a_second_sort_goes_on_counting(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    shutil.move(pictures / "scan0007.jpg", tmp_path / "scan0007.jpg")
    snapsort(pictures, "--number", "--yes")
    shutil.move(tmp_path / "scan0007.jpg", pictures / "scan0007.jpg")

    snapsort(pictures, "--number", "--yes")

    assert sorted(path.name for path in (pictures / "receipts").iterdir()) == [
        "0001__fuel.webp",
        "0002__scan0007.jpg",
    ]


def test_a_number_from_an_earlier_order_gives_way_to_the_new_one(snapsort: Snapsort, pictures: Path) -> None:
    (pictures / "scan0007.jpg").rename(pictures / "0042__scan0007.jpg")
    snapsort("order", pictures, "--as", "names", "--yes")

    snapsort(pictures, "--number", "--yes")

    names = [path.name for path in (pictures / "receipts").iterdir()]
    assert {name[:6] for name in names} == {"0001__", "0002__"}
    assert {name[6:] for name in names} == {"fuel.webp", "0042__scan0007.jpg"}
