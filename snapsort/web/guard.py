"""Who may ask: the browser that was given the token, from our own page, at our own address. Nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_BYTES = 32

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Access:
    """The port that is listened on, the secret that opens the page, and tickets that do so once."""

    port: int
    token: str
    tickets: set[str] = field(default_factory=set, repr=False)

    @property
    def address(self) -> str:
        """What the user opens; whoever has it may do what the page does."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def make_ticket_address(self) -> str:
        """What a program may be told to open: other users can see its command line, but not use it again."""
        ticket = secrets.token_urlsafe(TOKEN_BYTES)
        self.tickets.add(ticket)
        return f"http://127.0.0.1:{self.port}/?ticket={ticket}"

    @property
    def cookie(self) -> str:
        """The name of the cookie. Cookies do not know ports, and two reviews may run at once."""
        return f"snapsort-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a browser may call us. Another name that leads here is somebody else's (DNS rebinding)."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"


def make_access(port: int) -> Access:
    """Access with a new secret."""
    return Access(port, secrets.token_urlsafe(TOKEN_BYTES))


class Guard:
    """In front of the app: refuses with an empty 403, lets the token in, adds security headers."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI wants it."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        app: ASGIApp = Response(status_code=403)
        if _is_from_our_page(headers, self._access):
            if _brings_secret(scope, self._access):
                app = _let_in(self._access)
            elif _has_cookie(headers, self._access):
                app = self._app
        await app(scope, receive, _with_security_headers(send))


def _is_from_our_page(headers: Headers, access: Access) -> bool:
    """Whether the request is meant for us and was not made by somebody else's page.

    Pages on other ports of this machine count as the same site, so `same-site` is refused as well.
    """
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    return (
        len(hosts) == 1
        and hosts[0] in access.hosts
        and all(origin.removeprefix("http://") in access.hosts for origin in origins)
        and all(site in ("same-origin", "none") for site in headers.getlist("sec-fetch-site"))
    )


def _brings_secret(scope: Scope, access: Access) -> bool:
    """Whether the address holds the token, or a ticket, which is void from now on."""
    if scope["path"] != "/" or scope["method"] != "GET":
        return False
    query = parse_qs(scope["query_string"].decode("latin-1"))
    used = access.tickets.intersection(query.get("ticket", ()))
    access.tickets.difference_update(used)
    return bool(used) or _is_token(query.get("token", ()), access)


def _has_cookie(headers: Headers, access: Access) -> bool:
    pairs = (pair.partition("=") for header in headers.getlist("cookie") for pair in header.split(";"))
    return _is_token((value for name, _, value in pairs if name.strip() == access.cookie), access)


def _is_token(values: Iterable[str], access: Access) -> bool:
    """Whether one of them is the token; how long it takes does not depend on where they differ."""
    expected = access.token.encode("ascii")
    return any(secrets.compare_digest(value.strip().encode("utf-8", "replace"), expected) for value in values)


def _let_in(access: Access) -> Response:
    """To the page, with a cookie in place of the token, which so leaves the address bar."""
    response = Response(status_code=303, headers={"Location": "/", "Cache-Control": "no-store"})
    response.set_cookie(access.cookie, access.token, httponly=True, samesite="strict", path="/")
    return response


def _with_security_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
