"""Which pairs are looked at: those that the model or a tiny picture holds for alike."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image

from snapsort.duplicates import DuplicateRequest, find_duplicates
from snapsort.duplicates.comparing import SAMENESS_RULE
from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder
from snapsort.embeddings.cache import space_key
from snapsort.photos import fingerprint, read_look
from snapsort.report import Terminal
from snapsort.similarity.duplicates_look import make_tiny_vector


def load_nothing() -> NoReturn:
    raise AssertionError("the model was loaded")


def stripes(shift_px: int) -> Image.Image:
    """A page that a slight shift moves over the grid of a tiny picture, to where dark was light."""
    waves = 128 + 70 * np.sin((np.arange(640) + shift_px) * 2 * np.pi / 80)
    return Image.fromarray(np.tile(waves.astype(np.uint8), (480, 1))).convert("RGB")


@pytest.mark.parametrize(("cosine", "is_compared"), [(0.95, True), (0.85, False)])
def test_what_looks_otherwise_when_tiny_is_compared_if_the_model_is_sure(
    tmp_path: Path, cosine: float, is_compared: bool
) -> None:
    for name, shift_px in (("a.png", 0), ("b.png", 40)):
        stripes(shift_px).save(tmp_path / name)
    contents = [(tmp_path / name).read_bytes() for name in ("a.png", "b.png")]
    looks = [read_look(content, max_pixels=10**6) for content in contents]
    first, second = (make_tiny_vector(look.glance.small) for look in looks)
    assert first @ second < 0.2

    with Cache(None) as cache:
        rows = np.array([[1, 0], [cosine, np.sqrt(1 - cosine**2)]], np.float32)
        vectors = {fingerprint(content): row for content, row in zip(contents, rows, strict=True)}
        cache.put_vectors(space_key("angle", "1"), vectors)
        find_duplicates(
            DuplicateRequest((tmp_path,), embed=EmbedOptions(crops="1", max_pixels=10**6, workers=1)),
            model=LazyEncoder("angle", load_nothing),
            cache=cache,
            watcher=Terminal(quiet=True),
        )
        assert bool(cache.looks.get_comparisons(SAMENESS_RULE, list(vectors))) == is_compared
