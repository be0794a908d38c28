"""What a picture is decoded to says the same as the whole picture, measured on the collection of real ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from snapsort.decide import decide, score
from snapsort.embeddings import Cache, LazyEncoder, embed_labels
from snapsort.errors import PhotoError
from snapsort.labels import load_labels
from snapsort.models import BUILTIN, load_encoder
from snapsort.photos import decode

PICTURES = Path(__file__).parents[2].parent / "shared" / "pictures"
ENOUGH_PX = 512
N = 60


def pictures_that_are_reduced() -> list[bytes]:
    """Every so many of the screenshots and memes, whose edges suffer most, and of the others."""
    paths = sorted(path for path in PICTURES.glob("[dprs]*/**/*") if path.is_file())
    contents = []
    for path in paths[::7]:
        content = path.read_bytes()
        try:
            is_reduced = decode(content).shape != decode(content, enough_px=ENOUGH_PX).shape
        except PhotoError:
            continue
        if is_reduced:
            contents.append(content)
    return contents[:N]


def test_reduced_pictures_have_the_vectors_and_decisions_of_whole_ones() -> None:
    if not PICTURES.is_dir():
        pytest.skip("the collection of real pictures is not here")
    encoder = load_encoder(BUILTIN, device="cpu", precision="float32")
    assert encoder.enough_px == ENOUGH_PX
    contents = pictures_that_are_reduced()
    labels = load_labels("default")
    with Cache(None) as cache:
        label_vectors = embed_labels(labels, model=LazyEncoder("builtin", lambda: encoder), cache=cache)

    whole, reduced = (
        encoder.encode_images(np.stack([encoder.prepare(decode(one, enough_px=px)) for one in contents]))
        for px in (None, ENOUGH_PX)
    )

    assert len(contents) > 20
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
