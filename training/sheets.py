"""Papers, screens and memes that the demo does not draw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from PIL import Image

from demo.canvas import BLACK, LIGHT, Canvas, Theme, wrapped
from demo.plots import bars, curve, pie
from demo.words import CHAT, PEOPLE, SENTENCES, STREETS, text
from training.shards import DECODING_ERRORS

INKS = ("#26408b", "#1d1d20", "#5b3a1e", "#8a2c2c")
ACCENTS = ("#4e79a7", "#e15759", "#59a14f", "#f28e2b", "#76b7b2", "#b07aa1", "#1f77b4", "#d62728")


def photo(rng: Random, photos: Sequence[Path], size: tuple[int, int]) -> Image.Image:
    """One of the photographs at a size; without any, a gradient."""
    if photos:
        try:
            with Image.open(rng.choice(photos)) as found:
                return found.convert("RGB").resize(size, Image.Resampling.BILINEAR)
        except DECODING_ERRORS:
            pass
    two = Image.new("RGB", (1, 2))
    for row in range(2):
        two.putpixel((0, row), (rng.randrange(256), rng.randrange(256), rng.randrange(256)))
    return two.resize(size, Image.Resampling.BILINEAR)


def meme(rng: Random, photos: Sequence[Path]) -> Image.Image:
    """A photograph with large letters on it, or under or beside them."""
    width, height = rng.choice(((400, 400), (480, 360), (360, 480)))
    way = rng.random()
    if way < 0.45:
        c = _blank(width, height, LIGHT)
        c.picture((0, 0, width, height), photo(rng, photos, (width, height)))
        for top in (True, False):
            if top or rng.random() < 0.7:
                _outlined(c, rng, at_top=top)
        return c.image
    if way < 0.8:
        head = rng.randint(60, 110)
        c = _blank(width, height + head, rng.choice((LIGHT, LIGHT, BLACK)))
        c.picture((0, head, width, height), photo(rng, photos, (width, height)))
        c.paragraph(
            (14, 12), rng.choice((*CHAT, *SENTENCES))[:80], width=width - 28, size=rng.randint(17, 24)
        )
        return c.image
    return _panels(rng, photos)


def _panels(rng: Random, photos: Sequence[Path]) -> Image.Image:
    """Two or three photographs below each other with a remark beside each."""
    count = rng.choice((2, 2, 3))
    c = _blank(440, 200 * count, LIGHT)
    for row in range(count):
        c.picture((0, 200 * row, 220, 198), photo(rng, photos, (220, 198)))
        c.paragraph((232, 200 * row + 50), rng.choice(CHAT), width=196, size=20)
    return c.image


def _outlined(c: Canvas, rng: Random, *, at_top: bool) -> None:
    words = rng.choice((*CHAT, *SENTENCES)).upper()[:44]
    size = rng.randint(26, 38)
    lines = wrapped(words, width=c.width - 24, size=size)[:2]
    y = 8.0 if at_top else c.height - 10 - 1.15 * size * len(lines)
    for line in lines:
        for x, shift in ((-2, 0), (2, 0), (0, -2), (0, 2)):
            c.text((c.width / 2 + x, y + shift), line, size=size, bold=True, color="#000000", anchor="ma")
        c.text((c.width / 2, y), line, size=size, bold=True, color="#ffffff", anchor="ma")
        y += 1.15 * size


def slide(rng: Random, photos: Sequence[Path]) -> Image.Image:
    """A title and some points, at times with a photograph or a chart."""
    accent = rng.choice(ACCENTS)
    dark = rng.random() < 0.3
    theme = Theme(
        "#1d2433" if dark else "#ffffff", "", "#f2f2f2" if dark else "#22252a", "#888", "#ccc", accent
    )
    c = _blank(640, rng.choice((360, 480)), theme)
    if rng.random() < 0.5:
        c.box((0, 0, 640, 64), accent)
    c.text((32, 20), " ".join(rng.choice(SENTENCES).split()[:5]), size=25, bold=True)
    y = 96.0
    for _ in range(rng.randint(3, 6)):
        c.disc((40, y + 9), 4, accent)
        c.text((56, y), " ".join(rng.choice(SENTENCES).split()[:7]), size=17)
        y += 38
    if rng.random() < 0.4:
        c.picture((420, 150, 190, 150), photo(rng, photos, (190, 150)))
    elif rng.random() < 0.4:
        bars(c, rng, (440, 150, 170, 120), color=accent)
    return c.image


def street_map(rng: Random, _photos: Sequence[Path]) -> Image.Image:
    """Streets, a river, parks, and names."""
    width, height = rng.choice(((480, 480), (560, 400), (360, 560)))
    c = _blank(
        width, height, Theme(rng.choice(("#f2efe9", "#e8ecef", "#242f3e")), "", "#555", "#888", "#ccc", "")
    )
    for _ in range(rng.randint(2, 5)):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        c.box(
            (x, y, rng.uniform(40, 160), rng.uniform(40, 120)), rng.choice(("#cfe8c4", "#bcdcf0")), radius=12
        )
    for kind in ("#ffffff", "#f7d488", "#ffffff", "#d6d6da"):
        for _ in range(rng.randint(3, 9)):
            turn = rng.random() < 0.5
            points = [
                (width * step / 4, height * rng.random())
                if turn
                else (width * rng.random(), height * step / 4)
                for step in range(5)
            ]
            c.line(points[: rng.randint(2, 5)], kind, stroke=rng.uniform(2, 8))
    for _ in range(rng.randint(4, 10)):
        c.text((rng.uniform(0, width - 80), rng.uniform(0, height - 14)), rng.choice(STREETS), size=10)
    if rng.random() < 0.5:
        c.disc((width * rng.random(), height * rng.random()), 9, "#e4372e")
    return c.image


def chart(rng: Random, theme: Theme) -> Image.Image:
    """Bars, curves, slices, dots or a grid of colors, alone on a page."""
    width, height = rng.choice(((480, 360), (420, 420), (600, 340)))
    c = _blank(width, height, theme)
    box = (56.0, 50.0, width - 90.0, height - 110.0)
    way = rng.choice(("bars", "curve", "pie", "dots", "heat"))
    if rng.random() < 0.7:
        c.text((width / 2, 14), " ".join(rng.choice(SENTENCES).split()[:5]), size=15, anchor="ma")
    if way == "bars":
        bars(c, rng, box, color=rng.choice(ACCENTS))
    elif way == "curve":
        curve(c, rng, box, colors=tuple(rng.sample(ACCENTS, rng.randint(1, 4))))
    elif way == "pie":
        pie(c, rng, center=(width / 2, height / 2 + 10), radius=min(width, height) * rng.uniform(0.25, 0.38))
    elif way == "dots":
        _dots(c, rng, box)
    else:
        _heat(c, rng, box)
    return c.image


def _dots(c: Canvas, rng: Random, box: tuple[float, float, float, float]) -> None:
    x, y, width, height = box
    c.line([(x, y), (x, y + height), (x + width, y + height)], c.theme.muted)
    for color in rng.sample(ACCENTS, rng.randint(1, 3)):
        middle, spread = rng.uniform(0.3, 0.7), rng.uniform(0.05, 0.2)
        for _ in range(rng.randint(15, 80)):
            across = min(1.0, max(0.0, rng.gauss(middle, spread)))
            up = min(1.0, max(0.0, rng.gauss(across, 0.15)))
            c.disc((x + width * across, y + height * (1 - up)), rng.uniform(2, 4), color)


def _heat(c: Canvas, rng: Random, box: tuple[float, float, float, float]) -> None:
    x, y, width, height = box
    columns, rows = rng.randint(4, 14), rng.randint(4, 10)
    high = rng.choice(((31, 119, 180), (214, 39, 40), (44, 160, 44)))
    for column in range(columns):
        for row in range(rows):
            share = rng.random()
            shade = "#" + "".join(f"{round(255 + (value - 255) * share):02x}" for value in high)
            step = (width / columns, height / rows)
            c.box((x + column * step[0], y + row * step[1], step[0] - 1, step[1] - 1), shade)


def book_page(rng: Random, *, paper: str) -> Image.Image:
    """A printed page, in one or two columns, with a heading."""
    c = _blank(420, rng.choice((560, 620)), Theme(paper, "", rng.choice(INKS[1:3]), "", "#888", ""))
    columns = rng.choice((1, 1, 2))
    size = rng.uniform(9, 13)
    c.text((210, 28), " ".join(rng.choice(SENTENCES).split()[:4]), size=rng.uniform(15, 24), anchor="ma")
    width = (340 - 16 * (columns - 1)) / columns
    for column in range(columns):
        y = 80.0
        while y < c.height - 70:
            y = c.paragraph((40 + column * (width + 16), y), text(rng, 3), width=width, size=size) + size
    c.box((0, c.height - 34, 420, 34), paper)
    c.text((210, c.height - 26), str(rng.randint(2, 400)), size=10, anchor="ma")
    return c.image


def handwriting(rng: Random, *, paper: str) -> Image.Image:
    """Lines of script that nobody can read, on plain or ruled paper."""
    c = _blank(420, rng.choice((560, 420)), Theme(paper, "", rng.choice(INKS), "", "#b9cfe6", ""))
    step = rng.uniform(20, 30)
    if rng.random() < 0.5:
        for row in range(1, int(c.height / step)):
            c.line([(0, row * step), (420, row * step)])
    y = 2 * step
    while y < c.height - step:
        x = 30 + rng.uniform(-4, 8)
        while x < 380 - rng.uniform(0, 60):
            end = x + rng.uniform(14, 60)
            points = []
            while x < end:
                points.append((x, y - abs(rng.gauss(0, step * 0.22))))
                x += rng.uniform(1.6, 4)
            c.line(points, c.theme.text, stroke=rng.uniform(0.8, 1.6))
            x += rng.uniform(5, 12)
        y += step
    return c.image


def gallery(rng: Random, photos: Sequence[Path]) -> Image.Image:
    """A phone's grid of photographs."""
    theme = rng.choice((LIGHT, BLACK))
    c = _blank(360, rng.choice((640, 780)), theme)
    c.text((16, 8), f"{rng.randint(0, 23)}:{rng.randint(10, 59)}", size=11)
    c.text((16, 34), rng.choice(("Photos", "Library", "Album", "Recent")), size=20, bold=True)
    columns = rng.choice((2, 3, 4))
    side = 360 / columns
    y = 76.0
    while y < c.height - 60:
        for column in range(columns):
            c.picture(
                (column * side + 1, y, side - 2, side - 2), photo(rng, photos, (round(side), round(side)))
            )
        y += side
    c.box((0, c.height - 52, 360, 52), theme.panel)
    for place in range(4):
        c.disc((45 + 90 * place, c.height - 30), 10, theme.accent if not place else theme.muted)
    return c.image


