"""The routes, behind the guard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from snapsort.errors import PhotoError, SnapsortError
from snapsort.reviewing import Review, Task
from snapsort.web.acting import Acting
from snapsort.web.asking import Asking
from snapsort.web.assets import load_assets, send_asset
from snapsort.web.failures import answer_bug, answer_http_error, answer_our_error
from snapsort.web.guard import Access, Guard
from snapsort.web.images import Images


def make_app(
    review: Review, *, loading: Task, images: Images, access: Access, stop: Callable[[], None]
) -> ASGIApp:
    """The page of a review for whoever has the token.

    Args:
        loading: the task that reads the pictures.
        stop: ends the server.
    """
    asking, acting = Asking(review, loading=loading), Acting(review, stop=stop)
    routes = [*_page_routes(), *_asking_routes(asking, images), *_acting_routes(acting)]
    app = Starlette(
        routes=routes,
        exception_handlers={
            HTTPException: answer_http_error,
            SnapsortError: answer_our_error,
            PhotoError: answer_our_error,
            Exception: answer_bug,
        },
    )
    return Guard(app, access)


def _page_routes() -> list[Route]:
    assets = load_assets()

    async def page(request: Request) -> Response:
        return await asset(request, "index.html")

    async def static(request: Request) -> Response:
        return await asset(request, request.path_params["path"])

    async def asset(request: Request, name: str) -> Response:
        if name not in assets:
            raise HTTPException(404, "there is no such file")
        return send_asset(request, assets[name])

    return [Route("/", page), Route("/static/{path:path}", static)]


def _asking_routes(api: Asking, images: Images) -> list[Route]:
    return [
        Route("/api/session", api.session),
        Route("/api/pictures", api.pictures),
        Route("/api/probabilities", api.probabilities),
        Route("/api/order", api.order),
        Route("/api/map", api.map),
        Route("/api/clusters", api.clusters),
        Route("/api/suggest", api.suggest),
        Route("/api/alike", api.alike),
        Route("/api/search", api.search),
        Route("/api/tasks/{task}", api.task),
        Route("/thumb/{picture}", images.thumb),
        Route("/picture/{picture}", images.picture),
    ]


def _acting_routes(api: Acting) -> list[Route]:
    post = partial(Route, methods=["POST"])
    return [
        post("/api/said", api.said),
        post("/api/thresholds", api.thresholds),
        post("/api/teach", api.teach),
        post("/api/teach/accept", api.accept),
        post("/api/teach/reject", api.reject),
        post("/api/plan", api.plan),
        post("/api/apply", api.apply),
        post("/api/undo", api.undo),
        post("/api/stop", api.stop),
    ]
