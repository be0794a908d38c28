"""What computers show: a desktop, and a window on it with one of the apps in it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image

from demo.canvas import Box, Canvas, Theme

App = Callable[[Canvas, Random, Box], None]
"""Fills the inside of a window."""

WALLPAPERS = (("#2b5876", "#4e4376"), ("#134e5e", "#71b280"), ("#cb6f56", "#5b3a6e"), ("#3a6073", "#16222a"))
DOCK = ("#4c9aff", "#34c759", "#ff9f0a", "#ff453a", "#bf5af2", "#8e8e93", "#64d2ff", "#ffd60a")


def mac(rng: Random, theme: Theme, app: App, *, title: str) -> Image.Image:
    """A whole 1280 x 800 screen at two pixels a point: menu bar, window, dock."""
    c = Canvas(1280, 800, scale=2, theme=theme)
    c.gradient((0, 0, 1280, 800), *rng.choice(WALLPAPERS))
    c.box((0, 0, 1280, 26), theme.panel)
    for x, word in zip((18, 64, 108, 152, 200), ("Studio", "File", "Edit", "View", "Help"), strict=True):
        c.text((x, 13), word, size=13, bold=x == 18, anchor="lm")
    c.text((1262, 13), f"Wed {rng.randint(8, 19)}:{rng.randint(10, 59)}", size=13, anchor="rm")
    window(c, rng, (90, 52, 1100, 650), app=app, title=title, round_buttons=True)
    c.box((410, 726, 460, 62), theme.panel, radius=16)
    for place, color in enumerate(DOCK):
        c.box((424 + place * 55, 736, 42, 42), color, radius=10)
        c.disc((445 + place * 55, 757), 11, "#ffffff")
    return c.image


def pc(
    rng: Random, theme: Theme, app: App, *, title: str, size: tuple[int, int] = (1920, 1080)
) -> Image.Image:
    """A whole screen at one pixel a point: a maximized window, a task bar."""
    width, height = size
    c = Canvas(width, height, scale=2, theme=theme)
    window(c, rng, (0, 0, width, height - 44), app=app, title=title, round_buttons=False)
    c.box((0, height - 44, width, 44), theme.panel)
    for place, color in enumerate(DOCK[:6]):
        c.box((14 + place * 48, height - 34, 24, 24), color, radius=4)
    c.text((width - 16, height - 30), f"{rng.randint(8, 19)}:{rng.randint(10, 59)}", size=12, anchor="rm")
    c.text((width - 16, height - 13), "1/19/2026", size=12, anchor="rm")
    return c.image.reduce(2)


def cropped(rng: Random, theme: Theme, app: App, *, title: str, size: tuple[int, int]) -> Image.Image:
    """One window alone, at one pixel a point."""
    c = Canvas(*size, scale=2, theme=theme)
    window(c, rng, (0, 0, *size), app=app, title=title, round_buttons=False)
    return c.image.reduce(2)


def window(c: Canvas, rng: Random, box: Box, *, app: App, title: str, round_buttons: bool) -> None:
    """A window with its title bar, and the app inside."""
    x, y, width, height = box
    c.shadow((x, y + 8, width, height))
    c.box(box, c.theme.back, radius=10 if round_buttons else 0, outline=c.theme.line)
    c.box((x, y, width, 34), c.theme.panel, radius=10 if round_buttons else 0)
    if round_buttons:
        for place, color in enumerate(("#ff5f57", "#febc2e", "#28c840")):
            c.disc((x + 20 + place * 20, y + 17), 6.5, color)
        c.text((x + width / 2, y + 17), title, size=13, bold=True, color=c.theme.muted, anchor="mm")
    else:
        c.box((x + 12, y + 9, 16, 16), c.theme.accent, radius=3)
        c.text((x + 38, y + 17), title, size=13, anchor="lm")
        window_buttons(c, x + width, y + 17)
    app(c, rng, (x, y + 34, width, height - 34))


def window_buttons(c: Canvas, right: float, y: float) -> None:
    """Minimize, maximize, close."""
    c.line([(right - 124, y), (right - 114, y)], c.theme.text)
    c.box((right - 79, y - 5, 10, 10), outline=c.theme.text)
    c.line([(right - 33, y - 5), (right - 23, y + 5)], c.theme.text)
    c.line([(right - 33, y + 5), (right - 23, y - 5)], c.theme.text)
