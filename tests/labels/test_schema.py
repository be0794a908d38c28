from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from snapsort.errors import LabelFileError
from snapsort.labels import parse_labels, read_schema
from snapsort.records import LabelSet

ROOT = Path(__file__).resolve().parents[2]
RULES = {
    "pattern",
    "minItems",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "contains",
    "required",
    "const",
    "not",
}

TEXTS = st.text(max_size=6)
KEYS = st.sampled_from(
    [
        "labels",
        "folder",
        "prompts",
        "prompt",
        "negative",
        "name",
        "template",
        "templates",
        "threshold",
        "weight",
    ]
)
SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | TEXTS, inner, max_size=4)
)
# Nearly right: most of these parse, or fail only on what labels have in common.
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "folder": TEXTS | SCALARS,
        "prompts": st.lists(TEXTS, max_size=3) | SCALARS,
        "prompt": TEXTS,
        "negative": st.booleans(),
        "name": TEXTS,
        "template": TEXTS.map(lambda text: text + "{}"),
        "threshold": st.floats(-0.5, 1.5),
        "weight": st.floats(),
    },
)
FILES = st.fixed_dictionaries(
    {
        "labels": st.lists(ENTRIES, max_size=4).map(
            lambda entries: [*entries, {"negative": True, "prompt": "!"}]
        )
    },
    optional={"name": TEXTS, "templates": st.lists(TEXTS.map(lambda text: text + "{}")), "margin": SCALARS},
)


def parts_of(schema: object) -> Iterator[dict[str, object]]:
    """Every part of the schema that can be what is wrong with a value."""
    if isinstance(schema, list):
        for part in schema:
            yield from parts_of(part)
    elif isinstance(schema, dict):
        yield schema
        for key, part in schema.items():
            if key not in {"anyOf", "not", "contains", "is_negative"}:
                yield from parts_of(part)


def test_the_published_schema_is_the_one_in_use() -> None:
    published = (ROOT / "docs" / "labels.schema.json").read_bytes()

    assert published == (ROOT / "snapsort" / "labels" / "schema.json").read_bytes()
    assert json.loads(published) == read_schema()


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(read_schema())


def test_every_rule_of_the_schema_says_what_to_say_when_it_is_broken() -> None:
    rules = [part for part in parts_of(read_schema()) if RULES & set(part)]

    assert len(rules) > 10
    assert [rule for rule in rules if "errorMessage" not in rule or "description" not in rule] == []


def test_every_type_in_the_schema_says_what_to_write() -> None:
    typed = [part for part in parts_of(read_schema()) if isinstance(part.get("type"), str | list)]

    assert len(typed) > 10
    assert [part for part in typed if "description" not in part and part != {"type": "array"}] == []


@settings(deadline=None)
@given(VALUES | st.lists(TEXTS) | FILES)
def test_any_value_gives_a_usable_label_set_or_an_error(value: object) -> None:
    try:
        label_set = parse_labels(json.dumps(value).encode(), source="x.json")
    except LabelFileError as error:
        assert str(error).startswith("x.json: ")
        assert error.hint
        return
    assert Draft202012Validator(read_schema()).is_valid(value)
    assert_usable(label_set)


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_give_a_label_set_or_an_error(content: bytes) -> None:
    try:
        assert_usable(parse_labels(content, source="x.json"))
    except LabelFileError as error:
        assert str(error).startswith("x.json: ")


@pytest.mark.parametrize("source", ["", "/", "-", "a/b.json", "\udcff.json", "\n"])
def test_a_set_without_a_name_has_one_all_the_same(source: str) -> None:
    assert parse_labels(b'["a", "b"]', source=source).name in {"b", "-", "labels"}


def assert_usable(label_set: LabelSet) -> None:
    assert any(label.is_negative for label in label_set.labels)
    assert label_set.folders
    names = [label.name for label in label_set.labels]
    assert len(set(names)) == len(names)
    assert all(name.strip() for name in [*names, label_set.name])
    folders = [PurePosixPath(str(folder).casefold()) for folder in label_set.folders]
    assert len(set(folders)) == len(folders)
    for label in label_set.labels:
        assert label.prompts
        assert all(prompt.strip() and prompt.encode() for prompt in label.prompts)
        assert 0 < label.weight <= 1000
        assert label.min_probability is None or 0 <= label.min_probability <= 1
        assert label.min_margin is None or 0 <= label.min_margin <= 1
