from __future__ import annotations

import numpy as np
import pytest

from snapsort.similarity import Neighbors, find_neighbors
from snapsort.similarity.neighbors import rank_candidates, search_all, search_cells, search_plainly
from tests.similarity.vectors import make_vectors, unit


def neighbors_by_hand(vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]], k: int) -> list[list[int]]:
    exact = vectors.astype(np.float64)
    distances = np.linalg.norm(exact[:, None] - exact[None], axis=2)
    return [
        sorted((j for j in range(len(vectors)) if j != i), key=lambda j: (distances[i, j], j))[:k]
        for i in range(len(vectors))
    ]


def test_few_vectors_get_exactly_their_nearest() -> None:
    vectors = make_vectors(60)

    found = find_neighbors(vectors, 7)

    assert found.indices.tolist() == neighbors_by_hand(vectors, 7)


def test_distances_are_euclidean_also_of_near_duplicates() -> None:
    vectors = unit([[1, 0, 0], [1, 1e-5, 0], [0, 1, 0]])

    found = find_neighbors(vectors, 2)

    assert found.distances[0] == pytest.approx([1e-5, 2**0.5], rel=1e-5)


def test_equally_near_vectors_are_found_by_index() -> None:
    vectors = unit([[1, 0]] * 40)

    found = find_neighbors(vectors, 3)

    assert found.indices[0].tolist() == [1, 2, 3]
    assert found.indices[39].tolist() == [0, 1, 2]
    assert not found.distances.any()


@pytest.mark.parametrize("n", [0, 1, 2])
def test_there_are_no_more_neighbors_than_others(n: int) -> None:
    vectors = make_vectors(n)

    found = find_neighbors(vectors, 10)

    assert found.indices.shape == found.distances.shape == (n, max(n - 1, 0))


def test_faiss_finds_what_numpy_finds() -> None:
    vectors = make_vectors(300)

    plain, fast = (
        rank_candidates(vectors, search(vectors, 19), 10) for search in (search_plainly, search_all)
    )

    assert np.array_equal(plain.indices, fast.indices)


def test_cells_miss_few_neighbors_and_fill_every_place() -> None:
    vectors = make_vectors(3_000)

    exact, cells = (
        rank_candidates(vectors, search(vectors, 19), 10) for search in (search_all, search_cells)
    )

    shared = [
        len(set(a) & set(b)) for a, b in zip(exact.indices.tolist(), cells.indices.tolist(), strict=True)
    ]
    assert np.mean(shared) > 9.5
    assert np.isfinite(cells.distances).all()


@pytest.mark.parametrize(
    "vectors",
    [
        np.full((3, 2), np.nan, np.float32),
        np.array([[np.inf, 0]], np.float32),
        np.array([[2, 0]], np.float32),
        np.zeros((2, 2), np.float32),
        np.array([[1.0, 0.0]]),
        np.array([1, 0], np.float32),
    ],
    ids=["NaN", "infinite", "too long", "zero", "double precision", "one dimension"],
)
def test_what_is_not_unit_rows_is_refused(vectors: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    with pytest.raises(ValueError, match="vectors"):
        find_neighbors(vectors, 1)


def test_a_negative_number_of_neighbors_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        find_neighbors(make_vectors(3), -1)


def test_tables_of_different_shapes_are_no_neighbors() -> None:
    with pytest.raises(ValueError, match=r"\(2, 1\)"):
        Neighbors(np.zeros((2, 1), np.int32), np.zeros((2, 2), np.float32))
