"""What phones show: chats, settings, a bank, music, a map."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image

from demo.canvas import Canvas, Theme, wrapped
from demo.words import CHAT, PEOPLE

SETTINGS = (
    ("Network", ("Airplane mode", "Wi-Fi", "Bluetooth", "Mobile data")),
    ("Device", ("Notifications", "Sound and vibration", "Do not disturb", "Display", "Battery", "Storage")),
    ("Personal", ("Privacy", "Location", "Accounts", "Language and region", "Accessibility")),
)
COLORS = ("#e4572e", "#17a398", "#4c6ef5", "#f2a541", "#8e5bd0", "#2f9e44", "#d6336c", "#6c757d")
PAYMENTS = (
    "Green Basket",
    "Rent March",
    "Harbor Cafe",
    "Salary",
    "Train ticket",
    "Bookshop",
    "Electricity",
    "Refund",
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A screen: size in points, pixels a point, and colors."""

    width: int
    height: int
    scale: float
    theme: Theme

    def blank(self) -> Canvas:
        """An empty screen."""
        return Canvas(self.width, self.height, scale=self.scale, theme=self.theme)


def chat(rng: Random, phone: Phone) -> Image.Image:
    """A conversation, with what is being typed below it."""
    c = phone.blank()
    c.box((0, 0, c.width, 92), c.theme.panel)
    status_bar(c, rng)
    name = rng.choice(PEOPLE)
    c.text((16, 58), "<", size=22, color=c.theme.accent)
    avatar(c, rng, center=(58, 70), name=name)
    c.text((84, 56), name, size=16, bold=True)
    c.text((84, 75), "online", size=11, color=c.theme.muted)
    y, mine = 108.0, rng.random() < 0.5
    for message in CHAT[rng.randrange(6) :]:
        if y > c.height - 150:
            break
        y = bubble(c, y, message, mine=mine)
        mine = mine if rng.random() < 0.3 else not mine
    c.box((12, c.height - 78, c.width - 70, 38), c.theme.panel, radius=19, outline=c.theme.line)
    c.text((28, c.height - 59), "Message", size=14, color=c.theme.muted, anchor="lm")
    c.disc((c.width - 32, c.height - 59), 18, c.theme.accent)
    c.shape(
        [(c.width - 38, c.height - 67), (c.width - 22, c.height - 59), (c.width - 38, c.height - 51)],
        "#ffffff",
    )
    home_bar(c)
    return c.image


def bubble(c: Canvas, y: float, message: str, *, mine: bool) -> float:
    """Draw a message; the y below it."""
    lines = wrapped(message, width=c.width * 0.62, size=14)
    width = max(70.0, 34 + max(len(line) for line in lines) * 7.0)
    height = 16 + 20 * len(lines)
    left = c.width - width - 14 if mine else 14.0
    c.box((left, y, width, height), c.theme.accent if mine else c.theme.panel, radius=15)
    for row, line in enumerate(lines):
        c.text((left + 13, y + 8 + 20 * row), line, size=14, color="#ffffff" if mine else "")
    return y + height + 9


def settings(rng: Random, phone: Phone) -> Image.Image:
    """A list of settings with switches."""
    c = phone.blank()
    status_bar(c, rng)
    c.text((18, 54), "Settings", size=28, bold=True)
    c.box((16, 98, c.width - 32, 38), c.theme.panel, radius=12)
    c.text((34, 117), "Search settings", size=14, color=c.theme.muted, anchor="lm")
    y = 152.0
    for heading, rows in SETTINGS:
        c.text((20, y), heading, size=12, bold=True, color=c.theme.accent)
        y += 22
        c.box((16, y, c.width - 32, 46 * len(rows)), c.theme.panel, radius=14)
        for row in rows:
            setting(c, rng, y=y, name=row)
            y += 46
        y += 16
    home_bar(c)
    return c.image


