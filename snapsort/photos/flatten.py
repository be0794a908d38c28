"""Any of Pillow's modes becomes 8-bit RGB: deep grey scaled, transparency put onto white."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from snapsort.records import Floats, Pixels

_BITS_PER_SAMPLE_TAG = 258


def make_rgb(image: Image.Image, *, enough_px: int | None = None) -> Pixels:
    """(h, w, 3) uint8 in C order of a loaded picture; its own memory, writable.

    Args:
        enough_px: the picture is divided by a whole number, each pixel the mean of a square, as long as its
            shorter side keeps this many pixels. Gray of more than 8 bits is not.

    Raises:
        Whatever Pillow raises for a mode that it cannot convert; see `damage.BAD_DATA`.
    """
    if image.mode.startswith("I;16"):
        return _gray_to_rgb(image, _scaled(np.asarray(image), _full_scale(image)))
    if image.mode in ("I", "F"):
        return _gray_to_rgb(image, _scaled_by_range(np.asarray(image)))
    if image.has_transparency_data:
        image = _on_white(image)
    return np.array(_reduced(image.convert("RGB"), enough_px))


def _reduced(image: Image.Image, enough_px: int | None) -> Image.Image:
    factor = 1 if enough_px is None else min(image.size) // enough_px
    return image.reduce(factor) if factor > 1 else image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "La":
        image = image.convert("LA")  # Pillow has no way from premultiplied gray to RGBA
    layer = image.convert("RGBA")
    if layer.getchannel("A").getextrema() == (255, 255):
        return layer  # as in screenshots of a Mac; a quarter of the time
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)


def _gray_to_rgb(image: Image.Image, gray: npt.NDArray[np.uint8]) -> Pixels:
    """Gray values three times; those that a 16-bit PNG declares transparent are white."""
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        gray[np.asarray(image) == transparent] = 255
    return np.repeat(gray[:, :, None], 3, axis=2)


def _full_scale(image: Image.Image) -> int:
    """The value of white. Pillow gives 12-bit TIFFs as they are, and scales everything else to 16 bits."""
    bits = image.tag_v2.get(_BITS_PER_SAMPLE_TAG, (16,))[0] if isinstance(image, TiffImageFile) else 16
    return (1 << int(bits)) - 1


def _scaled(values: npt.NDArray[np.uint16], full_scale: int) -> npt.NDArray[np.uint8]:
    wide = values.astype(np.uint32)
    return np.minimum((wide * 255 + full_scale // 2) // full_scale, 255).astype(np.uint8)


def _scaled_by_range(values: npt.NDArray[np.int32] | Floats) -> npt.NDArray[np.uint8]:
    """32-bit values in the narrowest usual range that holds them all, else between the least and the largest.

    Such files do not say what white is. Usual are 0 to 1 (floating point), 0 to 255 and 0 to 65535.
    What is not a number is black.
    """
    finite = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    least, largest = float(finite.min()), float(finite.max())
    usual = (1, 255, 65535) if values.dtype.kind == "f" else (255, 65535)
    fits = [top for top in usual if least >= 0 and largest <= top]
    black, white = (0.0, float(fits[0])) if fits else (least, largest)
    gray: npt.NDArray[np.uint8] = np.rint((finite - black) * 255 / (white - black or 1.0)).astype(np.uint8)
    return gray
