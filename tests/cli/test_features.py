"""`snapsort features DIR --out FILE`: three formats, the same numbers, and nothing lost."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from tests.cli.lines import Lines, tree
from tests.models import made

Snapsort = Callable[..., Lines]


def test_an_npz_file_holds_just_the_documented_arrays(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    sorted_ = snapsort(pictures, "--dry-run", "--json")
    order = snapsort("order", pictures, "--json")

    result = snapsort("features", pictures, "--out", tmp_path / "f.npz")

    assert result.code == 0
    with np.load(tmp_path / "f.npz", allow_pickle=False) as table:
        arrays = dict(table)
    assert set(arrays) == {"paths", "hashes", "embeddings", "labels", "probabilities", "ranks"}
    paths = [Path(path) for path in arrays["paths"].tolist()]
    assert [str(path) for path in paths] == [str(item["path"]) for item in sorted_.records[:-1]]
    assert arrays["hashes"].tolist() == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert arrays["labels"].tolist() == ["screenshots", "receipts", "photo"]
    assert arrays["embeddings"].dtype == np.float32
    assert np.linalg.norm(arrays["embeddings"], axis=1) == pytest.approx(1, abs=1e-5)
    winners = arrays["labels"][arrays["probabilities"].argmax(axis=1)].tolist()
    assert winners == [item["label"] for item in sorted_.records[:-1]]
    assert arrays["probabilities"].max(axis=1) == pytest.approx(
        [float(str(item["probability"])) for item in sorted_.records[:-1]], abs=1e-5
    )
    ranked = [paths[row] for row in np.argsort(arrays["ranks"])]
    assert [str(path) for path in ranked] == [str(item["path"]) for item in order.records[:-1]]


def test_every_format_says_the_same(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    for extension in ("npz", "csv", "parquet"):
        assert snapsort("features", pictures, "--out", tmp_path / f"f.{extension}").code == 0

    with np.load(tmp_path / "f.npz") as table:
        arrays = dict(table)
    columns = ["path", "hash", "rank", "p_screenshots", "p_receipts", "p_photo"]
    columns += [f"e_{i}" for i in range(arrays["embeddings"].shape[1])]
    with (tmp_path / "f.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    frame = parquet.read_table(tmp_path / "f.parquet")
    assert header == frame.column_names == columns
    assert [row[:2] for row in rows] == list(
        map(list, zip(frame["path"].to_pylist(), frame["hash"].to_pylist(), strict=True))
    )
    assert [row[0] for row in rows] == arrays["paths"].tolist()
    numbers = np.array([row[2:] for row in rows], dtype=np.float64)
    from_frame = np.stack([frame[name].to_numpy() for name in columns[2:]], axis=1)
    assert np.array_equal(numbers[:, 0], arrays["ranks"])
    assert np.array_equal(numbers[:, 1:4], arrays["probabilities"])
    assert np.array_equal(numbers[:, 4:].astype(np.float32), arrays["embeddings"])
    assert from_frame == pytest.approx(numbers, abs=1e-7)


def test_nothing_is_replaced_unless_asked_for(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.csv"
    out.write_text("mine")

    assert snapsort("features", pictures, "--out", out).code == 4
    assert out.read_text() == "mine"
    assert snapsort("features", pictures, "--out", out, "--overwrite").code == 0
    assert out.read_text().startswith("path,hash,rank")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize("name", ["f.txt", "f", "nowhere/f.csv"])
def test_a_name_that_cannot_be_written_is_wrong_use(
    snapsort: Snapsort, pictures: Path, tmp_path: Path, name: str
) -> None:
    assert snapsort("features", pictures, "--out", tmp_path / name).code == 2


def test_labels_of_ones_own_are_the_columns(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    options = ["--label", "bons=a receipt", "--negative", "a photo of a real-world scene"]
    result = snapsort("features", pictures, "--out", tmp_path / "f.csv", "--json", *options)

    assert result.summary["labels"] == ["bons", "other"]
    assert (tmp_path / "f.csv").read_text().startswith("path,hash,rank,p_bons,p_other,e_0,")


def test_a_broken_picture_has_no_row_and_is_reported(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    whole = (pictures / "scan0007.jpg").read_bytes()
    (pictures / "broken.jpg").write_bytes(whole[: len(whole) // 2])
    before = tree(pictures)

    result = snapsort("features", pictures, "--out", tmp_path / "f.npz", "--json")

    assert result.code == 1
    assert [item["reason"] for item in result.records if item["type"] == "problem"] == ["truncated"]
    assert (result.summary["photos"], result.summary["problems"]) == (5, 1)
    assert tree(pictures) == before


def test_a_model_that_cannot_read_has_no_probabilities_to_give(
    snapsort: Snapsort, pictures: Path, tmp_path: Path
) -> None:
    model = made.make_vit(tmp_path / "model")

    result = snapsort("features", pictures, "--out", tmp_path / "f.npz", "--model", model)

    assert result.code == 5
    assert "sees but cannot read" in result.err
    assert not (tmp_path / "f.npz").exists()


def test_names_of_any_bytes_are_written(snapsort: Snapsort, pictures: Path, tmp_path: Path) -> None:
    (pictures / "scan0007.jpg").rename(pictures / 'a\udcff,\n".jpg')
    for extension in ("npz", "csv", "parquet"):
        assert snapsort("features", pictures, "--out", tmp_path / f"f.{extension}").code == 0

    with np.load(tmp_path / "f.npz") as table:
        assert str(pictures / 'a\udcff,\n".jpg') in table["paths"].tolist()
    with (tmp_path / "f.csv").open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        assert str(pictures / 'a\udcff,\n".jpg') in {row[0] for row in csv.reader(file)}
