"""What went wrong, as the page is told: a status and `{"error": {"code", "message"}}`."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from snapsort.errors import ModelUnavailable, NothingToDo, PhotoError, RefusedForSafety, SnapsortError
from snapsort.reviewing import Busy
from snapsort.web.replies import json_response

_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 500: "internal"}

_STATUSES: tuple[tuple[type[SnapsortError], int, str], ...] = (
    (Busy, 409, "not_now"),
    (NothingToDo, 409, "nothing_to_do"),
    (RefusedForSafety, 409, "refused"),
    (ModelUnavailable, 503, "model_unavailable"),
    (SnapsortError, 400, "bad_request"),
)


def error_record(error: BaseException) -> dict[str, object]:
    """The code, the message and the hint of an error."""
    if isinstance(error, PhotoError):
        return {"code": error.code, "message": error.reason, "hint": ""}
    if isinstance(error, SnapsortError):
        return {"code": _status_and_code(error)[1], "message": str(error), "hint": error.hint}
    return {"code": "internal", "message": f"{type(error).__name__}: {error}", "hint": ""}


def answer_http_error(_request: Request, error: Exception) -> Response:
    """404 and its like."""
    if not isinstance(error, HTTPException):
        raise error
    code = _CODES.get(error.status_code, "error")
    record = {"code": code, "message": error.detail, "hint": ""}
    return json_response({"error": record}, status=error.status_code, headers=error.headers)


def answer_our_error(_request: Request, error: Exception) -> Response:
    """What the review could not do."""
    status = _status_and_code(error)[0] if isinstance(error, SnapsortError) else 404
    return json_response({"error": error_record(error)}, status=status)


def answer_bug(_request: Request, error: Exception) -> Response:
    """A mistake of ours; the server prints where it arose."""
    return json_response({"error": error_record(error)}, status=500)


def _status_and_code(error: SnapsortError) -> tuple[int, str]:
    return next((status, code) for kind, status, code in _STATUSES if isinstance(error, kind))
