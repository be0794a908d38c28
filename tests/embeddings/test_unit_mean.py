from __future__ import annotations

import numpy as np
import pytest

from snapsort.embeddings.unit_mean import unit_mean


def test_two_perpendicular_vectors_meet_in_the_middle() -> None:
    vector = unit_mean(np.eye(2, dtype=np.float32))

    assert vector == pytest.approx(np.full(2, 0.5**0.5), abs=1e-7)
    assert vector is not None
    assert vector.dtype == np.float32


def test_one_vector_is_made_exactly_unit() -> None:
    vector = unit_mean(np.array([[0.6004, 0.8]], dtype=np.float32))

    assert vector is not None
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize(
    "rows",
    [[[1, 0], [-1, 0]], [[0, 0]], [[1, 0], [0, 0]], [[np.nan, 1]], [[1, 0], [np.inf, 0]], [[0.9, 0]]],
    ids=["opposite", "zero", "one of two is zero", "nan", "infinite", "not unit"],
)
def test_there_is_no_mean_of_what_cancels_or_is_not_unit(rows: list[list[float]]) -> None:
    assert unit_mean(np.array(rows, dtype=np.float32)) is None
