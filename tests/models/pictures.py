"""Pictures of every awkward kind, and the upright RGB picture that each of them is."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from snapsort.records import Pixels


def make_noise(width: int, height: int, *, mode: str = "RGB") -> Image.Image:
    """Smooth colors with noise on top, different for each size."""
    generator = np.random.default_rng(width * 7919 + height)
    down, across = np.mgrid[0:height, 0:width]
    colors = np.stack([across * 255 // width, down * 255 // height, (down + across) % 256], axis=2)
    noisy = np.clip(colors + generator.integers(-60, 60, colors.shape), 0, 255).astype(np.uint8)
    return Image.fromarray(noisy).convert(mode)


def make_transparent() -> Image.Image:
    picture = make_noise(120, 90).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((120, 90)))
    return picture


def make_rotated() -> Image.Image:
    picture = make_noise(160, 90)
    picture.getexif()[0x0112] = 6
    return picture


def to_upright_rgb(picture: Image.Image) -> Image.Image:
    """What a viewer shows: turned as EXIF says, transparency on white."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "RGBA":
        page = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(page, upright)
    return upright.convert("RGB")


def to_pixels(picture: Image.Image) -> Pixels:
    return np.asarray(to_upright_rgb(picture)).copy()


PICTURES = {
    "portrait": make_noise(300, 500),
    "landscape": make_noise(640, 360),
    "square": make_noise(224, 224),
    "one pixel": make_noise(1, 1),
    "a row": make_noise(50, 1),
    "a column": make_noise(1, 50),
    "3 by 3": make_noise(3, 3),
    "3 pixels high": make_noise(90, 3),
    "grey": make_noise(200, 150, mode="L"),
    "palette": make_noise(150, 200, mode="P"),
    "cmyk": make_noise(180, 180, mode="CMYK"),
    "transparent": make_transparent(),
    "rotated": make_rotated(),
}
