"""Which vectors may be compared: the key under which they are cached."""

from __future__ import annotations

from snapsort.records import Crops

PIXELS_VERSION = 2
"""Raise it when the same content begins to give other pixels or other views: `decode`, `crop_views`."""


def space_key(model_key: str, crops: Crops) -> str:
    """The name of the space that photo vectors lie in: everything they depend on but the photo.

    Args:
        model_key: model, revision, precision and the version of its preprocessing, as `LazyEncoder.key` says
            them.
        crops: how many views of a photo are averaged.
    """
    return f"{model_key} | pixels {PIXELS_VERSION} | crops {crops}"
