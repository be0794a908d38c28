"""The published JSON Schema of label files, and its verdict on a value in our words.

`schema.json` has the structure of a label file and, beside each rule, what to say when it is broken: its own
keyword `errorMessage` is the message, the standard `description` the hint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from snapsort.labels.jsontext import Misfit
from snapsort.labels.places import Place
from snapsort.labels.text import quoted

TYPE_NAMES = {
    "array": "an array",
    "boolean": "true or false",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


def read_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of label files, as docs/labels.schema.json publishes it."""
    schema: dict[str, object] = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))
    return schema


def check_shape(value: object, place: Place) -> None:
    """Raise LabelFileError, naming the place, unless value has the structure of a label file."""
    # The first in the schema's order, which has causes before consequences: a misspelled `negative` is an
    # unknown key, then a missing folder, and at last a set without a negative.
    error = next(Draft202012Validator(read_schema()).iter_errors(value), None)
    if error is not None:
        message, hint = _describe(error)
        raise place.at(*error.absolute_path).error(message, hint=hint)


def _describe(error: ValidationError) -> tuple[str, str]:
    """Message and hint."""
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    hint = str(schema.get("description", ""))
    if isinstance(error.instance, Misfit):
        return error.instance.reason, "Write it once, as a plain JSON value."
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        return _describe_unknown_key(error.instance, schema["properties"])
    if error.validator == "type":
        return f"must be {_name_types(schema['type'])}, not {_name_value(error.instance)}", hint
    return f"{schema['errorMessage']}{_show(error.instance)}", hint


def _describe_unknown_key(instance: Mapping[str, object], known: Mapping[str, object]) -> tuple[str, str]:
    key = next(key for key in instance if key not in known)
    nearest = get_close_matches(key.lower(), known, n=1)
    suggestion = f'; did you mean "{nearest[0]}"?' if nearest else ""
    return f"unknown key {quoted(key)}{suggestion}", f"Known here: {', '.join(known)}."


def _name_types(types: str | list[str]) -> str:
    names = [types] if isinstance(types, str) else types
    return " or ".join(TYPE_NAMES[name] for name in names)


def _name_value(value: object) -> str:
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "an array"
    return quoted(value) if isinstance(value, str) else _show_scalar(value)


def _show(value: object) -> str:
    """The offending value in parentheses, where it is short enough to help."""
    if isinstance(value, str):
        return f" (it is {quoted(value)})" if value.strip() else ""
    return "" if isinstance(value, Mapping | list) else f" (it is {_show_scalar(value)})"


def _show_scalar(value: object) -> str:
    return f"{value:g}" if type(value) is float else json.dumps(value)
