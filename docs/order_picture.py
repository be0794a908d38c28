"""Draws docs/images/order.jpg: the demo pictures by name, and in the order of `snapsort order`.

Run it as `python -m docs.order_picture`. The photographs among them ship with scikit-learn; the rest is drawn
by our own code.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from demo.catalog import PICTURES
from snapsort.cli import run
from snapsort.photos import decode

OUT = Path(__file__).with_name("images") / "order.jpg"
COLUMNS, CELL_PX, GAP_PX, BETWEEN_PX = 8, 72, 3, 36


def draw_sheet(paths: Sequence[Path]) -> Image.Image:
    """The pictures row by row, every other row backwards, so that neighbors in the order are neighbors."""
    rows = -(-len(paths) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * CELL_PX, rows * CELL_PX), "white")
    for place, path in enumerate(paths):
        row, column = divmod(place, COLUMNS)
        column = COLUMNS - 1 - column if row % 2 else column
        sheet.paste(draw_cell(path), (column * CELL_PX, row * CELL_PX))
    return sheet


def draw_cell(path: Path) -> Image.Image:
    """The middle square of a picture."""
    pixels = decode(path.read_bytes())
    h, w = pixels.shape[:2]
    side = min(h, w)
    top, left = (h - side) // 2, (w - side) // 2
    square = np.ascontiguousarray(pixels[top : top + side, left : left + side])
    return Image.fromarray(square).resize((CELL_PX - GAP_PX, CELL_PX - GAP_PX), Image.Resampling.LANCZOS)


def order(folder: Path, by: str) -> list[Path]:
    """The pictures of a folder as the command orders them."""
    with redirect_stdout(io.StringIO()) as out:
        run(["order", str(folder), "--by", by, "--json", "--no-cache", "--model", "builtin", "--quiet"])
    records = (json.loads(line) for line in out.getvalue().splitlines())
    return [Path(record["path"]) for record in records if record["type"] == "photo"]


def main() -> int:
    """Draw both sheets side by side."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for picture in PICTURES:
            path = folder / picture.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture.content(0))
        sheets = [draw_sheet(order(folder, by)) for by in ("name", "similarity")]
    width, height = sheets[0].size
    both = Image.new("RGB", (2 * width + BETWEEN_PX, height), "white")
    both.paste(sheets[0], (0, 0))
    both.paste(sheets[1], (width + BETWEEN_PX, 0))
    both.save(OUT, quality=82, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
