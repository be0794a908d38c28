"""The perceptual hashes that other duplicate finders go by, on the same files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from imagehash import ImageHash, dhash, phash
from PIL import Image

from snapsort.photos import decode

HASHES: dict[str, Callable[[Image.Image], ImageHash]] = {"PHash": phash, "DHash": dhash}
"""64 bits each, as in imagededup."""

USUAL_DISTANCE = 10
"""What imagededup takes if nothing else is asked for: `max_distance_threshold`."""


def measure_distances(paths: Sequence[Path], name: str) -> npt.NDArray[np.int64]:
    """(n, n) Hamming distances of the files' hashes, of upright pixels as for snapsort."""
    bits = np.stack([_bits(path, name) for path in paths]).astype(np.int64)  # (n, 64)
    ones = bits.sum(axis=1)
    return np.asarray(ones[:, None] + ones[None, :] - 2 * bits @ bits.T)


def _bits(path: Path, name: str) -> npt.NDArray[np.bool_]:
    image = Image.fromarray(decode(path.read_bytes()))
    return np.asarray(HASHES[name](image).hash, dtype=bool).ravel()
