"""The inner loops of laying one picture over another, written for a compiler, see `duplicates_routines`.

They give what the plain functions of the same names give, but for rounding, in a tenth of the time. Rows are
taken out as slices of which a loop knows the length, so that eight and more numbers are worked on at once.
An axis is (scale, shift) here, a span is (first, past the last).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats
from snapsort.similarity.duplicates_shift import MIN_DEVIATION, MIN_SHARED
from snapsort.similarity.duplicates_step import MIN_PIXELS

Place: TypeAlias = tuple[float, float]
Span: TypeAlias = tuple[int, int]
Doubles: TypeAlias = npt.NDArray[np.float64]
Longs: TypeAlias = npt.NDArray[np.int64]

N_COLUMNS = 7
"""Of the system: scale and shift of both axes, gain, offset, and what is to be explained."""


def resample(gray: Floats, vertical: Place, horizontal: Place, shape: Span) -> Floats:
    """See `duplicates_look.resample`."""
    tops, down = find_taps(vertical, shape[0], gray.shape[0])
    lefts, across = find_taps(horizontal, shape[1], gray.shape[1])
    result = np.zeros(shape, np.float32)
    row = np.empty(gray.shape[1], np.float32)
    for y in range(shape[0]):
        row[:] = 0
        for tap in range(len(down)):
            weight, source = down[tap, y], gray[tops[y] + tap]
            for x in range(len(row)):
                row[x] += weight * source[x]
        line = result[y]
        for tap in range(len(across)):
            weights, start = across[tap], row[tap:]
            for x in range(len(line)):
                line[x] += weights[x] * start[lefts[x]]
    return result


def find_taps(place: Place, n_out: int, n_in: int) -> tuple[npt.NDArray[np.uint32], Floats]:
    """The first pixel that each one of the result covers, (n_out,), and weights from there, (taps, n_out)."""
    reach = max(1.0, abs(place[0]))
    taps = min(n_in, int(np.ceil(2 * reach)))  # so many pixels have their middle within reach
    firsts = np.empty(
        n_out, np.uint32
    )  # unsigned, or each access would be asked whether it counts from the end
    weights = np.empty((taps, n_out), np.float32)
    for i in range(n_out):
        center = min(max((i + 0.5) * place[0] + place[1], 0.5), n_in - 0.5)
        first = min(max(int(np.floor(center - reach - 0.5)) + 1, 0), n_in - taps)
        total = 0.0
        for tap in range(taps):
            total += max(0.0, 1 - abs(center - (first + tap + 0.5)) / reach)
        for tap in range(taps):
            weights[tap, i] = max(0.0, 1 - abs(center - (first + tap + 0.5)) / reach) / total
        firsts[i] = first
    return firsts, weights


def correlate(first: Floats, second: Floats) -> float:
    """See `duplicates_alignment.correlate`."""
    variance, other, covariance = measure(first, second, (0, first.shape[0]), (0, first.shape[1]))[2:]
    scale = np.sqrt(variance * other) * first.size
    return covariance * first.size / scale if scale > 1e-3 * first.size else 0.0


def measure(
    first: Floats, second: Floats, rows: Span, columns: Span
) -> tuple[float, float, float, float, float]:
    """Means, variances and covariance of a part of two pictures of one shape."""
    a = b = aa = bb = ab = 0.0
    for y in range(rows[0], rows[1]):
        mine, theirs = first[y, columns[0] : columns[1]], second[y, columns[0] : columns[1]]
        for x in range(len(mine)):
            one, other = np.float64(mine[x]), np.float64(theirs[x])
            a += one
            b += other
            aa += one * one
            bb += other * other
            ab += one * other
    n = (rows[1] - rows[0]) * (columns[1] - columns[0])
    a, b = a / n, b / n
    return a, b, max(aa / n - a * a, 0.0), max(bb / n - b * b, 0.0), ab / n - a * b


def measure_blocks(first: Floats, second: Floats, rows: Longs, columns: Longs) -> Floats:
    """See `duplicates_blocks.measure_blocks`."""
    result = np.empty((3, len(rows) - 1, len(columns) - 1), np.float32)
    for down in range(len(rows) - 1):
        for across in range(len(columns) - 1):
            block = (rows[down], rows[down + 1]), (columns[across], columns[across + 1])
            figures = measure(first, second, block[0], block[1])
            for i in range(3):
                result[i, down, across] = figures[i + 2]
    return result


def find_shift(first: Floats, second: Floats) -> tuple[float, int, int]:
    """Correlation, dy and dx of the best shift; see `duplicates_shift.find_shifts`. Both have mean 0."""
    (h, w), (height, width) = first.shape, second.shape
    least = MIN_SHARED * min(first.size, second.size)
    best, best_dy, best_dx = -1.0, 0, 0
    for row in range(h + height - 1):
        dy = row if row < h else h - 1 - row
        rows = max(0, dy), min(h, height + dy)
        for column in range(w + width - 1):
            dx = column if column < w else w - 1 - column
            columns = max(0, dx), min(w, width + dx)
            if (rows[1] - rows[0]) * (columns[1] - columns[0]) < least:
                continue
            correlation = correlate_shifted(first, second, (rows, columns), (dy, dx))
            if correlation > best:
                best, best_dy, best_dx = correlation, dy, dx
    return best, best_dy, best_dx


def correlate_shifted(first: Floats, second: Floats, part: tuple[Span, Span], shift: Span) -> float:
    """The correlation of a part of the first picture with what the shift puts there."""
    rows, columns = part
    a = b = aa = bb = ab = np.float32(0)
    for y in range(rows[0], rows[1]):
        mine = first[y, columns[0] : columns[1]]
        theirs = second[y - shift[0], columns[0] - shift[1] : columns[1] - shift[1]]
        for x in range(len(mine)):
            one, other = mine[x], theirs[x]
            a += one
            b += other
            aa += one * one
            bb += other * other
            ab += one * other
    n = (rows[1] - rows[0]) * (columns[1] - columns[0])
    variance = max(float((aa - a * a / n) * (bb - b * b / n)), (MIN_DEVIATION**2 * n) ** 2)
    return float((ab - a * b / n) / np.sqrt(variance))


def find_step(first: Floats, second: Floats, vertical: Place, horizontal: Place) -> Doubles:
    """See `duplicates_step.find_step`, and gain and offset behind it: (6,)."""
    h, w = first.shape
    rows, columns = find_inside(h, vertical), find_inside(w, horizontal)
    n = (rows[1] - rows[0]) * (columns[1] - columns[0])
    if min(h, w) < 2 or n < MIN_PIXELS:
        return np.zeros(6)
    height, width = second.shape
    warped = resample(
        second,
        (vertical[0] * height / h, vertical[1] * height),
        (horizontal[0] * width / w, horizontal[1] * width),
        (h, w),
    )
    fit = fit_values(first, warped, rows, columns)
    down, across = differentiate(warped, (fit[0] * h / vertical[0], fit[0] * w / horizontal[0]))
    return solve(add_up((first, warped, down, across), rows, columns, fit))


def find_inside(n: int, place: Place) -> Span:
    """Which of n pixels the other picture shows; (0, 0) when none."""
    first, past = 0, 0
    for i in range(n):
        if 0 < (i + 0.5) / n * place[0] + place[1] < 1:
            first = i if past == 0 else first
            past = i + 1
    return first, past


def fit_values(first: Floats, warped: Floats, rows: Span, columns: Span) -> tuple[float, float, float]:
    """Gain and offset that bring the second's values nearest to the first's, and what deviation is left."""
    mean, other_mean, variance, other_variance, covariance = measure(first, warped, rows, columns)
    gain = covariance / other_variance if other_variance >= 1e-3 else 1.0
    rest = max(variance - 2 * gain * covariance + gain * gain * other_variance, 0.0)
    return gain, mean - gain * other_mean, np.sqrt(rest)


def differentiate(gray: Floats, factors: Place) -> tuple[Floats, Floats]:
    """Slopes down and across, as numpy's `gradient` gives them, times a factor each."""
    h, w = gray.shape
    down, across = np.empty((h, w), np.float32), np.empty((h, w), np.float32)
    for y in range(h):
        above, below = max(y - 1, 0), min(y + 1, h - 1)
        factor = np.float32(factors[0] / (below - above))
        upper, lower, line = gray[above], gray[below], down[y]
        for x in range(w):
            line[x] = (lower[x] - upper[x]) * factor
        row, line, factor = gray[y], across[y], np.float32(factors[1])
        line[0], line[w - 1] = (row[1] - row[0]) * factor, (row[w - 1] - row[w - 2]) * factor
        inner, before, after = line[1:-1], row[:-2], row[2:]
        for x in range(len(inner)):
            inner[x] = (after[x] - before[x]) * (factor / 2)
    return down, across


