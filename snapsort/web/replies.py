"""The forms of an answer. JSON is ASCII: names may hold bytes that are no text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

from snapsort.records import Floats
from snapsort.reviewing import Order, Task

_NOT_KEPT = {"Cache-Control": "no-store"}


def json_response(record: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The record as JSON."""
    content = json.dumps(record, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return Response(
        content.encode("ascii"),
        status_code=status,
        media_type="application/json",
        headers={**_NOT_KEPT, **(headers or {})},
    )


def numbers_response(numbers: Order | Floats) -> Response:
    """Numbers in binary, row by row, little endian."""
    content = numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()
    return Response(content, media_type="application/octet-stream", headers=_NOT_KEPT)


def task_response(task: Task) -> Response:
    """That it has begun."""
    return json_response({"task": task.id}, status=202)
