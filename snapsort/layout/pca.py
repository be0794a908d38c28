"""A map of the directions in which vectors differ most: quick, and without a parameter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from snapsort.layout.frame import fit_frame
from snapsort.records import Floats
from snapsort.similarity.vectors import check_unit_rows

CHUNK_ROWS = 8_192


def project_pca(vectors: Floats, dims: int) -> Floats:
    """(n, dims) float32 within [-1, 1]: the first principal components (Jolliffe 2002).

    Equal vectors have equal places, and an axis in which nothing differs is 0. The sign of each axis is such
    that its largest coefficient is positive. O(n d^2) time.

    Args:
        vectors: (n, d) float32, unit rows; also none at all.
        dims: how many components, at least 1.

    Raises:
        ValueError: the vectors are not unit rows.
    """
    vectors = check_unit_rows(vectors)
    return fit_frame(find_components(vectors, dims))


def find_components(vectors: Floats, dims: int) -> Floats:
    """(n, dims), centered and not scaled; columns of zeros where there are fewer directions."""
    n, d = vectors.shape
    components = np.zeros((n, dims), np.float32)
    kept = min(dims, d)
    if n > 1:
        mean = vectors.mean(axis=0, dtype=np.float64)
        axes = np.linalg.eigh(_covariance(vectors, mean))[1][:, ::-1][:, :kept]
        axes *= np.where(axes[np.abs(axes).argmax(axis=0), np.arange(kept)] < 0, -1, 1)
        components[:, :kept] = (vectors - mean.astype(np.float32)) @ axes.astype(np.float32)
        # What rounding leaves of an axis in which nothing differs must not be blown up to the whole frame.
        components[:, components.std(axis=0) < 1e-6] = 0
    return components


def _covariance(vectors: Floats, mean: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(d, d), not divided by n."""
    total = np.zeros((len(mean), len(mean)))
    for start in range(0, len(vectors), CHUNK_ROWS):
        centered = vectors[start : start + CHUNK_ROWS] - mean
        total += centered.T @ centered
    return total
