"""Pictures that were never taken: clouds of unit vectors around label directions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.decide import Logits
from snapsort.learning.head import Ints
from snapsort.records import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """m vectors (m, d), their zero-shot logits (m, k) and labels (m,)."""

    vectors: Floats
    logits: Logits
    targets: Ints

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"label {label}" for label in range(self.logits.shape[1]))

    @property
    def groups(self) -> Ints:
        """Each picture for itself."""
        return np.arange(len(self.targets))


def make_cloud(
    *, n: int, k: int = 3, d: int = 32, text_error: float = 2.0, spread: float = 0.15, seed: int = 0
) -> Cloud:
    """n pictures of each of k labels; `text_error` says how far prompts point beside their pictures.

    The k labels lie at the same place for each seed: what is learned from one cloud holds for the other.
    """
    place = np.random.default_rng(7)
    centers = place.normal(size=(k, d)) / np.sqrt(d)
    prompts = centers + text_error * place.normal(size=(k, d)) / np.sqrt(d)
    generator = np.random.default_rng(seed)
    targets = np.arange(n * k) % k
    vectors = unit(centers[targets] + spread * generator.normal(size=(n * k, d)))
    return Cloud(vectors, 10.0 * vectors.astype(np.float64) @ unit(prompts).T, targets)


def make_noise(*, n: int, k: int = 3, d: int = 32, seed: int = 0) -> Cloud:
    """n pictures whose labels have nothing to do with what they look like, nor with zero-shot."""
    generator = np.random.default_rng(seed)
    vectors = unit(generator.normal(size=(n, d)))
    return Cloud(vectors, generator.normal(size=(n, k)), generator.permutation(np.arange(n) % k))


def unit(rows: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Floats:
    """The rows at length 1."""
    return np.ascontiguousarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
