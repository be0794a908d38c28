"""Folders of pictures drawn from a seed, as hard to decode as real ones: photos, screenshots, the web's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw


@dataclass(frozen=True, slots=True)
class PictureKind:
    """How pictures of one kind are drawn and saved."""

    suffix: str
    draw: Callable[[np.random.Generator], Image.Image]
    save_options: Mapping[str, object]


def make_folder(folder: Path, kind: str, n: int, *, seed: int) -> Path:
    """The folder with n pictures of a kind of `KINDS`; those that are there are kept.

    The same seed gives the same pictures, whatever n is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = KINDS[kind]
    for number in range(n):
        path = folder / f"{kind}-{number:06d}{drawn.suffix}"
        if not path.exists():
            generator = np.random.default_rng((seed, number))
            save: Callable[..., None] = drawn.draw(generator).save
            save(path, **drawn.save_options)
    return folder


def draw_photo(generator: np.random.Generator, *, size: tuple[int, int] = (4000, 3000)) -> Image.Image:
    """Patches of color with soft and hard edges, texture at every scale, and a sensor's noise."""
    w, h = size
    scene = np.zeros((h, w, 3), np.float32)
    for octave, cells in enumerate((4, 12, 40, 120, 400)):
        coarse = generator.normal(128, 90 / 1.6**octave, (cells * 3 // 4, cells, 3)).clip(0, 255)
        resampling = Image.Resampling.BICUBIC if octave % 2 else Image.Resampling.NEAREST
        layer = Image.fromarray(coarse.astype(np.uint8)).resize(size, resampling)
        scene += np.asarray(layer, np.float32) - (128 if octave else 0)
    scene += generator.normal(0, 4, (h, w, 1)).astype(np.float32)
    return Image.fromarray(scene.clip(0, 255).astype(np.uint8))


def draw_screenshot(generator: np.random.Generator, *, size: tuple[int, int] = (1170, 2532)) -> Image.Image:
    """Boxes, lines of text and one photo, as on a telephone."""
    w, h = size
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    top = 0
    while top < h:
        height = int(generator.integers(60, 220))
        draw.rectangle((0, top, w, top + height), fill=tuple(int(x) for x in generator.integers(200, 256, 3)))
        for line in range(top + 10, top + height - 20, 34):
            letters = "".join(chr(97 + int(x)) if x < 26 else " " for x in generator.integers(0, 32, 60))
            draw.text((40, line), letters, fill=(20, 20, 20), font_size=26)
        top += height
    image.paste(draw_photo(generator, size=(w, h // 4)), (0, h // 2))
    return image


def draw_web_picture(generator: np.random.Generator) -> Image.Image:
    """A photo as web pages have it: 400 to 1000 pixels wide."""
    width = int(generator.integers(400, 1001))
    return draw_photo(generator, size=(width, width * 3 // 4))


KINDS: Mapping[str, PictureKind] = {
    "photos": PictureKind(".jpg", draw_photo, {"quality": 90}),
    "screenshots": PictureKind(".png", draw_screenshot, {"compress_level": 6}),
    "web": PictureKind(".jpg", draw_web_picture, {"quality": 80}),
}
