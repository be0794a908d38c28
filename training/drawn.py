"""Pictures drawn by a program: screens, papers, charts and memes of kinds that are hard to come by otherwise.

Most are drawn by the demo's painters, in random sizes and colors; the rest by `training.sheets`.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from random import Random

from PIL import Image

from demo import apps, desktops, paper, phones
from demo.canvas import BLACK, DARK, LIGHT, NIGHT, WARM, Theme
from demo.surfaces import grainy, photographed, scanned
from training import sheets
from training.rows import Row, write_rows

SOURCE = "drawn"
SIDE_PX = 320
PAPERS = ("#ffffff", "#fbfaf6", "#f4efe0", "#e9e2cf", "#f2f2f4", "#dcd6c8")
SURFACES = ("wood", "stone", "cloth")

Draw = Callable[[Random, Sequence[Path]], Image.Image]
"""Draws one picture; the paths are photographs that it may show."""


@dataclass(frozen=True, slots=True)
class Family:
    """Pictures of one kind: their form, how to draw one, and how many there are for each of the others'."""

    form: str
    draw: Draw
    weight: float = 1.0


def _theme(rng: Random) -> Theme:
    """One of the demo's themes with an accent of its own, or one of random colors."""
    chosen = rng.choice((LIGHT, LIGHT, WARM, DARK, BLACK, NIGHT))
    accent = _color(rng, lightness=rng.uniform(0.35, 0.65))
    return Theme(chosen.back, chosen.panel, chosen.text, chosen.muted, chosen.line, accent)


