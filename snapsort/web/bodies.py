"""What the page sends: small JSON objects, checked field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request

from snapsort.reviewing import Change, Limits

MAX_BODY_BYTES = 1 << 20

ABOVE_ONE = 1.0000001
"""A little more than 1: a limit that no probability reaches."""


async def read_body(request: Request) -> Mapping[str, object]:
    """The object in the request's body.

    Raises:
        HTTPException: 413 when it is larger than `MAX_BODY_BYTES`, without reading on; 400 when it is no JSON
            object, or is not called JSON.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(400, "the body must be application/json")
    if _announced_bytes(request) > MAX_BODY_BYTES:
        raise _too_large()
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BODY_BYTES:
            raise _too_large()
    try:
        body = json.loads(bytes(content), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, f"the body is not JSON: {error}") from error
    return _object(body, "the body")


def read_changes(body: Mapping[str, object]) -> list[Change]:
    """`{"changes": [{"picture", "label"}]}`."""
    return [
        Change(
            _integer(_field(change, "picture"), "picture"), _text_or_none(_field(change, "label"), "label")
        )
        for change in _objects(_field(body, "changes"), "changes")
    ]


def read_revision(body: Mapping[str, object]) -> int | None:
    """`{"revision"}`; None when it is left out."""
    return None if body.get("revision") is None else _integer(body["revision"], "revision")


def read_limits(body: Mapping[str, object]) -> dict[str, Limits]:
    """`{"labels": {name: {"threshold", "margin"}}}`."""
    labels = _object(_field(body, "labels"), "labels")
    return {name: _read_limit(_object(value, "a label")) for name, value in labels.items()}


def read_text(body: Mapping[str, object], key: str) -> str:
    """A text field."""
    value = _text_or_none(_field(body, key), key)
    if value is None:
        raise _wrong(key, "a text")
    return value


def _read_limit(fields: Mapping[str, object]) -> Limits:
    return Limits(
        _share(_field(fields, "threshold"), "threshold"), _share(_field(fields, "margin"), "margin")
    )


def _share(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(name, "a number")
    if not 0 <= value <= ABOVE_ONE:  # of NaN neither is true
        raise _wrong(name, "between 0 and 1")
    return float(value)


def _integer(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(name, "a whole number")
    return value


def _text_or_none(value: object, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _wrong(name, "a text or null")
    return value


def _objects(value: object, name: str) -> Iterator[Mapping[str, object]]:
    if not isinstance(value, list):
        raise _wrong(name, "a list")
    return (_object(item, f"an item of {name}") for item in value)


def _object(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _wrong(name, "an object")
    return value


def _field(fields: Mapping[str, object], key: str) -> object:
    if key not in fields:
        raise HTTPException(400, f'"{key}" is missing')
    return fields[key]


def _announced_bytes(request: Request) -> int:
    announced = request.headers.get("content-length", "0")
    return int(announced) if announced.isdecimal() and len(announced) < 20 else MAX_BODY_BYTES + 1


def _too_large() -> HTTPException:
    return HTTPException(
        413, f"a body may have {MAX_BODY_BYTES:,} bytes at most", headers={"Connection": "close"}
    )


def _wrong(name: str, what: str) -> HTTPException:
    return HTTPException(400, f"{name} must be {what}")


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is no JSON")
