"""A page of a review of colored pictures, asked in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from snapsort.embeddings import LazyEncoder
from snapsort.reviewing import Review, ReviewRequest
from snapsort.web import Access, make_access, make_app
from snapsort.web.images import Images
from tests.embeddings.fakes import BLUE, GREEN, RED
from tests.reviewing.made import MIXED, make_request, paint, reviewing, wait

PORT = 8123
PICTURES = {"1.png": RED, "2.png": GREEN, "3.png": BLUE, "greens/4.png": GREEN, "5.png": MIXED}


@dataclass(frozen=True)
class Page:
    """A page that was opened, and what it is of."""

    client: TestClient
    app: ASGIApp
    review: Review
    root: Path
    access: Access
    stops: list[bool]

    @property
    def token(self) -> str:
        """The secret."""
        return self.access.token

    def stranger(self) -> TestClient:
        """A browser without the cookie."""
        return TestClient(self.app, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False)

    def get(self, path: str) -> object:
        """The JSON of an answer that must be 200."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object) -> dict[str, object]:
        """The JSON of an answer that must be a success; of a task, what it came to."""
        answer = self.client.post(path, json=body)
        assert answer.status_code in (200, 202), answer.text
        record = answer.json()
        assert isinstance(record, dict)
        return self.finish(str(record["task"])) if answer.status_code == 202 else record

    def finish(self, task_id: str) -> dict[str, object]:
        """What the task came to."""
        task = self.review.find_task(task_id)
        assert task is not None
        wait(task)
        record = self.client.get(f"/api/tasks/{task_id}").json()
        assert record["state"] == "done"
        result = record["result"]
        assert isinstance(result, dict)
        return result


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder that is reviewed; a test may add to it before it asks for the page."""
    folder = tmp_path / "pictures"
    paint(folder, PICTURES)
    return folder


@pytest.fixture
def page(root: Path) -> Iterator[Page]:
    """The page, its pictures read."""
    with opened(root) as page:
        yield page


@contextmanager
def opened(
    root: Path,
    *,
    request: ReviewRequest | None = None,
    model: LazyEncoder | None = None,
    is_loaded: bool = True,
) -> Iterator[Page]:
    """The page of a review of the folder, in the browser that was let in."""
    access = make_access(PORT)
    stops: list[bool] = []
    with reviewing(root, request=request or make_request(root), model=model, is_loaded=False) as review:
        images = Images(review, workers=2)
        loading = review.load()
        app = make_app(review, loading=loading, images=images, access=access, stop=lambda: stops.append(True))
        if is_loaded:
            wait(loading)
        client = TestClient(app, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False)
        assert client.get(f"/?token={access.token}").status_code == 303
        yield Page(client, app, review, root, access, stops)
        images.close()
