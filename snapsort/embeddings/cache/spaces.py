"""Which vectors may be compared: the key under which they are cached."""

from __future__ import annotations

from snapsort.records import Crops

PREPROCESSING_VERSION = 1
"""Raise it when the same content begins to give other vectors: decoding, crops, the encoders' `prepare`."""


def space_key(model_key: str, crops: Crops) -> str:
    """The name of the space that photo vectors lie in: everything they depend on but the photo.

    Args:
        model_key: model, revision and precision, as `LazyEncoder.key` says them.
        crops: how many views of a photo are averaged.
    """
    return f"{model_key} | preprocessing {PREPROCESSING_VERSION} | crops {crops}"