def _color(rng: Random, *, lightness: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(rng.random(), lightness, rng.uniform(0.3, 0.9))
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def _phone(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    height = rng.choice((640, 720, 780, 844))
    phone = phones.Phone(360, height, rng.choice((0.7, 1.0)), _theme(rng))
    draw = rng.choice((phones.chat, phones.settings, phones.bank, phones.music, phones.route))
    return draw(rng, phone)


def _desktop(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    app = rng.choice(
        (
            apps.editor,
            apps.terminal,
            apps.article,
            apps.shop,
            apps.dashboard,
            apps.sheet,
            apps.calendar,
            apps.preferences,
        )
    )
    size = (rng.randint(640, 1100), rng.randint(480, 760))
    if rng.random() < 0.25:
        return desktops.mac(rng, _theme(rng), app, title="Shelf")
    return desktops.cropped(rng, _theme(rng), app, title="Shelf", size=size)


def _laid(rng: Random, sheet: Image.Image) -> Image.Image:
    """A sheet as it is, on a scanner, or under a camera."""
    way = rng.random()
    upright = sheet.height > sheet.width
    size = (420, 560) if upright else (560, 420)
    if way < 0.25:
        return sheet
    if way < 0.45:
        return scanned(sheet, rng, size=size, turn=rng.gauss(0, 3))
    if way < 0.65:
        return _left_lying(rng, sheet, rng.choice((size, size[::-1])))
    turn = rng.gauss(0, 8) if rng.random() < 0.8 else rng.choice((-90, 90))
    return photographed(sheet, rng, surface=rng.choice(SURFACES), size=size, turn=turn)


def _left_lying(rng: Random, sheet: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A sheet anywhere on a far larger flatbed, whose lid may be dark and may not reach the edge."""
    gray = rng.choice((rng.randint(60, 130), rng.randint(150, 215), rng.randint(230, 252)))
    tint = rng.randint(-12, 4)
    bed = Image.new("RGB", size, (gray, gray + tint // 3, gray + tint))
    if rng.random() < 0.5:
        dark = rng.randint(10, 60)
        bed.paste((dark, dark, dark), (0, 0, round(size[0] * rng.uniform(0.03, 0.15)), size[1]))
    fit = rng.uniform(0.45, 1.05) * size[1] / sheet.height
    small = sheet.convert("RGBA").resize((round(sheet.width * fit), round(sheet.height * fit)))
    small = small.rotate(rng.gauss(0, 1.5), Image.Resampling.BICUBIC, expand=True)
    left = rng.randint(0, max(0, size[0] - small.width))
    bed.paste(small, (left, rng.randint(0, max(0, size[1] - small.height))), small)
    return grainy(bed, rng, strength=3)


def _receipt(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    sheet = paper.till_receipt(rng, paper=rng.choice(PAPERS), tall=rng.uniform(1.8, 2.6))
    return _laid(rng, sheet.reduce(2))


def _invoice(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    return _laid(rng, paper.invoice(rng, color=_color(rng, lightness=0.3)).reduce(2))


def _letter(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    return _laid(rng, paper.letter(rng).reduce(2))


def _form(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    return _laid(rng, paper.form(rng).reduce(2))


def _book(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    return _laid(rng, sheets.book_page(rng, paper=rng.choice(PAPERS)))


def _handwriting(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    return _laid(rng, sheets.handwriting(rng, paper=rng.choice(PAPERS)))


def _chart(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    if rng.random() < 0.3:
        return paper.chart(rng, rng.choice(("bars", "curve", "pie")))
    return sheets.chart(rng, _theme(rng))


FAMILIES: Mapping[str, Family] = {
    "phone": Family("screenshot", _phone, 2),
    "desktop": Family("screenshot", _desktop, 2),
    "gallery": Family("screenshot", sheets.gallery),
    "player": Family("screenshot", sheets.player),
    "receipt": Family("receipt", _receipt, 2),
    "invoice": Family("receipt", _invoice),
    "letter": Family("document", _letter),
    "form": Family("document", _form),
    "book": Family("document", _book),
    "handwriting": Family("document", _handwriting),
    "chart": Family("chart", _chart, 2),
    "meme": Family("meme", sheets.meme, 2),
    "slide": Family("slide", sheets.slide),
    "map": Family("map", sheets.street_map, 0.5),
}
"""What is drawn, by name."""


def draw_pictures(
    out: Path,
    *,
    count: int,
    photos: Sequence[Path],
    seed: int,
    workers: int,
    on_progress: Callable[[int], None],
) -> list[Row]:
    """Draw about `count` pictures into a folder and write its table; what the table says.

    A picture that is there already is kept: the same seed draws the same.
    """
    out.mkdir(parents=True, exist_ok=True)
    weight = sum(family.weight for family in FAMILIES.values())
    jobs = [
        (name, seed * 1_000_000 + number)
        for name, family in FAMILIES.items()
        for number in range(math.ceil(count * family.weight / weight))
    ]
    rows = [Row(f"{name}-{number}.jpg", SOURCE, FAMILIES[name].form, "", "") for name, number in jobs]
    with ProcessPoolExecutor(workers) as pool:
        drawn: Iterator[None] = pool.map(_draw_one, jobs, repeat(out), repeat(tuple(photos)), chunksize=8)
        for done, _ in enumerate(drawn, 1):
            on_progress(done)
    write_rows(out, rows)
    return rows


def _draw_one(job: tuple[str, int], out: Path, photos: Sequence[Path]) -> None:
    name, number = job
    path = out / f"{name}-{number}.jpg"
    if path.is_file():
        return
    rng = Random(f"{name} {number}")
    picture = FAMILIES[name].draw(rng, photos)
    if rng.random() < 0.2:
        picture = _cut(rng, picture)
    picture.thumbnail((3 * SIDE_PX, SIDE_PX) if picture.width > picture.height else (SIDE_PX, 3 * SIDE_PX))
    picture.convert("RGB").save(path, quality=92)


def _cut(rng: Random, picture: Image.Image) -> Image.Image:
    """The picture without some of its margins, as people cut screenshots."""
    width, height = picture.size
    left, upper, right, lower = (rng.uniform(0, 0.15) for _ in range(4))
    return picture.crop((width * left, height * upper, width * (1 - right), height * (1 - lower)))
