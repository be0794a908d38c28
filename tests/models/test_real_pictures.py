"""A picture decoded at a fraction of its size says what the whole one says, as far as real ones show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from snapsort.decide import decide, score
from snapsort.embeddings import Cache, LazyEncoder, embed_labels
from snapsort.labels import load_labels
from snapsort.models import BUILTIN, load_encoder
from snapsort.photos import decode

PICTURES = Path(__file__).parents[2].parent / "shared" / "pictures"
ENOUGH_PX = 512
N = 30


def large_pictures() -> list[bytes]:
    """Some of those that are reduced, from all folders."""
    paths = [path for path in sorted(PICTURES.glob("[dprs]*/**/*.[jp]*g")) if path.is_file()]
    large = [path for path in paths if shorter_side(path) >= 2 * ENOUGH_PX]
    return [path.read_bytes() for path in large[:: max(len(large) // N, 1)]]


def shorter_side(path: Path) -> int:
    try:
        with Image.open(path) as image:
            return min(image.size)
    except OSError:
        return 0


def test_reduced_pictures_have_the_vectors_and_decisions_of_whole_ones() -> None:
    if not PICTURES.is_dir():
        pytest.skip("the collection of real pictures is not here")
    encoder = load_encoder(BUILTIN, device="cpu", precision="float32")
    assert encoder.enough_px == ENOUGH_PX
    contents = large_pictures()
    labels = load_labels("default")
    with Cache(None) as cache:
        label_vectors = embed_labels(labels, model=LazyEncoder("builtin", lambda: encoder), cache=cache)

    whole, reduced = (
        encoder.encode_images(np.stack([encoder.prepare(decode(one, enough_px=px)) for one in contents]))
        for px in (None, ENOUGH_PX)
    )

    assert len(contents) >= N
    assert (whole * reduced).sum(axis=1).min() > 0.999
    weights = np.array([label.weight for label in labels.labels], np.float32)
    decided, expected = (
        [
            decision.label
            for decision in decide(
                score(vectors, label_vectors.vectors, scale=label_vectors.scale, weights=weights), labels
            )
        ]
        for vectors in (reduced, whole)
    )
    assert decided == expected
