"""A picture of what was measured: the confusion matrix and the reliability diagram, as an SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from snapsort.learning import Evaluation, ReliabilityBin
from snapsort.outputs import OWN_MARK
from snapsort.words import printable, shortened

if TYPE_CHECKING:  # it would bring the whole pipeline along
    from snapsort.teaching.measure import Measured

CELL = 46
LEFT = 170
TOP = 150
PLOT = 300
GAP = 90
MARGIN = 20
HEADING = 380
"""Room for a heading."""
INK = "#1d2733"
FAINT = "#c9d1da"
BLUE = "#1f6feb"
NAME_LENGTH = 22


def draw_measured(measured: Measured) -> bytes:
    """The picture, as an SVG file."""
    names = [label.name for label in measured.labels.labels]
    return make_svg(measured.with_head, names).encode("utf-8")


def make_svg(evaluation: Evaluation, names: Sequence[str]) -> str:
    """The text of the picture: confusion on the left, rows being the truth; calibration on the right."""
    side = CELL * len(names)
    plot_left = max(LEFT + side, HEADING) + GAP
    width = plot_left + HEADING + MARGIN
    height = TOP + max(side, PLOT) + 60
    parts = [
        *_confusion(evaluation, names),
        *_reliability(evaluation.bins, left=plot_left, top=TOP),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="system-ui, sans-serif" font-size="13" fill="{INK}">\n'
        f'<metadata><meta xmlns="http://www.w3.org/1999/xhtml" {OWN_MARK}/></metadata>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _confusion(evaluation: Evaluation, names: Sequence[str]) -> Iterator[str]:
    accuracy = evaluation.accuracy
    yield _text(MARGIN, 28, "Confusion: rows are the truth, columns what wins", weight=600)
    yield _text(
        MARGIN,
        48,
        f"{accuracy.value * 100:.0f} % of {accuracy.n:,} right ({accuracy.low * 100:.0f} to "
        f"{accuracy.high * 100:.0f})",
    )
    for index, name in enumerate(names):
        middle = CELL * index + CELL / 2
        yield _text(LEFT - 10, TOP + middle + 4, _short(name), anchor="end")
        x, y = LEFT + middle + 4, TOP - 10
        yield f'<g transform="rotate(-45 {x:g} {y})">{_text(x, y, _short(name))}</g>'
    for row, pictures in enumerate(evaluation.confusion.tolist()):
        for column, n in enumerate(pictures):
            yield from _cell(row, column, n, share=n / max(sum(pictures), 1))


def _cell(row: int, column: int, n: int, *, share: float) -> Iterator[str]:
    x, y = LEFT + CELL * column, TOP + CELL * row
    fill = BLUE if row == column else "#d1242f"
    yield (
        f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}" rx="3" fill="{fill}" '
        f'fill-opacity="{0.06 + 0.84 * share:.2f}"/>'
    )
    if n:
        yield _text(
            x + CELL / 2 - 1, y + CELL / 2 + 4, f"{n:,}", anchor="middle", fill="#fff" if share > 0.5 else INK
        )


def _reliability(bins: Sequence[ReliabilityBin], *, left: float, top: float) -> Iterator[str]:
    yield _text(left, 28, "Calibration: does 0.9 mean nine in ten?", weight=600)
    yield _text(left, 48, "on the diagonal it does; bars are 95 % intervals")
    yield (
        f'<rect x="{left}" y="{top}" width="{PLOT}" height="{PLOT}" fill="none" stroke="{FAINT}"/>'
        f'<line x1="{left}" y1="{top + PLOT}" x2="{left + PLOT}" y2="{top}" stroke="{FAINT}" '
        'stroke-dasharray="4 4"/>'
    )
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield _text(left + PLOT * tick, top + PLOT + 18, f"{tick:g}", anchor="middle")
        yield _text(left - 8, top + PLOT * (1 - tick) + 4, f"{tick:g}", anchor="end")
    yield _text(left + PLOT / 2, top + PLOT + 40, "probability of the winner", anchor="middle")
    yield _text(left, top - 12, "share that is right")
    for item in bins:
        x = left + PLOT * item.mean_probability
        low, high = (top + PLOT * (1 - share) for share in (item.right.low, item.right.high))
        y = top + PLOT * (1 - item.right.value)
        yield f'<line x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}" stroke="{BLUE}"/>'
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{BLUE}"/>'


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, weight: int = 400
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{fill}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )


def _short(name: str) -> str:
    return shortened(printable(name), NAME_LENGTH)
