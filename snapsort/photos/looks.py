"""Pixels become looks: small, gray, comparable."""

from __future__ import annotations

import numpy as np

from snapsort.records import Floats, Pixels
from snapsort.similarity.duplicates_look import LOOK_PX, SMALL_PX, Look

_SHARPNESS_PX = 1024
"""Two pictures are compared in sharpness at this size: beyond it, noise counts as detail."""


def make_look(pixels: Pixels) -> Look:
    """What upright pixels look like. Costs one pass over them, and keeps at most 150 kB."""
    from PIL import Image  # here, so that importing the room loads no decoder

    h, w = pixels.shape[:2]
    image = Image.fromarray(pixels).convert("L")
    image.thumbnail((_SHARPNESS_PX, _SHARPNESS_PX), Image.Resampling.BILINEAR, reducing_gap=2.0)
    sharpness = _sharpness(np.asarray(image, dtype=np.float32))
    image.thumbnail((LOOK_PX, LOOK_PX), Image.Resampling.BILINEAR, reducing_gap=None)
    gray = np.array(image)
    image.thumbnail((SMALL_PX, SMALL_PX), Image.Resampling.BILINEAR, reducing_gap=None)
    return Look(gray, np.array(image), width_px=w, height_px=h, sharpness=sharpness)


def _sharpness(gray: Floats) -> float:
    """The strength of edges for the contrast there is, so that exposure does not count; 0 when flat."""
    if min(gray.shape) < 2:
        return 0.0
    dy, dx = np.gradient(gray)
    variance = float(gray.var())
    return float((dy * dy + dx * dx).mean()) / variance if variance > 1.0 else 0.0
