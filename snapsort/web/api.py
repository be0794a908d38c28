"""What the page asks and does: each request is one call of the review."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from snapsort.reviewing import Busy, Found, Review, Task, find_alike, find_by_words
from snapsort.web import answers
from snapsort.web.answers import json_response
from snapsort.web.bodies import read_body, read_changes, read_limits, read_revision, read_text
from snapsort.web.failures import error_record

MAX_FOUND = 10_000
MAX_WORDS = 1_000


class Api:
    """The requests below `/api`.

    Args:
        loading: the task that reads the pictures at the start.
        stop: ends the server.
    """

    def __init__(self, review: Review, *, loading: Task, stop: Callable[[], None]) -> None:
        self._review = review
        self._loading = loading
        self._stop = stop

    async def session(self, _request: Request) -> Response:
        """`GET /api/session`."""
        try:
            record = answers.session_record(self._review)
        except Busy:
            record = answers.waiting_record(self._review)
        failed = self._loading.state == "failed"
        if record["revision"] == 0 and failed:
            record["state"] = "failed"
        return json_response({**record, "task": self._loading.id, "error": _task_error(self._loading)})

    async def pictures(self, _request: Request) -> Response:
        """`GET /api/pictures`."""
        standing = self._review.standing
        return json_response(await run_in_threadpool(answers.pictures_record, standing, self._review))

    async def probabilities(self, _request: Request) -> Response:
        """`GET /api/probabilities`."""
        return numbers_response(self._review.standing.probabilities.astype("<f4").tobytes())

    async def alike(self, request: Request) -> Response:
        """`GET /api/alike`."""
        picture = self._picture(request, "picture")
        vectors = self._review.standing.pictures.vectors
        find = partial(find_alike, vectors, picture, most=_most(request, 200))
        return await _found(find)

    async def search(self, request: Request) -> Response:
        """`GET /api/search`."""
        words = request.query_params.get("words", "").strip()
        vectors = self._review.standing.pictures.vectors
        if not words or len(words) > MAX_WORDS:
            raise HTTPException(400, f"words must be a text of up to {MAX_WORDS} letters")
        like = self._picture(request, "like") if "like" in request.query_params else None
        read = await asyncio.wrap_future(self._review.read_words(words))
        return await _found(partial(find_by_words, vectors, read, most=_most(request, 500), like=like))

    async def said(self, request: Request) -> Response:
        """`POST /api/said`."""
        body = await read_body(request)
        said = await run_in_threadpool(
            partial(self._review.say, read_changes(body), revision=read_revision(body))
        )
        columns = said.standing.said
        record = {
            "said": [[picture, int(columns[picture])] for picture in said.pictures],
            "corrections": said.standing.corrections,
        }
        return json_response(record)

    async def thresholds(self, request: Request) -> Response:
        """`POST /api/thresholds`."""
        self._review.set_limits(read_limits(await read_body(request)))
        return json_response({})

    async def teach(self, request: Request) -> Response:
        """`POST /api/teach`."""
        await read_body(request)
        return task_response(self._review.teach())

    async def accept(self, request: Request) -> Response:
        """`POST /api/teach/accept`."""
        await read_body(request)
        standing = await asyncio.wrap_future(self._review.accept_lesson())
        return json_response({"revision": standing.revision})

    async def reject(self, request: Request) -> Response:
        """`POST /api/teach/reject`."""
        await read_body(request)
        self._review.reject_lesson()
        return json_response({})

    async def plan(self, request: Request) -> Response:
        """`POST /api/plan`."""
        await read_body(request)
        drafted = await run_in_threadpool(self._review.draft)
        return json_response(await run_in_threadpool(answers.plan_record, drafted, self._review))

    async def apply(self, request: Request) -> Response:
        """`POST /api/apply`."""
        return task_response(self._review.apply(read_text(await read_body(request), "plan")))

    async def undo(self, request: Request) -> Response:
        """`POST /api/undo`."""
        return task_response(self._review.undo(read_text(await read_body(request), "run")))

    async def task(self, request: Request) -> Response:
        """`GET /api/tasks/ID`."""
        task = self._review.tasks.get(request.path_params["task"])
        if task is None:
            raise HTTPException(404, "there is no such task")
        is_done = task.state == "done"
        record = {
            "id": task.id,
            "doing": task.doing,
            "done": task.done,
            "total": task.total,
            "state": task.state,
            "result": answers.result_record(task.future.result(), self._review) if is_done else None,
            "error": _task_error(task),
        }
        return json_response(record)

    async def stop(self, request: Request) -> Response:
        """`POST /api/stop`."""
        await read_body(request)
        self._stop()
        return json_response({})

    def _picture(self, request: Request, name: str) -> int:
        n = len(self._review.standing.pictures)
        row = _whole_number(request, name, None)
        if row >= n:
            raise HTTPException(404, "there is no such picture")
        return row


def task_response(task: Task) -> Response:
    """That it has begun."""
    return json_response({"task": task.id}, status=202)


def numbers_response(content: bytes) -> Response:
    """Numbers in binary, little endian."""
    headers = {"Cache-Control": "no-store"}
    return Response(content, media_type="application/octet-stream", headers=headers)


async def _found(find: Callable[[], Found]) -> Response:
    return json_response(answers.found_record(await run_in_threadpool(find)))


def _most(request: Request, default: int) -> int:
    return min(_whole_number(request, "most", default), MAX_FOUND)


def _whole_number(request: Request, name: str, default: int | None) -> int:
    """A number in the query; `isdecimal` alone lets digits of other scripts through."""
    text = request.query_params.get(name, "" if default is None else str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise HTTPException(400, f"{name} must be a whole number")
    return int(text)


def _task_error(task: Task) -> dict[str, object] | None:
    error = task.future.exception() if task.state == "failed" else None
    return None if error is None else error_record(error)
