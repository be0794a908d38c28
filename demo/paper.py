"""What is printed: till receipts, invoices, letters, forms, charts on a page."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from demo.canvas import LIGHT, Canvas, Point, Theme
from demo.plots import bars, curve, pie
from demo.words import ITEMS, PEOPLE, SERVICES, SHOPS, STREETS, TOWNS, address, text

COLUMNS = 34
PEN = "#26408b"
FIELDS = ("Family name", "First name", "Street, number", "Town", "Born", "Phone", "Plate", "Make and model")
INK = Theme("#fdfdfb", "#eef0f2", "#22252a", "#5d6369", "#b9bec4", "#1f4e79")


def till_receipt(
    rng: Random, *, paper: str = "#fbfaf6", ink: str = "#2c2b30", tall: float = 2.3
) -> Image.Image:
    """A strip from a thermal printer: shop, goods, sum, tax, bar code."""
    lines = receipt_lines(rng)
    # Pillow's bitmap typeface, enlarged and blurred by less than a dot, is what a thermal head prints.
    printed = Image.new("L", (6 * COLUMNS, 13 * len(lines)), 255)
    draw, face = ImageDraw.Draw(printed), ImageFont.load_default_imagefont()
    for row, line in enumerate(lines):
        draw.text((0, 13 * row), line, 0, font=face)
    printed = printed.resize(
        (round(printed.width * 2.2), round(printed.height * tall)), Image.Resampling.BICUBIC
    )
    strip = Image.new("RGB", (printed.width + 70, printed.height + 190), paper)
    strip.paste(Image.new("RGB", printed.size, ink), (35, 40), printed.point(lambda v: 255 - v))
    bar_code(strip, rng, top=printed.height + 70, ink=ink)
    return strip.filter(ImageFilter.GaussianBlur(0.6))


def receipt_lines(rng: Random) -> list[str]:
    """The text of a receipt; each line has 34 characters at most."""
    shop, goods = rng.choice(SHOPS), rng.sample(ITEMS, rng.randint(5, 11))
    total = sum(price for _, price in goods)
    paid = rng.choice((total, -(-total // 10) * 10))
    head = [
        shop,
        rng.choice(STREETS),
        rng.choice(TOWNS).upper(),
        f"Tel 0{rng.randint(100, 999)} {rng.randint(10000, 99999)}",
    ]
    when = f"{rng.randint(1, 28):02}.0{rng.randint(1, 3)}.2026  {rng.randint(8, 20)}:{rng.randint(10, 59)}"
    rule = "-" * COLUMNS
    return [
        *(line.center(COLUMNS) for line in head),
        "",
        two_sided(when, f"No. {rng.randint(1000, 9999)}"),
        rule,
        *(two_sided(name, f"{price:.2f}") for name, price in goods),
        rule,
        two_sided("SUBTOTAL", f"{total / 1.19:.2f}"),
        two_sided("VAT 19%", f"{total - total / 1.19:.2f}"),
        two_sided("TOTAL EUR", f"{total:.2f}"),
        "=" * COLUMNS,
        two_sided("CASH" if paid > total else "CARD", f"{paid:.2f}"),
        two_sided("CHANGE", f"{paid - total:.2f}"),
        "",
        f"You were served by {rng.choice(PEOPLE).split()[0]}".center(COLUMNS),
        "THANK YOU FOR YOUR VISIT".center(COLUMNS),
    ]


def two_sided(left: str, right: str) -> str:
    """A line with words on the left and a sum on the right."""
    return left[: COLUMNS - len(right) - 1].ljust(COLUMNS - len(right)) + right


def bar_code(strip: Image.Image, rng: Random, *, top: int, ink: str) -> None:
    """Bars across the middle of a strip."""
    draw, x = ImageDraw.Draw(strip), 100
    while x < strip.width - 100:
        bar = rng.choice((2, 2, 4, 6))
        draw.rectangle((x, top, x + bar - 1, top + 64), fill=ink)
        x += bar + rng.choice((2, 4, 6))


def invoice(rng: Random, *, color: str = "#1f4e79") -> Image.Image:
    """An A4 invoice."""
    c = page(scale=2)
    c.box((0, 0, 595, 12), color)
    c.text(
        (48, 44),
        rng.choice(("Lind & Partner", "Studio Novak", "Weber IT Services")),
        size=20,
        bold=True,
        color=color,
    )
    c.text((547, 44), "INVOICE", size=26, bold=True, color=c.theme.muted, anchor="ra")
    for row, line in enumerate(address(rng)):
        c.text((48, 120 + row * 15), line, size=11)
    facts = (("Invoice no.", f"2026-0{rng.randint(100, 199)}"), ("Date", "2026-02-17"), ("Due", "2026-03-03"))
    for row, (name, value) in enumerate(facts):
        c.text((390, 120 + row * 15), name, size=11, color=c.theme.muted)
        c.text((547, 120 + row * 15), value, size=11, anchor="ra")
    total = invoice_table(c, rng, top=220, color=color)
    bottom = 220 + 30 * 6 + 40
    for row, (name, share) in enumerate((("Net", 1.0), ("VAT 19 %", 0.19), ("Total EUR", 1.19))):
        c.text((390, bottom + row * 20), name, size=12, bold=row == 2)
        c.text((547, bottom + row * 20), f"{total * share:,.2f}", size=12, bold=row == 2, anchor="ra")
    c.line([(390, bottom + 36), (547, bottom + 36)], c.theme.text)
    c.paragraph(
        (48, bottom + 110),
        "Please transfer the sum within 14 days, naming the invoice number. Thank you!",
        width=440,
        size=11,
    )
    c.line([(48, 770), (547, 770)])
    c.text(
        (297, 786),
        "Lindenweg 17, 10117 Grunau   IBAN DE00 0000 0000 0000 0000 00   VAT ID DE000000000",
        size=8,
        anchor="ma",
    )
    return c.image


def invoice_table(c: Canvas, rng: Random, *, top: float, color: str) -> float:
    """The rows of an invoice; their sum."""
    c.box((48, top, 499, 24), color)
    for x, name, anchor in (
        (56, "Description", "lm"),
        (350, "Qty", "rm"),
        (440, "Price", "rm"),
        (539, "Amount", "rm"),
    ):
        c.text((x, top + 12), name, size=11, bold=True, color="#ffffff", anchor=anchor)
    total = 0.0
    for row, (name, price) in enumerate(rng.sample(SERVICES, 5)):
        count, y = rng.randint(1, 4), top + 24 + row * 30 + 15
        total += count * price
        c.text((56, y), name, size=11, anchor="lm")
        c.text((350, y), str(count), size=11, anchor="rm")
        c.text((440, y), f"{price:,.2f}", size=11, anchor="rm")
        c.text((539, y), f"{count * price:,.2f}", size=11, anchor="rm")
        c.line([(48, y + 15), (547, y + 15)])
    return total


def letter(rng: Random) -> Image.Image:
    """A typed letter with a signature."""
    c = page(scale=2)
    for row, line in enumerate(address(rng)):
        c.text((60, 70 + row * 16), line, size=12)
    for row, line in enumerate(address(rng)):
        c.text((60, 150 + row * 16), line, size=12)
    c.text((535, 230), f"{rng.choice(TOWNS)}, March 2, 2026", size=12, anchor="ra")
    c.text((60, 266), "Your letter of February 12", size=13, bold=True)
    c.text((60, 300), "Dear neighbors,", size=12)
    y = 326.0
    for count in (4, 5, 3):
        y = c.paragraph((60, y), text(rng, count), width=475, size=12) + 12
    c.text((60, y + 6), "Kind regards,", size=12)
    points = [(60 + 5 * step, y + 52 + rng.uniform(-13, 13)) for step in range(26)]
    c.line(points, PEN, stroke=1.4)
    c.text((60, y + 76), rng.choice(PEOPLE), size=12)
    return c.image


def form(rng: Random) -> Image.Image:
    """A form with boxes to fill in, most of them filled."""
    c = page(scale=2)
    c.text((48, 48), "Application for a residents' parking permit", size=19, bold=True)
    c.text((48, 78), "Please write in capital letters.", size=10, color=c.theme.muted)
    person, street, town = address(rng)
    first, *_, last = person.split() * 2
    filled = (last, first, street, town, "14.06.1988", "", "GR AB 417", "Hatchback, blue")
    for place, (name, value) in enumerate(zip(FIELDS, filled, strict=True)):
        field(c, (48 + place % 2 * 256, 112 + place // 2 * 62), name, value)
    for row, name in enumerate(("I live at the address above", "The car is mine", "I rent the car")):
        check_box(c, (48, 380 + row * 28), name, is_checked=row < 2)
    c.paragraph((48, 486), text(rng, 5), width=499, size=10)
    for left, right, name in ((48, 250, "Place, date"), (300, 547, "Signature")):
        c.line([(left, 640), (right, 640)], c.theme.text)
        c.text((left, 646), name, size=9)
    return c.image


def field(c: Canvas, at: Point, name: str, value: str) -> None:
    """A box with its name above and what was written into it."""
    x, y = at
    c.text((x, y), name, size=10)
    c.box((x, y + 16, 243, 30), outline=c.theme.text)
    c.text((x + 10, y + 31), value.upper(), size=14, color=PEN, anchor="lm")


def check_box(c: Canvas, at: Point, name: str, *, is_checked: bool) -> None:
    """A small box, crossed or not, and what it stands for."""
    x, y = at
    c.box((x, y, 14, 14), outline=c.theme.text)
    if is_checked:
        c.line([(x + 2, y + 2), (x + 12, y + 12)], PEN, stroke=2)
        c.line([(x + 2, y + 12), (x + 12, y + 2)], PEN, stroke=2)
    c.text((x + 26, y + 7), name, size=12, anchor="lm")


def chart(rng: Random, kind: str) -> Image.Image:
    """A chart on white with a title: `bars`, `curve` or `pie`."""
    c = Canvas(800, 500, scale=2, theme=LIGHT)
    titles = {
        "bars": "Rainfall by month (mm)",
        "curve": "Water level, two stations",
        "pie": "Where the budget goes",
    }
    c.text((400, 28), titles[kind], size=20, bold=True, anchor="ma")
    if kind == "bars":
        bars(c, rng, (70, 80, 690, 360), color="#4e79a7")
    elif kind == "curve":
        curve(c, rng, (70, 80, 690, 360), colors=("#e15759", "#4e79a7"))
    else:
        pie(c, rng, center=(400, 285), radius=180)
    return c.image.reduce(2)


def page(*, scale: float) -> Canvas:
    """An empty A4 page, 72 points an inch."""
    return Canvas(595, 842, scale=scale, theme=INK)
