from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from training.rows import read_rows
from training.sources import collect, read_coco_captions, read_flickr_captions
from training.wordnet import read_wordnet

CALTECH = "MachineLearning2020+Homework2-Caltech101/101_ObjectCategories"
FLICKR = "quantumnaan+sic_translator/data/images"


def make_wordnet(folder: Path) -> Path:
    """Three nouns, an animal above a pigeon and a pigeon above nothing else."""
    folder.mkdir()
    lines = [
        "00000001 05 n 01 animal 0 000 | a living thing",
        "00000002 05 n 01 pigeon 0 001 @ 00000001 n 0000 | a bird",
        "00000003 06 n 01 ketch 0 000 | a boat",
    ]
    (folder / "data.noun").write_text("\n".join(lines) + "\n", "latin-1")
    (folder / "cntlist.rev").write_text("pigeon%1:05:00:: 1 3\n", "latin-1")
    return folder


def add_picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8)).save(path)


def test_classes_to_be_measured_as_never_seen_are_not_collected(tmp_path: Path) -> None:
    for name in ("pigeon", "ketch"):
        add_picture(tmp_path / "checkouts" / CALTECH / name / "image_0001.jpg")

    rows = collect(tmp_path / "checkouts", read_wordnet(make_wordnet(tmp_path / "wordnet")))

    assert [(row.label, row.kind, row.form) for row in rows] == [("pigeon", "animal", "photo")]
    assert read_rows(tmp_path / "checkouts") == rows


def test_captions_come_to_their_pictures(tmp_path: Path) -> None:
    add_picture(tmp_path / "checkouts" / FLICKR / "1_a.jpg")
    captions = tmp_path / "Flickr8k.token.txt"
    captions.write_text("1_a.jpg#0\tA dog  runs .\n1_a.jpg#1\tA brown dog .\n2.jpg#0\tSnow .\n", "utf-8")
    wordnet = read_wordnet(make_wordnet(tmp_path / "wordnet"))

    rows = collect(tmp_path / "checkouts", wordnet, captions=captions)

    assert [row.captions for row in rows] == [("a dog runs", "a brown dog")]
    assert dict(read_flickr_captions(captions))["2.jpg"] == ("snow",)


def test_coco_annotations_are_read_by_picture(tmp_path: Path) -> None:
    content = {
        "images": [{"id": 7, "file_name": "7.jpg"}],
        "annotations": [{"image_id": 7, "caption": "A bus."}],
    }
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "captions_val2017.json").write_text(json.dumps(content), "utf-8")

    assert read_coco_captions(tmp_path) == {"7.jpg": ("a bus",)}
