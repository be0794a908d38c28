"""docs/LABELS.md says what is true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from snapsort.labels import load_labels, parse_labels, read_schema, ready_made_names

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "LABELS.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```json\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> Iterator[str]:
    """The words in backticks in the first cell of each row of the tables."""
    for row in re.findall(r"^\| (.*?) \|", text, re.MULTILINE):
        yield from re.findall("`(.*?)`", row)


def test_there_are_examples_of_both_forms() -> None:
    assert {type(json.loads(example)) for example in EXAMPLES} == {list, dict}


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_label_file(example: str) -> None:
    assert parse_labels(example.encode(), source="example.json").folders
    assert Draft202012Validator(read_schema()).is_valid(json.loads(example))


def test_the_short_example_makes_the_folders_that_the_text_names() -> None:
    text = section("The short form")
    folders = parse_labels(EXAMPLES[0].encode(), source="example.json").folders

    assert f"This makes the folders {' and '.join(f'`{folder}`' for folder in folders)}." in text


def test_the_tables_have_every_key_and_no_other() -> None:
    of_file, of_label = section("The full form").split("\nOf a label:\n")
    schema = json.dumps(read_schema())
    definitions = json.loads(schema)["$defs"]

    assert set(first_cells(of_file)) == set(definitions["full"]["properties"])
    assert set(first_cells(of_label)) == set(definitions["label"]["properties"])


def test_the_ready_made_sets_are_listed_with_the_start_of_their_description() -> None:
    text = section("Ready-made sets")

    assert tuple(first_cells(text)) == ready_made_names()
    for name in ready_made_names():
        first_words = " ".join(load_labels(name).description.split()[:4])
        assert f"| `{name}` | {first_words}" in text
