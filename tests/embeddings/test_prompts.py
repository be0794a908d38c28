from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np
import pytest

from snapsort.embeddings import Cache, LazyEncoder, embed_labels
from snapsort.errors import ModelUnavailable
from snapsort.records import Floats, Label, LabelSet
from tests.embeddings.fakes import ColorEncoder, lazy, no_model, unit_rows

LABELS = LabelSet(
    "test",
    (
        Label("receipts", ("a long receipt", "the shop receipts"), PurePosixPath("receipts")),
        Label("photos", ("a plain photo", "a long receipt"), None),
    ),
)


def test_a_label_is_the_unit_mean_of_its_prompts() -> None:
    with Cache(None) as cache:
        label_vectors = embed_labels(LABELS, model=lazy(ColorEncoder()), cache=cache)

    long, shop, plain = unit_rows(np.array([[1, 4, 7], [3, 4, 8], [1, 5, 5]]))
    expected = unit_rows(np.stack([long + shop, plain + long]))
    assert label_vectors.vectors == pytest.approx(expected, abs=1e-6)
    assert label_vectors.scale == 10.0


def test_each_prompt_is_encoded_once_ever() -> None:
    encoder = ColorEncoder()
    more = LabelSet("more", (*LABELS.labels, Label("cats", ("a small cat",), PurePosixPath("cats"))))
    with Cache(None) as cache:
        embed_labels(LABELS, model=lazy(encoder), cache=cache)
        embed_labels(more, model=lazy(encoder), cache=cache)

    assert encoder.prompts == ["a long receipt", "the shop receipts", "a plain photo", "a small cat"]


def test_known_prompts_need_no_model() -> None:
    with Cache(None) as cache:
        first = embed_labels(LABELS, model=lazy(ColorEncoder()), cache=cache)

        second = embed_labels(LABELS, model=no_model(), cache=cache)

    assert np.array_equal(second.vectors, first.vectors)
    assert second.scale == first.scale


def test_another_model_is_asked_again() -> None:
    encoder = ColorEncoder()
    with Cache(None) as cache:
        embed_labels(LABELS, model=LazyEncoder("color float32", lambda: encoder), cache=cache)
        embed_labels(LABELS, model=LazyEncoder("color bfloat16", lambda: encoder), cache=cache)

    assert len(encoder.prompts) == 2 * 3


class OverflowingEncoder(ColorEncoder):
    def encode_prompts(self, prompts: Sequence[str]) -> Floats:
        return np.full((len(prompts), 3), np.nan, dtype=np.float32)


def test_a_model_without_a_vector_for_a_prompt_cannot_be_used() -> None:
    with Cache(None) as cache, pytest.raises(ModelUnavailable, match="'a long receipt'") as caught:
        embed_labels(LABELS, model=lazy(OverflowingEncoder()), cache=cache)

    assert "--precision float32" in caught.value.hint


def test_a_lazy_model_is_loaded_once_and_when_needed() -> None:
    loaded: list[ColorEncoder] = []

    def load() -> ColorEncoder:
        loaded.append(ColorEncoder())
        return loaded[-1]

    model = LazyEncoder("key", load)
    assert (model.key, loaded) == ("key", [])

    assert model.get() is model.get()

    assert len(loaded) == 1
