"""What strangers might send, and pictures that are none: answers are errors, and nothing happens."""

from __future__ import annotations

import json

import pytest

from snapsort.web.bodies import MAX_BODY_BYTES
from tests.reviewing.made import names
from tests.web.conftest import PICTURES, Page


@pytest.mark.parametrize("path", ["/api/apply", "/api/undo"])
@pytest.mark.parametrize("value", ["../../etc", "", "x" * 10_000])
def test_plans_and_runs_are_those_that_we_named(page: Page, path: str, value: str) -> None:
    answer = page.client.post(path, json={"plan": value, "run": value})
    assert answer.status_code == 409
    assert names(page.root) == set(PICTURES)


@pytest.mark.parametrize(
    "changes",
    [
        [{"picture": 0, "label": "../../etc"}],
        [{"picture": 0, "label": "<img src=x onerror=alert(1)>"}],
        [{"picture": 99, "label": "reds"}],
        [{"picture": -1, "label": "reds"}],
        [{"picture": True, "label": "reds"}],
        [{"picture": 0.5, "label": "reds"}],
        [{"picture": "0", "label": "reds"}],
        [{"picture": 10**30, "label": "reds"}],
        [{"picture": 0, "label": 3}],
        [{"picture": 0}],
        [0],
        {"picture": 0},
        "reds",
        None,
    ],
)
def test_words_that_make_no_sense_are_refused_and_not_kept(page: Page, changes: object) -> None:
    answer = page.client.post("/api/said", json={"changes": changes})
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"code", "message", "hint"}
    assert not page.review.request.keeping.corrections_file.exists()


@pytest.mark.parametrize("threshold", ["0.5", None, True, -0.1, 1.5, 10**400])
def test_limits_that_are_no_shares_are_refused(page: Page, threshold: object) -> None:
    body = json.dumps({"labels": {"reds": {"threshold": threshold, "margin": 0}}})
    answer = page.client.post("/api/thresholds", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert page.review.standing.labels.labels[0].min_probability == 0.5


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"changes": NaN}',
        b'{"changes": Infinity}',
        b"[" * 500_000,
        b'{"changes":' * 90_000,
        b"9" * 100_000,
    ],
)
def test_bodies_that_are_no_objects_are_refused(page: Page, body: bytes) -> None:
    answer = page.client.post("/api/said", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_a_form_of_another_page_could_send_is_refused(page: Page, kind: str) -> None:
    body = b'{"changes": [{"picture": 0, "label": "reds"}]}'
    answer = page.client.post("/api/said", content=body, headers={"content-type": kind})
    assert answer.status_code == 400
    assert page.review.standing.corrections == 0


@pytest.mark.parametrize("path", ["/api/said", "/api/thresholds", "/api/plan", "/api/teach", "/api/stop"])
def test_a_body_that_is_too_large_is_refused(page: Page, path: str) -> None:
    body = b'{"changes": "' + b"x" * MAX_BODY_BYTES + b'"}'
    answer = page.client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert page.stops == []


@pytest.mark.parametrize("path", ["/api/said", "/api/apply", "/api/undo", "/api/stop", "/api/teach/accept"])
def test_nothing_is_done_by_asking(page: Page, path: str) -> None:
    answer = page.client.get(path)
    assert answer.status_code == 405
    assert page.stops == []


@pytest.mark.parametrize("path", ["/api/session", "/thumb/0", "/picture/0", "/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_questions_are_only_asked(page: Page, path: str, method: str) -> None:
    assert page.client.request(method, path).status_code == 405
