"""Photographs: crops and prints of the two real ones that ship with scikit-learn."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Literal

from PIL import Image, ImageEnhance, ImageOps

from demo.surfaces import grainy

Subject = Literal["china.jpg", "flower.jpg"]
Tone = Literal["plain", "warm", "gray", "dark", "vivid"]


def photograph(
    rng: Random, subject: Subject, crop: tuple[int, int, int, int], *, tone: Tone = "plain", width: int = 1280
) -> Image.Image:
    """A part of a photograph, enlarged and with a sensor's noise, so that each has pixels of its own.

    Args:
        crop: left, upper, right, lower; the photographs have 640 x 427 pixels.
        width: of the result in pixels.
    """
    part = original(subject).crop(crop)
    part = part.resize((width, round(width * part.height / part.width)), Image.Resampling.LANCZOS)
    return grainy(toned(part, tone), rng, strength=3)


@cache
def original(subject: Subject) -> Image.Image:
    """A whole photograph as scikit-learn ships it."""
    from sklearn.datasets import load_sample_image  # takes seconds to import

    return Image.fromarray(load_sample_image(subject))


def toned(picture: Image.Image, tone: Tone) -> Image.Image:
    """The picture as another camera or another hour would have it."""
    if tone == "gray":
        return ImageOps.grayscale(picture).convert("RGB")
    if tone == "warm":
        return Image.blend(picture, Image.new("RGB", picture.size, "#f0a860"), 0.14)
    if tone == "dark":
        return ImageEnhance.Brightness(picture).enhance(0.62)
    return ImageEnhance.Color(picture).enhance(1.35) if tone == "vivid" else picture
