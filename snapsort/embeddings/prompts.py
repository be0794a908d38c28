"""Labels to vectors: each prompt encoded once, ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from snapsort.embeddings.cache import Cache
from snapsort.embeddings.lazy import Encoder, LazyEncoder
from snapsort.embeddings.unit_mean import unit_mean
from snapsort.errors import ModelUnavailable
from snapsort.records import Floats, Label, LabelSet, check_unit_rows


@dataclass(frozen=True, slots=True)
class LabelVectors:
    """One vector a label, in label order, and the scale of the model that made them.

    `vectors` is (k, d) float32, unit rows, C order; checked here.
    """

    vectors: Floats
    scale: float

    def __post_init__(self) -> None:
        check_unit_rows(self.vectors)


def embed_labels(label_set: LabelSet, *, model: LazyEncoder, cache: Cache) -> LabelVectors:
    """The labels' vectors: the mean of a label's prompts as unit vectors, made unit again.

    Prompts that are not in the cache are encoded and put there; when all are, the model is not loaded.

    Raises:
        ModelUnavailable: the model cannot be loaded, or gives no vector for a prompt.
    """
    prompts = dict.fromkeys(prompt for label in label_set.labels for prompt in label.prompts)
    vectors = cache.get_prompts(model.key, prompts)
    scale = cache.get_scale(model.key)
    missing = [prompt for prompt in prompts if prompt not in vectors]
    if missing or scale is None:
        encoder = model.get()
        scale = encoder.scale
        encoded = _encode(encoder, missing)
        cache.put_prompts(model.key, encoded)
        cache.put_scale(model.key, scale)
        vectors |= encoded
    return LabelVectors(np.stack([_label_vector(label, vectors) for label in label_set.labels]), scale)


def _encode(encoder: Encoder, prompts: Sequence[str]) -> dict[str, Floats]:
    if not prompts:
        return {}
    rows = encoder.encode_prompts(prompts)  # (p, d)
    return {prompt: _unit_mean(row[np.newaxis], prompt) for prompt, row in zip(prompts, rows, strict=True)}


def _label_vector(label: Label, vectors: Mapping[str, Floats]) -> Floats:
    return _unit_mean(np.stack([vectors[prompt] for prompt in label.prompts]), label.name)


def _unit_mean(rows: Floats, what: str) -> Floats:
    vector = unit_mean(rows)
    if vector is None:
        raise ModelUnavailable(
            f"the model gives no usable vector for {what!r}", hint="try --precision float32, or another model"
        )
    return vector
