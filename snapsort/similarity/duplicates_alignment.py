"""Laying one picture over another: which part of it, at which scale. No rotation, no mirroring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity.duplicates_look import Axis, Gray, Look, resample, shrink
from snapsort.similarity.duplicates_shift import find_shifts

COARSE_PX = 24
FINE_PX = (64, 128, 256)
ROUNDS = 12
"""Of refining, at each size; most pairs take three or four. Pages of text take many."""

STARTS = 3
MIN_GLANCE_CORRELATION = 0.7
"""Below, at first glance, two pictures have nothing in common that looking closer could find."""

CLOSE_CORRELATION = 0.9
"""Above, the pictures lie so well over each other as they are that no crop needs to be looked for."""

# Widths of the second picture in widths of the first. A crop that keeps 3/4 of a side is not slight.
SCALES = tuple(float(scale) for scale in np.geomspace(0.75, 1 / 0.75, 11))

_CLOSE_ENOUGH = 2e-4  # of the picture's side: a tenth of a pixel of a look
_LARGEST_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Alignment:
    """Place (y, x) of the first picture shows place (vertical, horizontal) of the second.

    Places are shares of the height and width of each picture, 0 to 1, so they hold at any resolution.
    `correlation` is that of the common part at the last resolution that was looked at, -1 to 1.
    """

    vertical: Axis
    horizontal: Axis
    correlation: float


def glance(first: Gray, second: Gray) -> float:
    """How well the second of two small pictures can be laid over the first: the correlation; about 3 ms."""
    return _find_starts(first, second)[0].correlation


def find_alignment(first: Look, second: Look) -> Alignment:
    """How the second picture lies over the first, as well as can be found; 20 to 40 ms.

    The best of what a glance gives is refined up to 256 pixels, unless it is far from close.
    """
    starts = _find_starts(first.small, second.small)
    if starts[0].correlation < MIN_GLANCE_CORRELATION:
        return starts[0]
    a, b = first.gray.astype(np.float32), second.gray.astype(np.float32)
    small_a, small_b = shrink(a, FINE_PX[0]), shrink(b, FINE_PX[0])
    refined = [_refine(small_a, small_b, start) for start in starts]
    found = max(refined, key=lambda alignment: alignment.correlation)
    for longer_px in FINE_PX[1:]:
        found = _refine(shrink(a, longer_px), shrink(b, longer_px), found)
    return found


def _find_starts(first: Gray, second: Gray) -> list[Alignment]:
    """Rough alignments, the best first: edge on edge; if that is not close, also by scale and shift."""
    a, b = first.astype(np.float32), second.astype(np.float32)
    edge_on_edge = _lay_edge_on_edge(a, b)
    if edge_on_edge.correlation >= CLOSE_CORRELATION:
        return [edge_on_edge]
    found = [edge_on_edge, *_search(shrink(a, COARSE_PX), shrink(b, COARSE_PX))]
    return sorted(found, key=lambda alignment: -alignment.correlation)[:STARTS]


def _lay_edge_on_edge(first: Floats, second: Floats) -> Alignment:
    whole = Axis(1, 0)
    mine, theirs = overlay(first, second, Alignment(whole, whole, 0.0))
    return Alignment(whole, whole, correlate(mine, theirs))


def overlay(first: Floats, second: Floats, alignment: Alignment) -> tuple[Floats, Floats]:
    """The common part of both, pixel over pixel, at the coarser resolution of the two; (h, w) each."""
    rows, columns = common_part(alignment.vertical), common_part(alignment.horizontal)
    shape = (
        _length(rows, alignment.vertical, first.shape[0], second.shape[0]),
        _length(columns, alignment.horizontal, first.shape[1], second.shape[1]),
    )
    there = (_through(rows, alignment.vertical), _through(columns, alignment.horizontal))
    return _cut(first, rows, columns, shape), _cut(second, *there, shape)


def common_part(axis: Axis) -> Axis:
    """The part of the first picture's side that the second shows: from `shift` on, `scale` long."""
    start = max(0.0, -axis.shift / axis.scale)
    end = min(1.0, (1 - axis.shift) / axis.scale)
    return Axis(max(end - start, 1e-6), start)


def correlate(first: Floats, second: Floats) -> float:
    """Pearson's correlation of two arrays of one shape; 0 when one of them is flat."""
    a, b = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 1e-3 * a.size else 0.0


def _through(part: Axis, axis: Axis) -> Axis:
    return Axis(part.scale * axis.scale, part.shift * axis.scale + axis.shift)