def setting(c: Canvas, rng: Random, *, y: float, name: str) -> None:
    """One row: icon, name, and a switch or an arrow."""
    c.box((28, y + 10, 26, 26), rng.choice(COLORS), radius=7)
    c.text((68, y + 23), name, size=15, anchor="lm")
    c.line([(68, y + 45), (c.width - 34, y + 45)])
    if rng.random() < 0.5:
        c.text((c.width - 32, y + 23), ">", size=15, color=c.theme.muted, anchor="rm")
        return
    is_on = rng.random() < 0.6
    c.box((c.width - 74, y + 12, 40, 22), c.theme.accent if is_on else c.theme.line, radius=11)
    c.disc((c.width - (46 if is_on else 63), y + 23), 9, "#ffffff")


def bank(rng: Random, phone: Phone) -> Image.Image:
    """An account: its balance on a card, then the last payments."""
    c = phone.blank()
    status_bar(c, rng)
    c.text((20, 52), "Good morning, Ada", size=20, bold=True)
    c.gradient((16, 92, c.width - 32, 150), "#5b5bd6", "#8e4ec6")
    c.text((34, 112), "Checking account", size=13, color="#e6e4ff")
    c.text(
        (34, 138), f"$ {rng.randint(900, 6000):,}.{rng.randint(10, 99)}", size=32, bold=True, color="#ffffff"
    )
    c.text((34, 206), "**** 4417", size=14, color="#e6e4ff")
    for place, name in enumerate(("Send", "Request", "Cards", "More")):
        x = c.width * (place + 0.5) / 4
        c.disc((x, 280), 22, c.theme.panel)
        c.text((x, 280), name[0], size=17, bold=True, color=c.theme.accent, anchor="mm")
        c.text((x, 314), name, size=12, color=c.theme.muted, anchor="mm")
    c.text((20, 340), "Latest", size=17, bold=True)
    for row, name in enumerate(rng.sample(PAYMENTS, int((c.height - 480) / 58) + 1)):
        payment(c, rng, y=376.0 + 58 * row, name=name)
    tab_bar(c, ("Home", "Pay", "Save", "Profile"))
    home_bar(c)
    return c.image


def payment(c: Canvas, rng: Random, *, y: float, name: str) -> None:
    """One row of an account."""
    avatar(c, rng, center=(40, y + 22), name=name)
    c.text((70, y + 8), name, size=15)
    c.text(
        (70, y + 28),
        f"{rng.randint(1, 28)} Feb, {rng.randint(7, 22):02}:{rng.randint(0, 59):02}",
        size=11,
        color=c.theme.muted,
    )
    sign, color = ("+", "#2f9e44") if name in {"Salary", "Refund"} else ("-", c.theme.text)
    c.text((c.width - 20, y + 20), f"{sign} {rng.uniform(3, 140):.2f}", size=15, color=color, anchor="rm")


def music(rng: Random, phone: Phone) -> Image.Image:
    """A song that is playing."""
    c = phone.blank()
    c.gradient((0, 0, c.width, c.height), rng.choice(("#41295a", "#1f4037", "#5a2a27")), "#121212")
    status_bar(c, rng)
    c.text((c.width / 2, 66), "PLAYING FROM ALBUM", size=11, color="#d0d0d0", anchor="mm")
    side = c.width - 56
    c.gradient((28, 110, side, side), "#f2a541", "#d6336c")
    for ring in range(6):
        radius = side * (0.42 - ring * 0.065)
        c.disc((c.width / 2, 110 + side / 2), radius, ("#2b2d42", "#ef8354")[ring % 2])
    y = 110 + side + 34
    c.text((28, y), "Slow Boats", size=25, bold=True, color="#ffffff")
    c.text((28, y + 36), "The Harbor Lights", size=15, color="#c0c0c0")
    c.box((28, y + 84, side, 4), "#707070", radius=2)
    c.box((28, y + 84, side * 0.38, 4), "#ffffff", radius=2)
    c.disc((28 + side * 0.38, y + 86), 7, "#ffffff")
    c.text((28, y + 98), "1:24", size=11, color="#c0c0c0")
    c.text((c.width - 28, y + 98), "3:41", size=11, color="#c0c0c0", anchor="ra")
    middle = c.width / 2
    c.disc((middle, y + 156), 32, "#ffffff")
    c.box((middle - 10, y + 144, 7, 24), "#121212")
    c.box((middle + 4, y + 144, 7, 24), "#121212")
    for side_x in (-90, 90):
        c.shape(
            [(middle + side_x, y + 146), (middle + side_x * 1.22, y + 156), (middle + side_x, y + 166)],
            "#ffffff",
        )
    home_bar(c)
    return c.image


