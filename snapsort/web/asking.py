"""What the page asks: each request is one call of the review, and changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import wait as wait_for
from functools import partial
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from snapsort.layout import project_pca
from snapsort.records import Floats
from snapsort.reviewing import (
    Busy,
    Order,
    Review,
    Task,
    View,
    find_alike,
    find_by_words,
    suggest_rows,
)
from snapsort.similarity import Found
from snapsort.web import answers
from snapsort.web.failures import error_record
from snapsort.web.queries import read_choice, read_most, read_picture, read_words
from snapsort.web.replies import json_response, numbers_response, task_response

V = TypeVar("V", Order, Floats)

PATIENCE_S = 0.15
"""How long a question after a task waits for its end, so that the page hears of it at once."""


class Asking:
    """The questions below `/api`.

    Args:
        loading: the task that reads the pictures at the start.
    """

    def __init__(self, review: Review, *, loading: Task) -> None:
        self._review = review
        self._loading = loading

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
        return numbers_response(self._review.standing.probabilities)

    async def order(self, _request: Request) -> Response:
        """`GET /api/order`."""
        return await _view(self._review.views.order, self._review)

    async def map(self, request: Request) -> Response:
        """`GET /api/map`."""
        dims = read_choice(request, "dims", ("2", "3"))
        method = read_choice(request, "method", ("pca", "neighbors"))
        if method == "neighbors":
            return await _view(self._review.views.maps[int(dims)], self._review)
        vectors = self._review.standing.pictures.vectors
        return numbers_response(await run_in_threadpool(project_pca, vectors, int(dims)))

    async def clusters(self, _request: Request) -> Response:
        """`GET /api/clusters`."""
        made = await run_in_threadpool(self._review.views.clusters.get, self._review.standing.pictures)
        if isinstance(made, Task):
            return task_response(made)
        return json_response({"names": made.names, "clusters": made.numbers.tolist()})

    async def suggest(self, request: Request) -> Response:
        """`GET /api/suggest`."""
        standing, most = self._review.standing, read_most(request, 20)
        return json_response({"pictures": await run_in_threadpool(suggest_rows, standing, most=most)})

    async def alike(self, request: Request) -> Response:
        """`GET /api/alike`."""
        picture = read_picture(request, "picture", self._review)
        vectors = self._review.standing.pictures.vectors
        find = partial(find_alike, vectors, picture, most=read_most(request, 200))
        return await _found(find)

    async def search(self, request: Request) -> Response:
        """`GET /api/search`."""
        words, vectors = read_words(request), self._review.standing.pictures.vectors
        like = read_picture(request, "like", self._review) if "like" in request.query_params else None
        read = await asyncio.wrap_future(self._review.read_words(words))
        return await _found(partial(find_by_words, vectors, read, most=read_most(request, 500), like=like))

    async def task(self, request: Request) -> Response:
        """`GET /api/tasks/ID`."""
        task = self._review.find_task(request.path_params["task"])
        if task is None:
            raise HTTPException(404, "there is no such task")
        await run_in_threadpool(wait_for, [task.future], PATIENCE_S)
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


async def _view(view: View[V], review: Review) -> Response:
    made = await run_in_threadpool(view.get, review.standing.pictures)
    return task_response(made) if isinstance(made, Task) else numbers_response(made)


async def _found(find: Callable[[], Found]) -> Response:
    return json_response(answers.found_record(await run_in_threadpool(find)))


def _task_error(task: Task) -> dict[str, object] | None:
    error = task.future.exception() if task.state == "failed" else None
    return None if error is None else error_record(error)
