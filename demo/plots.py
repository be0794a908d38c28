"""Charts: bars, curves, pies."""

from __future__ import annotations

from random import Random

from demo.canvas import Box, Canvas, Point

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SLICES = ("#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#edc948")


def bars(c: Canvas, rng: Random, box: Box, *, color: str) -> None:
    """A bar a month, over a grid."""
    x, y, width, height = box
    grid(c, box)
    step = width / len(MONTHS)
    for place, month in enumerate(MONTHS):
        tall = height * rng.uniform(0.2, 0.95)
        c.box((x + place * step + step * 0.18, y + height - tall, step * 0.64, tall), color)
        c.text((x + (place + 0.5) * step, y + height + 8), month, size=11, color=c.theme.muted, anchor="ma")


def curve(c: Canvas, rng: Random, box: Box, *, colors: tuple[str, ...]) -> None:
    """A line a color, each a random walk, over a grid."""
    x, y, width, height = box
    grid(c, box)
    for color in colors:
        level, points = rng.uniform(0.3, 0.6), list[Point]()
        for place in range(60):
            level = min(0.97, max(0.03, level + rng.uniform(-0.07, 0.075)))
            points.append((x + width * place / 59, y + height * (1 - level)))
        c.line(points, color, stroke=2.2)
    for place, month in enumerate(MONTHS):
        c.text(
            (x + width * (place + 0.5) / 12, y + height + 8), month, size=11, color=c.theme.muted, anchor="ma"
        )


def pie(c: Canvas, rng: Random, *, center: Point, radius: float) -> None:
    """Six slices."""
    cuts = sorted(rng.uniform(20, 350) for _ in range(5))
    for start, end, color in zip([0.0, *cuts], [*cuts, 360.0], SLICES, strict=True):
        c.slice(center, radius, start=start - 90, end=end - 90, fill=color)


def grid(c: Canvas, box: Box) -> None:
    """Six level lines with their values."""
    x, y, width, height = box
    for level in range(6):
        at = y + height * (1 - level / 5)
        c.line([(x, at), (x + width, at)])
        c.text((x - 8, at), str(level * 20), size=11, color=c.theme.muted, anchor="rm")
