"""What is inside a window: editor, terminal, article, shop, dashboard, sheet, calendar, preferences."""

from __future__ import annotations

from random import Random

from demo.canvas import Box, Canvas
from demo.plots import bars, curve, pie
from demo.words import CODE, ITEMS, PEOPLE, SENTENCES, SHELL, text

FILES = (
    "v  library",
    "     books.py",
    "     shelf.py",
    "     width.py",
    ">  tests",
    ">  docs",
    "   Makefile",
    "   README.md",
)
GOODS = (
    "Casserole 24 cm",
    "Saucepan, steel",
    "Teapot 1.2 l",
    "Sugar bowl",
    "Storage jar",
    "Milk pan",
    "Planter, small",
)
KEYWORDS = ("from", "import", "class", "def", "return", "if", "for", "raise", "None", "in", "is", "else")


def editor(c: Canvas, rng: Random, box: Box) -> None:
    """A source file with line numbers, beside a list of files."""
    x, y, width, height = box
    c.box((x, y, 200, height), c.theme.panel)
    c.text((x + 16, y + 12), "EXPLORER", size=11, color=c.theme.muted)
    for row, name in enumerate(FILES):
        c.text((x + 16, y + 38 + row * 24), name, size=13, color=c.theme.accent if "shelf" in name else "")
    c.box((x + 200, y, width - 200, 32), c.theme.panel)
    c.box((x + 200, y, 130, 32), c.theme.back)
    c.text((x + 222, y + 16), "shelf.py", size=13, anchor="lm")
    rows = int((height - 70) / 21)
    marked = rng.randrange(8, 16)
    c.box((x + 200, y + 40 + marked * 21, width - 200, 21), c.theme.panel)
    for row in range(rows):
        base = y + 56 + row * 21
        c.text((x + 240, base), str(row + 1), size=13, color=c.theme.muted, anchor="rs")
        code_line(c, (x + 262, base), CODE[row % len(CODE)])
    c.box((x, y + height - 24, width, 24), c.theme.accent)
    c.text(
        (x + 14, y + height - 12),
        "main    0 errors    Ln 12, Col 8    UTF-8",
        size=12,
        color="#ffffff",
        anchor="lm",
    )


def code_line(c: Canvas, at: tuple[float, float], line: str) -> None:
    """A line of source, its words colored."""
    x, y = at
    x += (len(line) - len(line.lstrip())) * 7.5
    stripped = line.strip()
    if stripped.startswith(("#", '"""')):
        c.text((x, y), stripped, size=13.5, color="#6a9955", anchor="ls")
        return
    for word in stripped.split(" "):
        x += c.text((x, y), word, size=13.5, color=word_color(c, word), anchor="ls") + 4.5


def word_color(c: Canvas, word: str) -> str:
    """The color of a word in a source file."""
    if word.strip(":") in KEYWORDS:
        return "#c586c0"
    if '"' in word:
        return "#ce7b4f"
    return "#3f9cd6" if "(" in word else c.theme.text


def terminal(c: Canvas, rng: Random, box: Box) -> None:
    """Commands and what they printed."""
    x, y, _, height = box
    c.box(box, "#16181d")
    first = rng.randrange(4)
    rows = int((height - 20) / 24)
    for row, line in enumerate(SHELL[first : first + rows]):
        color = "#7ee787" if line.startswith("$") or line.endswith(" ok") else "#d4d7dd"
        color = "#ff7b72" if "FAILED" in line or "Error" in line else color
        c.cells((x + 14, y + 26 + row * 24), line, size=16, color=color)


def article(c: Canvas, rng: Random, box: Box) -> None:
    """A page in a browser: address, heading, a figure, text, a column of links."""
    x, y, width, _ = box
    address_bar(c, box, "https://www.harbor-post.example/town/a-new-old-bridge")
    left, column = x + width * 0.12, width * 0.5
    c.text((left, y + 74), "HARBOR POST", size=22, bold=True, color=c.theme.accent)
    c.line([(left, y + 108), (x + width * 0.88, y + 108)])
    c.text((left, y + 124), "A new old bridge", size=34, bold=True)
    c.text((left, y + 172), f"By {rng.choice(PEOPLE)}, March 4, 2026", size=13, color=c.theme.muted)
    below = c.paragraph((left, y + 200), text(rng, 4), width=column, size=15)
    c.gradient((left, below + 10, column, 120), "#a9cbe0", "#e7d9b8")
    c.shape([(left, below + 130), (left + column * 0.4, below + 60), (left + column, below + 130)], "#6f8f72")
    c.paragraph((left, below + 144), text(rng, 5), width=column, size=15)
    right = x + width * 0.68
    c.text((right, y + 124), "Most read", size=16, bold=True)
    below = y + 156
    for sentence in rng.sample(SENTENCES, 5):
        below = c.paragraph((right, below), sentence, width=width * 0.2, size=13, color=c.theme.accent) + 14


