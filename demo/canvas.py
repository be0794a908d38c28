"""A canvas measured in points: text, boxes and lines at any scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colors of one screen or page."""

    back: str
    panel: str
    text: str
    muted: str
    line: str
    accent: str


LIGHT = Theme("#ffffff", "#f2f3f5", "#1c1e21", "#75797f", "#dfe1e5", "#2563eb")
WARM = Theme("#fffdf8", "#f6efe2", "#2b2620", "#8a7f70", "#e6dccb", "#c2552d")
DARK = Theme("#1b1d22", "#272a31", "#e8eaed", "#9098a3", "#3a3e47", "#4c9aff")
BLACK = Theme("#000000", "#1c1c1e", "#ffffff", "#8e8e93", "#2c2c2e", "#30d158")
NIGHT = Theme("#0f172a", "#1e293b", "#e2e8f0", "#8fa1b8", "#334155", "#a78bfa")


@cache
def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own typeface, the only one that is on every machine."""
    return ImageFont.load_default(size)


class Canvas:
    """A picture under construction.

    Args:
        width: in points, as are all other lengths.
        height: in points.
        scale: pixels a point.
        theme: its `back` fills the canvas.
    """

    def __init__(self, width: float, height: float, *, scale: float, theme: Theme) -> None:
        self.width, self.height, self.scale, self.theme = width, height, scale, theme
        self.image = Image.new("RGB", (round(width * scale), round(height * scale)), theme.back)
        self._draw = ImageDraw.Draw(self.image)

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float = 13,
        color: str = "",
        bold: bool = False,
        anchor: str = "la",
    ) -> float:
        """Draw one line; the width it took."""
        face = font(size * self.scale)
        stroke = size * self.scale / 45 if bold else 0
        fill = color or self.theme.text
        self._draw.text(self._pixel(at), text, fill, font=face, anchor=anchor, stroke_width=stroke)
        return face.getlength(text) / self.scale

    def paragraph(self, at: Point, text: str, *, width: float, size: float = 13, color: str = "") -> float:
        """Draw text broken at `width`; the y below its last line."""
        x, y = at
        for line in wrapped(text, width=width, size=size):
            self.text((x, y), line, size=size, color=color)
            y += size * 1.45
        return y

    def cells(self, at: Point, text: str, *, size: float = 13, color: str = "") -> None:
        """Draw one line with the same width for each character, as a terminal or an editor does."""
        x, y = at
        advance = size * 0.58
        for place, letter in enumerate(text):
            if letter != " ":
                center = (x + (place + 0.5) * advance, y)
                self.text(
                    center, letter, size=size * (0.86 if letter in "mwMW@%" else 1), color=color, anchor="ms"
                )

    def box(
        self, box: Box, fill: str = "", *, radius: float = 0, outline: str = "", stroke: float = 1
    ) -> None:
        """Draw a box, filled or outlined or both."""
        self._draw.rounded_rectangle(
            self._corners(box),
            radius * self.scale,
            fill=fill or None,
            outline=outline or None,
            width=max(1, round(stroke * self.scale)),
        )

    def disc(self, center: Point, radius: float, fill: str) -> None:
        """Draw a filled circle."""
        x, y = center
        self._draw.ellipse(self._corners((x - radius, y - radius, 2 * radius, 2 * radius)), fill=fill)

    def slice(self, center: Point, radius: float, *, start: float, end: float, fill: str) -> None:
        """Draw a slice of a pie; angles in degrees."""
        x, y = center
        box = (x - radius, y - radius, 2 * radius, 2 * radius)
        self._draw.pieslice(self._corners(box), start, end, fill=fill)

    def line(self, points: Sequence[Point], color: str = "", *, stroke: float = 1) -> None:
        """Draw connected lines."""
        width = max(1, round(stroke * self.scale))
        self._draw.line([self._pixel(p) for p in points], color or self.theme.line, width, joint="curve")

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """Draw a filled polygon."""
        self._draw.polygon([self._pixel(p) for p in points], fill=fill)

    def picture(self, box: Box, picture: Image.Image) -> None:
        """Paste a picture, resized to the box."""
        left, top, right, bottom = (round(v) for v in self._corners(box))
        self.image.paste(picture.resize((right - left, bottom - top), Image.Resampling.BICUBIC), (left, top))

    def shadow(self, box: Box) -> None:
        """Darken what lies under and around the box, softly."""
        dark = Image.new("L", self.image.size)
        ImageDraw.Draw(dark).rectangle(self._corners(box), fill=120)
        # Blurred small and enlarged again: a tenth of the time, and no eye can tell.
        dark = dark.reduce(8).filter(ImageFilter.GaussianBlur(self.scale * 1.5)).resize(dark.size)
        self.image.paste("#000000", (0, 0), dark)

    def gradient(self, box: Box, top: str, bottom: str) -> None:
        """Fill a box from one color to another, downwards."""
        two = Image.new("RGB", (1, 2), top)
        two.putpixel((0, 1), ImageColor.getrgb(bottom))
        self.picture(box, two.resize((2, 256), Image.Resampling.BILINEAR))

    def _pixel(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale

    def _corners(self, box: Box) -> Box:
        x, y, width, height = (round(v * self.scale) for v in box)
        return x, y, x + max(width, 1), y + max(height, 1)


def wrapped(text: str, *, width: float, size: float) -> list[str]:
    """The lines that text takes at a width, both in points."""
    face, lines, line = font(size), [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and face.getlength(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]
