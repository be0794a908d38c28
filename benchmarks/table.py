"""Figures as a plain table."""

from __future__ import annotations

import math
from collections.abc import Iterable

from benchmarks.figures import Figure, FigureGroup


def format_group(group: FigureGroup) -> str:
    """The group as lines: a heading, then a row a figure."""
    settings = ", ".join(f"{name} {value}" for name, value in group.settings)
    heading = f"{group.name} (n = {group.n:,}{', ' + settings if settings else ''})"
    return "\n".join([heading, *format_rows([ROW_NAMES, *(row_of(figure) for figure in group.figures)])])


ROW_NAMES = ("figure", "value", "from", "to", "n", "interval")


def row_of(figure: Figure) -> tuple[str, ...]:
    """The figure's cells."""
    numbers = (format_number(value, figure.unit) for value in (figure.value, figure.low, figure.high))
    return (figure.name, *numbers, f"{figure.n:,}", figure.interval)


def format_number(value: float, unit: str) -> str:
    """A ratio in percent, anything else with its unit; three digits that matter."""
    if math.isnan(value):
        return "-"
    if not unit:
        return f"{100 * value:.1f} %"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def format_rows(rows: list[tuple[str, ...]]) -> Iterable[str]:
    """The rows with aligned columns: names on the left, numbers on the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        right = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        yield "  ".join(["  " + name.ljust(widths[0]), *right])
