from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from snapsort.labels import format_labels, load_labels, parse_labels, ready_made_names
from snapsort.records import Label, LabelSet

ODD = LabelSet(
    'say "cheese"',
    (
        Label("Käse/Brot", ("ein Käse", 'a "cheese" \\ bread'), PurePosixPath("essen/Käse"), 0.75, 0.25, 2.0),
        Label("rest", ("anything",), None, weight=0.5),
    ),
    "for lunch",
    wants_larger_model=True,
)


@pytest.mark.parametrize("labels", [ODD, *map(load_labels, ready_made_names())], ids=lambda item: item.name)
def test_what_is_written_is_read_back(labels: LabelSet) -> None:
    assert parse_labels(format_labels(labels).encode("utf-8"), source="test") == labels


def test_each_label_has_a_line_to_edit() -> None:
    lines = format_labels(ODD).splitlines()
    assert sum("Käse/Brot" in line and "ein Käse" in line for line in lines) == 1
