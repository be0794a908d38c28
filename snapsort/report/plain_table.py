"""A table as lines for pipes and files: aligned, but no row is padded to one long name."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.table import Column, Table

GAP = "   "
PADDED_AT_MOST = 60
"""Columns. What is longer pushes the rest of its own line to the right."""


def table_lines(table: Table) -> Iterator[str]:
    """The heading over a rule, if it has one, then a line a row."""
    columns = [_padded_cells(column, with_heading=table.show_header) for column in table.columns]
    for number, row in enumerate(zip(*columns, strict=True)):
        line = GAP.join(row).rstrip()
        yield line
        if table.show_header and number == 0:
            yield "─" * cell_len(line)


def _padded_cells(column: Column, *, with_heading: bool) -> list[str]:
    cells = [str(cell) for cell in (*([column.header] if with_heading else []), *column.cells)]
    width = max((cell_len(cell) for cell in cells if cell_len(cell) <= PADDED_AT_MOST), default=0)
    blanks = [" " * (width - cell_len(cell)) for cell in cells]
    if column.justify == "right":
        return [blank + cell for blank, cell in zip(blanks, cells, strict=True)]
    return [cell + blank for blank, cell in zip(blanks, cells, strict=True)]
