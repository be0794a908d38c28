"""What happens to pictures on their way through phones and messengers, done on purpose."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageEnhance

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
