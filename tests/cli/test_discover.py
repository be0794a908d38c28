"""`snapsort discover DIR`: folders for pictures of which nobody has said what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from snapsort.labels import load_labels
from tests.cli.lines import Lines, tree

Snapsort = Callable[..., Lines]


@pytest.fixture
def heap(pictures: Path, tmp_path: Path) -> Path:
    """Four receipts and four screenshots, no two of the same bytes."""
    folder = tmp_path / "heap"
    folder.mkdir()
    for name in ("scan0007.jpg", "Taxes 2025/fuel.webp", "Desktop/Capture.PNG", "IMG_2077.PNG"):
        with Image.open(pictures / name) as picture:
            small = picture.convert("RGB")
        small.thumbnail((300, 300))
        for quality in (80, 90):
            small.save(folder / f"{Path(name).stem}{quality}.jpg", quality=quality)
    return folder


def test_what_is_there_gets_folders_that_sorting_then_uses(
    snapsort: Snapsort, heap: Path, tmp_path: Path
) -> None:
    before, file = tree(heap), tmp_path / "mine.json"
    result = snapsort("discover", heap, "--out", file, "--json")
    assert result.code == 0
    assert tree(heap) == before
    proposals = {str(item["folder"]): item for item in result.records if item["type"] == "proposal"}
    assert "receipts" in proposals
    assert len(proposals) > 1
    examples = proposals["receipts"]["examples"]
    assert isinstance(examples, list)
    assert {Path(str(path)).stem[:4] for path in examples} <= {"scan", "fuel"}
    labels = load_labels(str(file))
    assert {str(folder) for folder in labels.folders} == set(proposals)

    sorted_ = snapsort(heap, "--labels", file, "--dry-run", "--json")
    moved = [item["folder"] for item in sorted_.photos.values() if item["action"] == "move"]
    assert {folder: moved.count(folder) for folder in proposals} == {
        folder: item["photos"] for folder, item in proposals.items()
    }
    assert result.summary["sorted"] == len(moved)


def test_what_a_label_set_sorts_already_is_left_out(snapsort: Snapsort, heap: Path) -> None:
    everything = snapsort("discover", heap, "--json")
    assert everything.summary["photos"] == 8
    result = snapsort("discover", heap, "--beyond", "default", "--json")
    assert (result.code, result.records) == (3, []) or int(str(result.summary["photos"])) < 8


def test_a_file_that_is_there_is_not_replaced(snapsort: Snapsort, heap: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("mine")
    assert snapsort("discover", heap, "--out", file).code == 4
    assert file.read_text() == "mine"
    assert snapsort("discover", heap, "--out", tmp_path / "mine.txt").code == 2


def test_of_two_pictures_nothing_is_made(snapsort: Snapsort, pictures: Path) -> None:
    (pictures / "IMG_2077.PNG").unlink()
    (pictures / "Desktop" / "Capture.PNG").unlink()
    (pictures / "DSC_0142.JPG").unlink()
    assert snapsort("discover", pictures).code == 3