def shop(c: Canvas, rng: Random, box: Box) -> None:
    """A shop's page: rows of goods with prices and buttons."""
    x, y, width, _ = box
    address_bar(c, box, "https://shop.example/kitchen?page=2")
    c.box((x, y + 40, width, 54), c.theme.accent)
    c.text((x + 30, y + 67), "kitchen & co", size=24, bold=True, color="#ffffff", anchor="lm")
    c.box((x + width * 0.35, y + 50, width * 0.4, 34), "#ffffff", radius=5)
    c.text((x + width * 0.36, y + 67), "Search 4 000 products", size=13, color="#8a8a8a", anchor="lm")
    c.text((x + width - 30, y + 67), "Cart (2)", size=14, color="#ffffff", anchor="rm")
    cell = (width - 60) / 5
    for place in range(15):
        good(c, rng, (x + 30 + place % 5 * cell, y + 112 + place // 5 * 214, cell - 18, 198))


def good(c: Canvas, rng: Random, box: Box) -> None:
    """One thing for sale."""
    x, y, width, height = box
    if y + height > c.height:
        return
    c.box(box, c.theme.back, radius=8, outline=c.theme.line)
    c.box((x + 1, y + 1, width - 2, 96), c.theme.panel, radius=8)
    color = rng.choice(("#d98f5c", "#7aa095", "#c4545c", "#5a7ca8", "#bba14f"))
    c.box((x + width / 2 - 28, y + 30, 56, 52), color, radius=rng.choice((4, 14, 26)))
    c.box((x + width / 2 - 34, y + 24, 68, 9), color, radius=4)
    c.text((x + 12, y + 108), rng.choice(GOODS), size=13)
    c.text((x + 12, y + 130), f"$ {rng.randint(9, 89)}.90", size=16, bold=True)
    c.box((x + 12, y + 158, width - 24, 28), c.theme.accent, radius=6)
    c.text((x + width / 2, y + 172), "Add to cart", size=12, color="#ffffff", anchor="mm")


def dashboard(c: Canvas, rng: Random, box: Box) -> None:
    """Figures on cards above three charts."""
    x, y, width, height = box
    c.box((x, y, 180, height), c.theme.panel)
    for row, name in enumerate(("Overview", "Visitors", "Orders", "Reports", "Team", "Settings")):
        if not row:
            c.box((x + 10, y + 22, 160, 34), c.theme.accent, radius=7)
        c.text((x + 28, y + 39 + row * 42), name, size=14, anchor="lm")
    left, card = x + 204, (width - 228) / 4
    for place, name in enumerate(("Visitors", "Orders", "Returns", "Revenue")):
        at = left + place * card
        c.box((at, y + 22, card - 16, 92), c.theme.panel, radius=10)
        c.text((at + 16, y + 36), name, size=13, color=c.theme.muted)
        c.text((at + 16, y + 58), f"{rng.randint(120, 98000):,}", size=25, bold=True)
        c.text((at + 16, y + 92), f"+{rng.uniform(0.4, 19):.1f} %", size=12, color="#34c759")
    wide, low = width - 244, y + 134 + (height - 150) * 0.5
    c.box((left, y + 134, wide, low - y - 150), c.theme.panel, radius=10)
    curve(c, rng, (left + 40, y + 160, wide - 70, low - y - 210), colors=(c.theme.accent, "#ff9f0a"))
    c.box((left, low, wide * 0.62, y + height - low - 16), c.theme.panel, radius=10)
    bars(c, rng, (left + 36, low + 24, wide * 0.62 - 60, y + height - low - 80), color=c.theme.accent)
    c.box((left + wide * 0.64, low, wide * 0.36, y + height - low - 16), c.theme.panel, radius=10)
    radius = (y + height - low - 70) / 2
    pie(c, rng, center=(left + wide * 0.82, low + radius + 26), radius=radius)


def sheet(c: Canvas, rng: Random, box: Box) -> None:
    """A spreadsheet of expenses."""
    x, y, width, height = box
    c.box((x, y, width, 64), c.theme.panel)
    for place, name in enumerate(("File", "Edit", "View", "Insert", "Format", "Data", "Help")):
        c.text((x + 18 + place * 62, y + 16), name, size=13, anchor="lm")
    c.box((x + 60, y + 34, width - 76, 24), c.theme.back, outline=c.theme.line)
    c.text((x + 18, y + 46), "C14", size=12, anchor="lm")
    c.text((x + 70, y + 46), "=SUM(C2:C13)", size=12, anchor="lm")
    cell, rows = 112, int((height - 64) / 24)
    c.box((x, y + 64, width, 24), c.theme.panel)
    for column in range(int(width / cell) + 1):
        c.text(
            (x + 44 + (column + 0.5) * cell, y + 76),
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column],
            size=12,
            anchor="mm",
        )
        c.line([(x + 44 + column * cell, y + 64), (x + 44 + column * cell, y + height)])
    for row in range(1, rows):
        at = y + 64 + row * 24
        c.line([(x, at), (x + width, at)])
        c.text((x + 22, at + 12), str(row), size=11, color=c.theme.muted, anchor="mm")
        if row < 22:
            sheet_row(c, rng, x + 44, at + 12)


def sheet_row(c: Canvas, rng: Random, x: float, y: float) -> None:
    """A date, a thing and some sums."""
    c.text((x + 6, y), f"2026-0{rng.randint(1, 3)}-{rng.randint(1, 28):02}", size=12, anchor="lm")
    c.text((x + 118, y), rng.choice(ITEMS)[0][:15], size=12, anchor="lm")
    for column in range(3, 3 + rng.choice((2, 3, 4))):
        color = "#c92a2a" if rng.random() < 0.12 else ""
        c.text((x + column * 112 - 6, y), f"{rng.uniform(2, 900):.2f}", size=12, color=color, anchor="rm")


def calendar(c: Canvas, rng: Random, box: Box) -> None:
    """A month with appointments."""
    x, y, width, height = box
    c.text((x + 24, y + 18), "February 2026", size=24, bold=True)
    cell, row_height = width / 7, (height - 84) / 5
    for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
        c.text((x + (day + 0.5) * cell, y + 68), name, size=12, color=c.theme.muted, anchor="mm")
    for place in range(35):
        left, top = x + place % 7 * cell, y + 84 + place // 7 * row_height
        c.box((left, top, cell, row_height), outline=c.theme.line)
        c.text((left + cell - 10, top + 8), str((place - 6) % 28 + 1), size=13, anchor="ra")
        for slot in range(rng.choice((0, 0, 1, 1, 2))):
            color = rng.choice(("#4c6ef5", "#2f9e44", "#e8590c", "#ae3ec9"))
            c.box((left + 5, top + 30 + slot * 25, cell - 10, 21), color, radius=4)
            what = rng.choice(
                ("Dentist", "Team meeting", "Call Mara", "Swimming", "Deadline", "Birthday Tom")
            )
            c.text((left + 12, top + 40 + slot * 25), what, size=12, color="#ffffff", anchor="lm")


def preferences(c: Canvas, rng: Random, box: Box) -> None:
    """Preferences: groups beside check boxes, a slider and buttons."""
    x, y, width, height = box
    c.box((x, y, 190, height), c.theme.panel)
    for row, name in enumerate(
        ("General", "Appearance", "Keyboard", "Network", "Backup", "Updates", "About")
    ):
        if row == 4:
            c.box((x + 8, y + 14 + row * 36, 174, 32), c.theme.accent, radius=6)
        c.text((x + 24, y + 30 + row * 36), name, size=14, color="#ffffff" if row == 4 else "", anchor="lm")
    left = x + 226
    c.text((left, y + 26), "Backup", size=22, bold=True)
    rows = (
        "Back up every day",
        "Ask before the first backup",
        "Keep deleted files for 30 days",
        "Only on power",
    )
    for row, name in enumerate(rows):
        at, is_on = y + 80 + row * 38, rng.random() < 0.6
        c.box((left, at, 18, 18), c.theme.accent if is_on else "", radius=4, outline=c.theme.muted)
        if is_on:
            c.line([(left + 4, at + 9), (left + 8, at + 13), (left + 14, at + 5)], "#ffffff", stroke=2)
        c.text((left + 32, at + 9), name, size=14, anchor="lm")
    c.text((left, y + 246), "Speed limit", size=14)
    c.box((left, y + 278, 280, 4), c.theme.line, radius=2)
    c.disc((left + 170, y + 280), 9, c.theme.accent)
    for place, name in enumerate(("Cancel", "Apply", "OK")):
        at = x + width - 318 + place * 102
        c.box(
            (at, y + height - 54, 90, 32),
            c.theme.accent if place == 2 else c.theme.panel,
            radius=6,
            outline=c.theme.line,
        )
        c.text((at + 45, y + height - 38), name, size=13, color="#ffffff" if place == 2 else "", anchor="mm")


def address_bar(c: Canvas, box: Box, address: str) -> None:
    """A browser's bar with the address."""
    x, y, width, _ = box
    c.box((x, y, width, 40), c.theme.panel)
    for place, sign in enumerate(("<", ">", "o")):
        c.text((x + 26 + place * 28, y + 20), sign, size=17, color=c.theme.muted, anchor="mm")
    c.box((x + 110, y + 7, width - 220, 26), c.theme.back, radius=13)
    c.text((x + 128, y + 20), address, size=13, color=c.theme.muted, anchor="lm")