def player(rng: Random, photos: Sequence[Path]) -> Image.Image:
    """A screen that a photograph fills, with the controls of an app over it."""
    width, height = rng.choice(((360, 720), (360, 640), (720, 405)))
    c = _blank(width, height, BLACK)
    c.picture((0, 0, width, height), photo(rng, photos, (width, height)))
    c.text((14, 8), f"{rng.randint(0, 23)}:{rng.randint(10, 59)}", size=12, color="#ffffff")
    if rng.random() < 0.6:
        c.box((0, 0, width, 54), "#101014")
        c.text((20, 20), rng.choice(PEOPLE), size=16, color="#ffffff")
    c.box((0, height - 90, width, 90), rng.choice(("#101014", "#ffffff")))
    for place in range(rng.randint(3, 5)):
        c.disc((width * (place + 1) / 6, height - 40), rng.uniform(9, 16), rng.choice(ACCENTS))
    c.line([(16, height - 72), (width - 16, height - 72)], "#888888", stroke=3)
    c.line([(16, height - 72), (width * rng.uniform(0.2, 0.9), height - 72)], rng.choice(ACCENTS), stroke=3)
    return c.image


def _blank(width: float, height: float, theme: Theme) -> Canvas:
    return Canvas(width, height, scale=1, theme=theme)
