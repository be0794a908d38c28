"""A sheet under a camera or on a scanner: table, shadow, light, crumples and noise."""

from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Floats = npt.NDArray[np.float32]
Size = tuple[int, int]


def photographed(sheet: Image.Image, rng: Random, *, surface: str, size: Size, turn: float) -> Image.Image:
    """The sheet lying on a `wood`, `stone` or `cloth` surface, seen slightly from the side.

    Args:
        size: of the picture, in pixels.
        turn: of the sheet, in degrees.
    """
    table = {"wood": wood, "stone": stone, "cloth": cloth}[surface](rng, size)
    sheet = torn(crumpled(sheet, rng), rng)
    fit = min(size[0] * 0.86 / sheet.width, size[1] * 0.92 / sheet.height)
    sheet = sheet.resize((round(sheet.width * fit), round(sheet.height * fit)), Image.Resampling.LANCZOS)
    layer = Image.new("RGBA", size)
    layer.paste(sheet, ((size[0] - sheet.width) // 2, (size[1] - sheet.height) // 2))
    layer = tilted(layer.rotate(turn, Image.Resampling.BICUBIC), rng)
    shadow = ImageChops.offset(layer.getchannel("A"), size[0] // 90, size[0] // 70)
    shadow = shadow.filter(ImageFilter.GaussianBlur(size[0] / 90)).point(lambda v: v * 0.55)
    table.paste(Image.new("RGB", size, "#0c0906"), (0, 0), shadow)
    table.paste(layer, (0, 0), layer)
    return lit(table, rng)


def scanned(sheet: Image.Image, rng: Random, *, size: Size, turn: float) -> Image.Image:
    """The sheet on a flatbed: white around it, a little crooked, a little dust."""
    fit = min(size[0] * 0.98 / sheet.width, size[1] * 0.98 / sheet.height)
    sheet = sheet.resize((round(sheet.width * fit), round(sheet.height * fit)), Image.Resampling.LANCZOS)
    bed = Image.new("RGB", size, "#f6f6f4")
    turned = sheet.convert("RGBA").rotate(turn, Image.Resampling.BICUBIC, expand=True)
    bed.paste(turned, ((size[0] - turned.width) // 2, (size[1] - turned.height) // 2), turned)
    draw = ImageDraw.Draw(bed)
    for _ in range(40):
        x, y = rng.randrange(size[0]), rng.randrange(size[1])
        draw.point((x, y), rng.choice(("#c8c8c4", "#a8a8a4")))
    return grainy(bed, rng, strength=2)


def wood(rng: Random, size: Size) -> Image.Image:
    """Planks."""
    width, height = size
    grain = blotches(rng, (width, height), cells=(4, 120)) * 0.7 + blotches(rng, size, cells=(10, 500)) * 0.5
    planks = np.floor(np.arange(height) / (height / rng.choice((3, 4, 5)))).astype(int)
    tones = np.array([rng.uniform(-0.5, 0.5) for _ in range(8)], np.float32)[planks][:, None]
    seams = -3 * np.sign(np.diff(planks, prepend=0), dtype=np.float32)[:, None]
    base = np.array(rng.choice(((142, 98, 62), (108, 72, 46), (178, 138, 96))), np.float32)
    return to_image(base * (1 + 0.13 * (grain + tones + seams))[..., None])


def stone(rng: Random, size: Size) -> Image.Image:
    """A gray worktop with speckles."""
    speckles = blotches(rng, size, cells=(160, 160)) * 0.8 + blotches(rng, size, cells=(6, 6))
    base = np.array(rng.choice(((96, 98, 102), (62, 64, 70), (150, 144, 136))), np.float32)
    return to_image(base * (1 + 0.12 * speckles)[..., None])


def cloth(rng: Random, size: Size) -> Image.Image:
    """A woven cloth."""
    width, height = size
    weave = wave(width)[None, :] + wave(height)[:, None]
    folds = blotches(rng, size, cells=(5, 4))
    base = np.array(rng.choice(((52, 78, 104), (120, 48, 52), (64, 92, 70))), np.float32)
    return to_image(base * (1 + 0.05 * weave + 0.16 * folds)[..., None])


def wave(length: int) -> Floats:
    """(length,) the threads of a cloth."""
    threads: Floats = np.sin(np.arange(length) * 1.4, dtype=np.float32)
    return threads


def crumpled(sheet: Image.Image, rng: Random) -> Image.Image:
    """The sheet with soft light and dark where it bends, and one fold."""
    bends = blotches(rng, sheet.size, cells=(5, 9)) * 0.035
    rows = np.linspace(0, 1, sheet.height, dtype=np.float32)[:, None]
    fold = np.float32(-0.1) * np.exp(-(((rows - rng.uniform(0.35, 0.65)) * 160) ** 2))
    return to_image(np.asarray(sheet, np.float32) * (0.97 + bends + fold)[..., None])


def torn(sheet: Image.Image, rng: Random) -> Image.Image:
    """The sheet, RGBA, with the saw-tooth edge of a till roll at its ends if it is a strip."""
    sheet = sheet.convert("RGBA")
    if sheet.height < 1.6 * sheet.width:
        return sheet
    mask, tooth = Image.new("L", sheet.size, 255), sheet.width / 60
    draw = ImageDraw.Draw(mask)
    for step in range(61):
        x = step * tooth
        for y, deep in ((0, rng.uniform(5, 8)), (sheet.height, -rng.uniform(5, 8))):
            draw.polygon([(x - tooth / 2, y), (x, y + deep), (x + tooth / 2, y)], fill=0)
    sheet.putalpha(mask)
    return sheet


def tilted(layer: Image.Image, rng: Random) -> Image.Image:
    """The layer as a camera that is not quite above it sees it."""
    width, height = layer.size
    lean = rng.uniform(0.01, 0.05) * width
    corners = ((-lean, 0), (0, height), (width, height), (width + lean, 0))
    quad = tuple(value for corner in corners for value in corner)
    return layer.transform(layer.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)


def lit(picture: Image.Image, rng: Random) -> Image.Image:
    """The picture under a lamp on one side, out of a small camera."""
    width, height = picture.size
    lamp_x, lamp_y = rng.uniform(-0.6, 0.6), rng.uniform(-0.6, -0.1)
    x = np.linspace(-1 - lamp_x, 1 - lamp_x, width, dtype=np.float32)[None, :]
    y = np.linspace(-1 - lamp_y, 1 - lamp_y, height, dtype=np.float32)[:, None]
    light = np.float32(1.08) - np.float32(0.16) * (x**2 + y**2)
    tint = np.array((1, rng.uniform(0.95, 0.985), rng.uniform(0.86, 0.95)), np.float32)
    return grainy(to_image(np.asarray(picture, np.float32) * (light[..., None] * tint)), rng, strength=4)


def grainy(picture: Image.Image, rng: Random, *, strength: float) -> Image.Image:
    """The picture with a sensor's noise; its standard deviation is `strength` of 255."""
    noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(
        (picture.height, picture.width, 1), np.float32
    )
    return to_image(np.asarray(picture, np.float32) + strength * noise)


def blotches(rng: Random, size: Size, *, cells: Size) -> Floats:
    """(h, w) smooth noise, about -1 to 1, from a coarse grid of `cells` (across, down)."""
    coarse = (
        np.random.default_rng(rng.getrandbits(32)).standard_normal((cells[1], cells[0])).astype(np.float32)
    )
    return np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC), np.float32) * 0.6


def to_image(values: Floats) -> Image.Image:
    """A picture from (h, w, 3) values; what is outside 0 to 255 is cut off."""
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
