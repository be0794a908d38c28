"""Nobody gets in but the browser with the token, from our own page, at our own address."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.conftest import PORT, Page

OURS = f"127.0.0.1:{PORT}"
ASKED = (
    *("/", "/static/index.html", "/api/session", "/api/pictures", "/thumb/0", "/picture/0"),
    *("/nothing", "/api/tasks/1"),
)


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("token", ["", "wrong", "é", "a" * 5000])
def test_without_the_token_there_is_an_empty_403(page: Page, path: str, token: str) -> None:
    answer = page.stranger().get(path, params={"token": token} if token else {})
    assert (answer.status_code, answer.content) == (403, b"")


def test_the_token_opens_the_page_and_leaves_the_address(page: Page) -> None:
    browser = page.stranger()
    answer = browser.get(f"/?token={page.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "token" not in answer.headers["location"]
    assert browser.get("/").status_code == 200


def test_the_cookie_is_for_this_port_and_out_of_reach_of_scripts(page: Page) -> None:
    cookie = page.stranger().get(f"/?token={page.token}").headers["set-cookie"]
    assert cookie.startswith(f"snapsort-{PORT}={page.token};")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_ticket_opens_the_page_once(page: Page) -> None:
    path = page.access.make_ticket_address().partition(str(PORT))[2]
    browser = page.stranger()
    assert browser.get(path, headers={"host": "evil.example"}).status_code == 403
    assert browser.get(path).status_code == 303
    assert browser.get("/api/session").status_code == 200
    assert page.stranger().get(path).status_code == 403
    assert page.stranger().get("/?ticket=").status_code == 403


def test_a_ticket_is_no_token(page: Page) -> None:
    ticket = page.access.make_ticket_address().partition("ticket=")[2]
    assert page.stranger().get(f"/?token={ticket}").status_code == 403
    cookie = {"cookie": f"snapsort-{PORT}={ticket}"}
    assert page.stranger().get("/api/session", headers=cookie).status_code == 403


def test_the_token_in_another_address_opens_nothing(page: Page) -> None:
    assert page.stranger().get(f"/api/session?token={page.token}").status_code == 403
    assert page.stranger().post(f"/?token={page.token}", json={}).status_code == 403


@pytest.mark.parametrize("cookie", ["wrong", "", "é", f"snapsort-{PORT + 1}=TOKEN"])
def test_a_wrong_cookie_opens_nothing(page: Page, cookie: str) -> None:
    name = cookie.replace("TOKEN", page.token) if "=" in cookie else f"snapsort-{PORT}={cookie}"
    answer = page.stranger().get("/api/session", headers=[(b"cookie", name.encode())])
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        f"127.0.0.1:{PORT + 1}",
        f"{OURS}.evil.example",
        "",
    ],
)
def test_a_foreign_host_is_refused_even_with_the_cookie(page: Page, host: str) -> None:
    assert page.client.get("/api/session", headers={"host": host}).status_code == 403
    assert page.client.get(f"/?token={page.token}", headers={"host": host}).status_code == 403


def test_localhost_is_another_name_of_ours(page: Page) -> None:
    assert page.client.get("/api/session", headers={"host": f"localhost:{PORT}"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        f"https://{OURS}",
        f"http://127.0.0.1:{PORT + 1}",
        f"http://{OURS}/",
        "",
    ],
)
def test_a_foreign_origin_is_refused_and_nothing_happens(page: Page, origin: str) -> None:
    body = {"changes": [{"picture": 0, "label": "greens"}]}
    answer = page.client.post("/api/said", json=body, headers={"origin": origin})
    assert (answer.status_code, answer.content) == (403, b"")
    assert page.review.standing.corrections == 0


@pytest.mark.parametrize("origin", [f"http://{OURS}", f"http://localhost:{PORT}"])
def test_our_own_origins_are_let_through(page: Page, origin: str) -> None:
    assert page.client.get("/api/session", headers={"origin": origin}).status_code == 200


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)]
)
def test_what_another_page_made_the_browser_ask_is_refused(page: Page, site: str, status: int) -> None:
    assert page.client.get("/thumb/0", headers={"sec-fetch-site": site}).status_code == status


@pytest.mark.parametrize("path", ["/", "/api/session", "/nothing", "/static/nothing.js"])
def test_every_answer_forbids_what_a_page_could_be_talked_into(page: Page, path: str) -> None:
    headers = page.client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_refusal_forbids_it_too(page: Page) -> None:
    assert page.stranger().get("/").headers["content-security-policy"].startswith("default-src 'none'")


def test_two_reviews_have_two_tokens(tmp_path: Path) -> None:
    from snapsort.web import make_access

    tokens = {make_access(PORT).token for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43