def route(rng: Random, phone: Phone) -> Image.Image:
    """A map with a way through town, and a card with the time it takes."""
    c = phone.blank()
    c.box((0, 0, c.width, c.height), "#e9e6df")
    c.shape(
        [(0, c.height * 0.62), (c.width, c.height * 0.5), (c.width, c.height * 0.6), (0, c.height * 0.72)],
        "#a8d4f0",
    )
    c.box((c.width * 0.55, c.height * 0.2, c.width * 0.38, c.height * 0.17), "#c3e3b4", radius=10)
    for place in range(9):
        y = c.height * place / 9 + rng.uniform(-12, 12)
        c.line([(0, y), (c.width, y + rng.uniform(-60, 60))], "#ffffff", stroke=rng.choice((4, 6, 10)))
        x = c.width * place / 7 + rng.uniform(-9, 9)
        c.line([(x, 0), (x + rng.uniform(-50, 50), c.height)], "#ffffff", stroke=rng.choice((4, 6)))
    way = [
        (70, c.height * 0.68),
        (120, c.height * 0.52),
        (150, c.height * 0.5),
        (190, c.height * 0.3),
        (300, c.height * 0.22),
    ]
    c.line([(x, y) for x, y in way], "#1a57c4", stroke=9)
    c.line([(x, y) for x, y in way], "#4285f4", stroke=6)
    c.disc(way[0], 9, "#ffffff")
    c.disc(way[0], 6, "#4285f4")
    c.disc(way[-1], 10, "#d93025")
    c.box((12, 44, c.width - 24, 48), "#ffffff", radius=24)
    c.text((36, 68), "Harbor Cafe, Port Elms", size=15, color="#202124", anchor="lm")
    c.box((0, c.height - 150, c.width, 150), "#ffffff", radius=18)
    c.text((22, c.height - 132), "14 min (3.2 km)", size=22, bold=True, color="#188038")
    c.text((22, c.height - 100), "Fastest way, the usual traffic", size=13, color="#5f6368")
    c.box((22, c.height - 74, 110, 38), "#1a73e8", radius=19)
    c.text((77, c.height - 55), "Start", size=15, color="#ffffff", anchor="mm", bold=True)
    status_bar(c, rng, color="#202124")
    return c.image


def status_bar(c: Canvas, rng: Random, *, color: str = "") -> None:
    """Time, reception and battery along the top."""
    color = color or c.theme.text
    c.text((24, 18), f"{rng.randint(7, 22)}:{rng.randint(0, 59):02}", size=14, bold=True, color=color)
    for bar in range(4):
        c.box((c.width - 84 + bar * 5, 30 - bar * 2.5, 3.4, 4 + bar * 2.5), color)
    c.text((c.width - 60, 27), f"{rng.randint(12, 98)}", size=11, color=color, anchor="lm")
    c.box((c.width - 42, 21, 22, 12), radius=3, outline=color)
    c.box((c.width - 40, 23, rng.randint(5, 17), 8), color, radius=1)


def home_bar(c: Canvas) -> None:
    """The short line along the bottom."""
    c.box((c.width / 2 - 62, c.height - 13, 124, 5), c.theme.muted, radius=2.5)


def tab_bar(c: Canvas, names: tuple[str, ...]) -> None:
    """The tabs of an app; the first one is chosen."""
    c.box((0, c.height - 84, c.width, 84), c.theme.panel)
    for place, name in enumerate(names):
        x = c.width * (place + 0.5) / len(names)
        color = c.theme.muted if place else c.theme.accent
        c.box((x - 10, c.height - 74, 20, 20), color, radius=6)
        c.text((x, c.height - 42), name, size=10, color=color, anchor="mm")


def avatar(c: Canvas, rng: Random, *, center: tuple[float, float], name: str) -> None:
    """A colored disc with a person's first letter."""
    c.disc(center, 17, rng.choice(COLORS))
    c.text(center, name[0], size=16, bold=True, color="#ffffff", anchor="mm")
