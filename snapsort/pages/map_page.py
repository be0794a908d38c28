"""map.html: the map of a folder with its small pictures, in one file."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from snapsort.errors import UsageError
from snapsort.mapping import PictureMap
from snapsort.pages.html import ASSETS, STATIC, make_page, text
from snapsort.pages.sprites import COLUMNS, make_sheets
from snapsort.pages.thumbs import Thumbs, data_uri
from snapsort.words import count, printable, relative

MOST_ON_MAP = 50_000

CELLS_PX = ((2_500, 128), (10_000, 96), (MOST_ON_MAP, 64))
"""Up to how many pictures, how large each is: 2,500 make a file of about 15 MB, 50,000 one of 120 MB."""

SCRIPTS = tuple(
    STATIC / f"map{part}.js"
    for part in ("-colors", "-gl", "-hands", "-parts", "-pick", "-marks", "-view", "")
)
UNDECIDED = "not sure"
BELIEVED = ("sure", "negative", "said")


def make_map_page(
    made: PictureMap, thumbs: Thumbs, *, beside: Path, on_progress: Callable[[int], None] = lambda _: None
) -> bytes:
    """The page.

    It holds the pictures' names below the folder, what the labels say, positions, and small copies. It links
    to the pictures themselves where they lie below the folder of the page.

    Args:
        beside: the folder that the page will lie in.
        on_progress: called with the number of small copies made.

    Raises:
        UsageError: there are more pictures than a page can hold.
    """
    n = len(made.decisions)
    check_number(n)
    cell_px = next(px for most, px in CELLS_PX if n <= most)
    files = [(photo.photo.file, photo.fingerprint) for photo in made.photos.photos]
    sheets = list(make_sheets(thumbs.make(files, size_px=160, on_progress=on_progress), cell_px=cell_px))
    data = _describe(made, beside) | {
        "cell": cell_px,
        "columns": COLUMNS,
        "sizes": _pack(np.array([size for sheet in sheets for size in sheet.sizes], np.uint8)),
        "sheets": [data_uri(sheet.content) for sheet in sheets],
    }
    name = printable(made.root.name or str(made.root))
    return make_page(
        title=f"Map of {name}",
        body=_BODY.format(name=text(name), count=text(count(n, "picture"))),
        styles=(ASSETS / "page.css", STATIC / "map.css", ASSETS / "map-page.css"),
        scripts=(*SCRIPTS, ASSETS / "map-page.js"),
        data=data,
    )


def check_number(n: int) -> None:
    """Raise UsageError when there are more pictures than a page can hold."""
    if n > MOST_ON_MAP:
        raise UsageError(
            f"{n:,} pictures are too many for one page, which holds {MOST_ON_MAP:,}",
            hint="a subfolder, --exclude, or --max-depth; snapsort review shows them all",
        )


def _describe(made: PictureMap, beside: Path) -> dict[str, object]:
    numbers = {label.name: number for number, label in enumerate(made.labels)}
    groups = [
        numbers[decision.label] if decision.reason in BELIEVED else len(numbers)
        for decision in made.decisions
    ]
    paths = [photo.photo.path for photo in made.photos.photos]
    return {
        "names": [relative(path, made.root) for path in paths],
        "links": [_link(path, beside) for path in paths],
        "says": [
            f"{printable(decision.label)} {decision.probability:.2f}, then "
            f"{printable(decision.runner_up)} {decision.runner_up_probability:.2f}"
            for decision in made.decisions
        ],
        "labels": [*map(printable, numbers), UNDECIDED],
        "negatives": [numbers[label.name] for label in made.labels if label.is_negative],
        "groups": groups,
        "clusters": made.clusters.tolist(),
        "clusterNames": made.cluster_names,
        "flat": _pack(made.flat.astype("<f4")),
        "space": _pack(made.space.astype("<f4")),
    }


def _link(path: Path, beside: Path) -> str | None:
    """Where a picture is, seen from the page; only where that tells nothing of the folders above."""
    if not path.is_relative_to(beside):
        return None
    return "/".join(quote(part, errors="surrogateescape") for part in path.relative_to(beside).parts)


def _pack(array: npt.NDArray[np.generic]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


_BODY = """<main class="map-page">
<header class="map-head">
<h1>{name}</h1>
<p>{count}</p>
<div class="switch" role="group" aria-label="Colors" id="colors"></div>
</header>
<div id="map"></div>
<aside id="chosen" aria-label="Selected pictures" hidden></aside>
</main>
<dialog id="picture" aria-label="Picture"></dialog>
<noscript><p class="note">The map needs JavaScript, which is all in this file.</p></noscript>"""