def add_up(
    pictures: tuple[Floats, Floats, Floats, Floats],
    rows: Span,
    columns: Span,
    fit: tuple[float, float, float],
) -> Doubles:
    """Products of each two columns of the system, summed over the pixels that fit; (7, 7), the lower half."""
    h, w = pictures[0].shape
    xs = ((np.arange(columns[0], columns[1]) + 0.5) / w).astype(np.float32)
    system = np.empty((N_COLUMNS, len(xs)), np.float32)
    sums = np.zeros((N_COLUMNS, N_COLUMNS))
    for y in range(rows[0], rows[1]):
        first, warped, down, across = pictures
        left, right = columns
        fill(
            system,
            (first[y, left:right], warped[y, left:right], down[y, left:right], across[y, left:right]),
            fit,
        )
        for x in range(len(xs)):
            system[0, x] = system[1, x] * np.float32((y + 0.5) / h)
            system[2, x] = system[3, x] * xs[x]
        for i in range(N_COLUMNS):
            for j in range(i + 1):
                one, other = system[i], system[j]
                total = np.float32(0)
                for x in range(len(one)):
                    total += one[x] * other[x]
                sums[i, j] += total
    return sums


def fill(
    system: Floats, rows: tuple[Floats, Floats, Floats, Floats], fit: tuple[float, float, float]
) -> None:
    """A row of the pictures as columns of the system, without the places; 0 where they do not fit."""
    first, warped, down, across = rows
    gain, offset, limit = np.float32(fit[0]), np.float32(fit[1]), np.float32(3 * fit[2])
    for x in range(len(first)):
        residual = first[x] - gain * warped[x] - offset
        # What differs most is a watermark or a passer-by, not a displacement.
        keep = np.float32(1) if abs(residual) <= limit else np.float32(0)
        system[1, x] = keep * down[x]
        system[3, x] = keep * across[x]
        system[4, x] = keep * warped[x]
        system[5, x] = keep
        system[6, x] = keep * residual


def solve(sums: Doubles) -> Doubles:
    """What the first six columns must be multiplied by to give the seventh, by Cholesky's decomposition."""
    n = N_COLUMNS - 1
    for i in range(n):
        sums[i, i] = sums[i, i] * (1 + 1e-4) + 1e-3  # where the picture is flat nothing can be solved for
        for j in range(i + 1):
            for k in range(j):
                sums[i, j] -= sums[i, k] * sums[j, k]
            sums[i, j] = np.sqrt(max(sums[i, i], 1e-12)) if i == j else sums[i, j] / sums[j, j]
    result = sums[n, :n].copy()
    for i in range(n):
        for k in range(i):
            result[i] -= sums[i, k] * result[k]
        result[i] /= sums[i, i]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            result[i] -= sums[k, i] * result[k]
        result[i] /= sums[i, i]
    return result
