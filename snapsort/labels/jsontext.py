"""Bytes of a label file -> JSON value, stricter than Python's `json`: UTF-8, no key twice, no NaN."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from snapsort.labels.places import Place

MAX_FILE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Misfit:
    """Stands in the parsed value for something that Python's `json` lets through and JSON does not.

    It is of no JSON type, so the schema refuses it where it stands, and the error gets its place.
    """

    reason: str


def read_json(content: bytes, place: Place) -> object:
    """The JSON value in content; numbers are floats, and `Misfit` stands for a repeated key's value or a NaN.

    Raises:
        LabelFileError: too large, not UTF-8 (a BOM is fine), or not JSON; with line and column.
        RecursionError: nested more deeply than Python can follow.
    """
    if len(content) > MAX_FILE_BYTES:
        raise place.error(
            f"is larger than a label file can be ({MAX_FILE_BYTES // 1_000_000} MB)",
            hint="Is it the right file?",
        )
    text = _decode(content, place)
    try:
        # Floats for integers: Python refuses to read an integer of more than 4300 digits.
        return json.loads(text, object_pairs_hook=_make_object, parse_constant=_make_misfit, parse_int=float)
    except json.JSONDecodeError as error:
        raise place.error(
            f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}",
            hint="A comma, quote or bracket is missing or too many there, or just before.",
        ) from error


def _decode(content: bytes, place: Place) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise place.error(
            f"line {line}, byte {column}: not UTF-8 (0x{content[error.start]:02x})",
            hint="Save the file as UTF-8.",
        ) from error


def _make_object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        value |= {key: Misfit("is written twice in one object") for key in value if keys.count(key) > 1}
    return value


def _make_misfit(constant: str) -> Misfit:
    return Misfit(f"is {constant}, which is no JSON number")
