"""Pixels to a model's input: what its image processor does, without the detours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from PIL import Image
from PIL.Image import Resampling

from snapsort.records import Floats, Pixels

ImageProcessor: TypeAlias = Callable[..., Mapping[str, Floats]]
"""What is used of transformers' image processors: named arguments in, named arrays out."""

Preparer: TypeAlias = Callable[[Pixels], Floats]
"""(h, w, 3) uint8 to (3, h, w) float32."""

_PROBES = ((90, 120), (301, 200), (40, 30))
_TOLERANCE = 1e-3
"""Of 255 levels: the order in which floats are rounded."""


@dataclass(frozen=True, slots=True)
class ImageSize:
    """A picture's size in pixels, or that of a cut-out."""

    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Preparation:
    """Scale, cut the center out, normalize; called with pixels it does.

    Attributes:
        size: what is scaled to; with `keeps_aspect` its height is that of the shorter side.
        crop: what is cut out of the middle; None is nothing.
        resampling: Pillow's number of the filter.
        factor, offset: (3,) float32: a level of a channel becomes `factor * level + offset`.
    """

    size: ImageSize
    keeps_aspect: bool
    crop: ImageSize | None
    resampling: int
    factor: Floats
    offset: Floats

    def __call__(self, pixels: Pixels) -> Floats:
        """(3, h, w) float32, C order. From any thread."""
        scaled = self._crop(self._scale(pixels))
        levels = np.ascontiguousarray(scaled.transpose(2, 0, 1))
        # A channel at a time: NumPy is slow along an axis of three.
        out = np.empty(levels.shape, np.float32)
        for channel, (factor, offset) in enumerate(zip(self.factor, self.offset, strict=True)):
            np.multiply(levels[channel], factor, out=out[channel])
            out[channel] += offset
        return out

    def _scale(self, pixels: Pixels) -> Pixels:
        h, w = pixels.shape[:2]
        size = (self.size.height, self.size.width)
        if self.keeps_aspect:
            side = self.size.height
            size = (int(side * h / w), side) if w <= h else (side, int(side * w / h))
        if size == (h, w):
            return pixels
        scaled = Image.fromarray(pixels).resize((size[1], size[0]), Resampling(self.resampling))
        return np.asarray(scaled)

    def _crop(self, pixels: Pixels) -> Pixels:
        if self.crop is None:
            return pixels
        top = (pixels.shape[0] - self.crop.height) // 2
        left = (pixels.shape[1] - self.crop.width) // 2
        return pixels[top : top + self.crop.height, left : left + self.crop.width]


def choose_preparer(processor: ImageProcessor) -> Preparer:
    """The fast way if it gives a few pictures what the processor gives them; else the processor itself.

    It does when the processor does nothing but scale, cut and normalize.
    """

    def as_processor(pixels: Pixels) -> Floats:
        # The format is said, not guessed: a picture 3 pixels high would be taken for channels first.
        features = processor(images=[pixels], input_data_format="channels_last", return_tensors="np")
        return np.ascontiguousarray(features["pixel_values"][0], dtype=np.float32)

    preparation = read_preparation(processor)
    if preparation is None or not all(_agree(preparation, as_processor, h, w) for h, w in _PROBES):
        return as_processor
    return preparation


def read_preparation(processor: ImageProcessor) -> Preparation | None:
    """What the processor's settings say it does; None when they say something that is not known here."""
    size, crop = _size_of(processor, "size"), _size_of(processor, "crop_size")
    shortest = getattr(getattr(processor, "size", None), "shortest_edge", None)
    keeps_aspect = isinstance(shortest, int)
    if isinstance(shortest, int):
        size = ImageSize(shortest, shortest)
    mean, std = (getattr(processor, name, None) for name in ("image_mean", "image_std"))
    resampling = getattr(processor, "resample", None)
    does = [getattr(processor, name, None) is True for name in ("do_resize", "do_rescale", "do_normalize")]
    if size is None or not isinstance(resampling, int) or mean is None or std is None or not all(does):
        return None
    deviation = np.asarray(std, np.float64)
    rescale: float = getattr(processor, "rescale_factor", 1 / 255)
    return Preparation(
        size=size,
        keeps_aspect=keeps_aspect,
        crop=crop if getattr(processor, "do_center_crop", None) else None,
        resampling=resampling,
        factor=np.asarray(rescale / deviation, np.float32),
        offset=np.asarray(-np.asarray(mean, np.float64) / deviation, np.float32),
    )


def _size_of(processor: ImageProcessor, name: str) -> ImageSize | None:
    size = getattr(processor, name, None)
    height, width = getattr(size, "height", None), getattr(size, "width", None)
    return ImageSize(height, width) if isinstance(height, int) and isinstance(width, int) else None


def _agree(preparation: Preparation, processor: Preparer, h: int, w: int) -> bool:
    probe = np.random.default_rng(h).integers(0, 256, (h, w, 3), dtype=np.uint8)
    ours, theirs = preparation(probe), processor(probe)
    if ours.shape != theirs.shape:
        return False
    levels = np.abs(ours - theirs) / preparation.factor[:, np.newaxis, np.newaxis]
    return bool(levels.max() < _TOLERANCE)
