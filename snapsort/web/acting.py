"""What the page does: each request is one call of the review."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from snapsort.reviewing import Review
from snapsort.web import answers
from snapsort.web.bodies import read_body, read_changes, read_limits, read_revision, read_text
from snapsort.web.replies import json_response, task_response


class Acting:
    """The acts below `/api`.

    Args:
        stop: ends the server.
    """

    def __init__(self, review: Review, *, stop: Callable[[], None]) -> None:
        self._review = review
        self._stop = stop

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

    async def stop(self, request: Request) -> Response:
        """`POST /api/stop`."""
        await read_body(request)
        self._stop()
        return json_response({})