def _length(part: Axis, axis: Axis, n_first: int, n_second: int) -> int:
    return max(1, round(part.scale * min(n_first, n_second * axis.scale)))


def _cut(gray: Floats, rows: Axis, columns: Axis, shape: tuple[int, int]) -> Floats:
    h, w = gray.shape
    vertical = Axis(rows.scale * h / shape[0], rows.shift * h)
    return resample(gray, vertical, Axis(columns.scale * w / shape[1], columns.shift * w), shape)


def _search(first: Floats, second: Floats) -> list[Alignment]:
    """For each scale the best of all shifts by whole pixels."""
    (h, w), (h_second, w_second) = first.shape, second.shape
    resized = []
    for scale in SCALES:
        height, width = max(1, round(w * scale * h_second / w_second)), max(1, round(w * scale))
        if SCALES[0] * 0.9 < height / h < SCALES[-1] * 1.1:
            vertical, horizontal = Axis(h_second / height, 0), Axis(w_second / width, 0)
            resized.append(resample(second, vertical, horizontal, (height, width)))
    shifts = find_shifts(first, resized) if resized else []
    return [
        Alignment(
            Axis(h / other.shape[0], -shift.dy / other.shape[0]),
            Axis(w / other.shape[1], -shift.dx / other.shape[1]),
            shift.correlation,
        )
        for other, shift in zip(resized, shifts, strict=True)
    ]


def _refine(first: Floats, second: Floats, start: Alignment) -> Alignment:
    """Gauss-Newton on scale and shift of both sides, with gain and offset of the values.

    Lucas and Kanade 1981, "An iterative image registration technique with an application to stereo vision";
    gain and offset as in Hager and Belhumeur 1998, section 3.
    """
    vertical, horizontal = start.vertical, start.horizontal
    for _ in range(ROUNDS):
        step = _step(first, second, vertical, horizontal)
        vertical = Axis(vertical.scale + float(step[0]), vertical.shift + float(step[1]))
        horizontal = Axis(horizontal.scale + float(step[2]), horizontal.shift + float(step[3]))
        if np.abs(step).max() < _CLOSE_ENOUGH:
            break
    mine, theirs = overlay(first, second, Alignment(vertical, horizontal, 0.0))
    return Alignment(vertical, horizontal, correlate(mine, theirs))


def _step(first: Floats, second: Floats, vertical: Axis, horizontal: Axis) -> npt.NDArray[np.float64]:
    """What to add to scale and shift of the vertical and of the horizontal axis, (4,)."""
    h, w = first.shape
    y = ((np.arange(h, dtype=np.float32) + 0.5) / h)[:, None]
    x = ((np.arange(w, dtype=np.float32) + 0.5) / w)[None, :]
    inside = _is_inside(y, vertical) & _is_inside(x, horizontal)
    if min(h, w) < 2 or inside.sum() < 16:
        return np.zeros(4)
    warped = _cut(second, vertical, horizontal, (h, w))
    gain, offset = _fit_values(first[inside], warped[inside])
    dy, dx = np.gradient(gain * warped)
    dy, dx = dy * np.float32(h / vertical.scale), dx * np.float32(w / horizontal.scale)
    columns = (dy * y, dy, dx * x, dx, warped, np.ones_like(warped))
    residual = (first - gain * warped - offset)[inside]
    # What differs most is a watermark or a passer-by, not a displacement.
    keep = np.abs(residual) <= 3 * residual.std()
    system = np.stack([column[inside][keep] for column in columns])  # (6, pixels)
    normal = (system @ system.T).astype(np.float64)
    normal[np.diag_indices(6)] *= 1 + 1e-4  # where the picture is flat nothing can be solved for
    normal[np.diag_indices(6)] += 1e-3
    step = np.linalg.solve(normal, (system @ residual[keep]).astype(np.float64))
    return np.clip(step[:4], -_LARGEST_STEP, _LARGEST_STEP)


def _is_inside(places: Floats, axis: Axis) -> npt.NDArray[np.bool_]:
    there = places * axis.scale + axis.shift
    return (there > 0) & (there < 1)


def _fit_values(first: Floats, second: Floats) -> tuple[float, float]:
    """Gain and offset that bring the values of the second nearest to those of the first."""
    variance = float(second.var())
    if variance < 1e-3:
        return 1.0, float(first.mean() - second.mean())
    gain = float(((first - first.mean()) * (second - second.mean())).mean()) / variance
    return gain, float(first.mean() - gain * second.mean())
