from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.builtin import (
    CALTECH,
    Judged,
    calibration_error,
    make_group,
    neighbors,
    read_labels,
    word_labels,
)
from benchmarks.builtin_sets import EVERYDAY, UNSEEN, WORDINGS


def judged(probabilities: list[list[float]], targets: list[int]) -> Judged:
    vectors = np.eye(3, dtype=np.float32)[[0, 0, 1, 1]][: len(targets)]
    return Judged(("a", "b"), np.array(probabilities), np.array(targets, np.int64), vectors)


def test_probabilities_that_come_true_have_no_calibration_error() -> None:
    fair = judged([[0.5, 0.5]] * 4, [0, 0, 1, 1])
    sure = judged([[0.95, 0.05]] * 4, [0, 0, 1, 1])

    assert calibration_error(fair, np.arange(4)) == pytest.approx(0, abs=1e-6)
    assert calibration_error(sure, np.arange(4)) == pytest.approx(0.45, abs=1e-6)


def test_recall_counts_each_label_the_same() -> None:
    group = make_group("x", judged([[0.9, 0.1]] * 4, [0, 0, 0, 1]), settings=())
    figures = {figure.name: figure.value for figure in group.figures}

    assert figures["accuracy"] == 0.75
    assert figures["mean recall"] == 0.5
    assert figures["recall of b"] == 0


def test_a_neighbor_is_another_picture() -> None:
    assert neighbors(judged([[1, 0]] * 4, [0, 1, 1, 1])) == 2


@pytest.mark.parametrize("name", WORDINGS)
def test_each_wording_names_each_everyday_folder(name: str) -> None:
    labels = word_labels(EVERYDAY, WORDINGS[name])

    assert tuple(label.name for label in labels.labels) == EVERYDAY


def test_only_pictures_of_classes_without_training_count_as_never_seen(tmp_path: Path) -> None:
    rows = [
        f"a.jpg\tketch\t{CALTECH}\t101_ObjectCategories/ketch/image_0001.jpg",
        f"b.jpg\tokapi\t{CALTECH}\t101_ObjectCategories/okapi/image_0001.jpg",
        "c.jpg\tketch\tsomebody/else\tketch/1.jpg",
    ]
    header = "path\tlabel\tsource_repo\tsource_path\n"
    (tmp_path / "MANIFEST.tsv").write_text(header + "\n".join(rows) + "\n", "utf-8")

    assert "ketch" in UNSEEN
    assert read_labels(tmp_path, "unseen") == {tmp_path / "a.jpg": "ketch"}
