"""What happens to pictures on their way through phones and messengers, done on purpose."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

from snapsort.records import Floats

Edit: TypeAlias = Callable[[Image.Image, Random], bytes]
"""An upright RGB picture to the bytes of a file."""


def edits() -> dict[str, Edit]:
    """Every edit by its name."""
    return {
        "resize to 1/2": lambda image, _: jpeg(resized(image, 0.5), 90),
        "resize to 400 px": lambda image, _: jpeg(bounded(image, 400), 85),
        "enlarge to 3/2": lambda image, _: jpeg(resized(image, 1.5), 90),
        "JPEG 40": lambda image, _: jpeg(image, 40),
        "JPEG 15": lambda image, _: jpeg(image, 15),
        "PNG": lambda image, _: encode(bounded(image, 1600), "PNG"),
        "WebP 70": lambda image, _: encode(image, "WEBP", quality=70),
        "crop 4 %": lambda image, random: jpeg(cropped(image, random, 0.04), 90),
        "crop 10 %": lambda image, random: jpeg(cropped(image, random, 0.10), 90),
        "brighter": lambda image, _: jpeg(ImageEnhance.Brightness(image).enhance(1.25), 90),
        "darker": lambda image, _: jpeg(ImageEnhance.Brightness(image).enhance(0.75), 90),
        "contrast": lambda image, _: jpeg(ImageEnhance.Contrast(image).enhance(1.3), 90),
        "gray": lambda image, _: jpeg(image.convert("L").convert("RGB"), 90),
        "watermark": lambda image, random: jpeg(watermarked(image, random), 90),
        "messenger": lambda image, random: jpeg(bounded(cropped(image, random, 0.03), 1000), 60),
    }


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The picture as a JPEG."""
    return encode(image, "JPEG", quality=quality)


def encode(image: Image.Image, image_format: str, **options: object) -> bytes:
    """The picture as a file of that format."""
    stream = BytesIO()
    image.save(stream, image_format, **options)
    return stream.getvalue()


def resized(image: Image.Image, factor: float) -> Image.Image:
    """Larger or smaller by a factor."""
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS)


def bounded(image: Image.Image, longer_px: int) -> Image.Image:
    """No larger than that on the longer side."""
    factor = longer_px / max(image.size)
    return resized(image, factor) if factor < 1 else image


def cropped(image: Image.Image, random: Random, part: float) -> Image.Image:
    """Without that part of its width and of its height, taken from both ends as chance has it."""
    left, top = random.random() * part, random.random() * part
    box = (left, top, left + 1 - part, top + 1 - part)
    w, h = image.size
    return image.crop((round(box[0] * w), round(box[1] * h), round(box[2] * w), round(box[3] * h)))


def watermarked(image: Image.Image, random: Random) -> Image.Image:
    """With a line of half transparent text in a corner, a twentieth of the width high."""
    layer = image.convert("RGBA")
    ink = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(ink)
    size = max(10, image.width // 20)
    x = random.choice((0.03, 0.55)) * image.width
    y = random.choice((0.03, 0.90)) * image.height
    white, black = (255, 255, 255, 150), (0, 0, 0, 150)
    draw.text((x, y), "(c) Jo Doe", white, font_size=size, stroke_width=max(1, size // 16), stroke_fill=black)
    return Image.alpha_composite(layer, ink).convert("RGB")


def second_take(image: Image.Image, random: Random) -> bytes:
    """The scene a moment later, as far as it can be pretended: the camera has moved and so have things.

    Parts are displaced by up to 3 % of the width, smoothly and each in its own direction, as when what is
    near moves against what is far; exposure differs a little. It is another picture of the same.
    """
    seed = random.getrandbits(32)
    moved = displaced(cropped(image, random, 0.04), np.random.default_rng(seed), part=0.03)
    return jpeg(ImageEnhance.Brightness(moved).enhance(0.95 + 0.1 * random.random()), 92)


def displaced(image: Image.Image, rng: np.random.Generator, *, part: float) -> Image.Image:
    """Each pixel from a place up to that part of the width away; the field is smooth over a fifth of it."""
    w, h = image.size
    shifts = [_smooth_field((h, w), rng) * part * w for _ in range(2)]
    y, x = np.mgrid[:h, :w]
    rows = np.clip(np.rint(y + shifts[0]), 0, h - 1).astype(np.intp)
    columns = np.clip(np.rint(x + shifts[1]), 0, w - 1).astype(np.intp)
    return Image.fromarray(np.asarray(image)[rows, columns])


def _smooth_field(shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """(h, w) from -1 to 1."""
    knots = Image.fromarray(rng.uniform(-1, 1, (6, 6)).astype(np.float32))
    return np.asarray(knots.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)).clip(-1, 1)
