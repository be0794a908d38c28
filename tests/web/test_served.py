"""The server itself, asked over a socket, where no client tidies up what is sent."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from snapsort.embeddings import Cache
from snapsort.errors import UsageError
from snapsort.reviewing import Review
from snapsort.web import ReviewServer
from snapsort.web.bodies import MAX_BODY_BYTES
from tests.embeddings.fakes import ColorEncoder, lazy
from tests.reviewing.made import PATIENCE_S, make_request

TRAVERSALS = (
    "..",
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//etc/passwd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "..\\..\\secret.txt",
    "index.html%00.js",
    "-1",
    "1e3",
    "0x0",
    "%D9%A3",
    "9" * 5000,
    "<script>",
)
PLACES = (
    "/static/{}",
    "/thumb/{}",
    "/picture/{}",
    "/thumb/0?size={}",
    "/thumb/0?v={}",
    "/picture/0?v={}",
    "/api/tasks/{}",
    "/api/alike?picture={}",
    "/api/alike?picture=0&most={}",
    "/api/search?words=red%20or%20so&like={}",
    "/api/search?words=red%20or%20so&most={}",
    "/api/suggest?most={}",
    "/api/map?dims={}",
    "/api/map?dims=2&method={}",
    "/{}",
    "/api/{}",
)


@dataclass(frozen=True)
class Served:
    """A server that runs, and the headers of a browser that was let in."""

    server: ReviewServer
    review: Review
    thread: threading.Thread
    port: int
    headers: dict[str, str]

    def ask(
        self, path: str, *, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body of the answer; the path goes as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            sent = {**self.headers, "Content-Length": str(len(body)), **(headers or {})}
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture
def served(root: Path) -> Iterator[Served]:
    review = Review(make_request(root), model=lazy(ColorEncoder()), open_cache=lambda: Cache(None))
    server = ReviewServer(review, port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    parts = urlsplit(server.address)
    assert parts.port is not None
    cookie = f"snapsort-{parts.port}={parts.query.removeprefix('token=')}"
    headers = {"Cookie": cookie, "Content-Type": "application/json"}
    yield Served(server, review, thread, parts.port, headers)
    server.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def loaded(served: Served) -> None:
    """Wait until the pictures are there."""
    while json.loads(served.ask("/api/session")[1])["revision"] == 0:
        pass


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file beside the folder."""
    path = tmp_path / "secret.txt"
    path.write_text("SECRET root:x:0:0")
    return path


@pytest.mark.parametrize("place", PLACES)
def test_no_parameter_is_a_way_out_of_the_folder(served: Served, secret: Path, place: str) -> None:
    loaded(served)
    for traversal in (*TRAVERSALS, str(secret)):
        status, content = served.ask(place.format(traversal))
        assert status in (400, 404), (traversal, status, content)
        assert b"root:x" not in content
        assert b"SECRET" not in content


def test_it_listens_on_this_machine_only(served: Served) -> None:
    assert served.server.address.startswith(f"http://127.0.0.1:{served.port}/?token=")
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", served.port))


def test_a_hundred_megabytes_are_refused_without_being_read(served: Served) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in served.headers.items())
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE_S) as connection:
        request = f"POST /api/said HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n{head}"
        connection.sendall(f"{request}Content-Length: 100000000\r\n\r\n".encode())
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_an_endless_body_is_refused_when_it_is_too_large(served: Served) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in served.headers.items())
    chunk = f"{MAX_BODY_BYTES // 8:x}\r\n".encode() + b" " * (MAX_BODY_BYTES // 8) + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE_S) as connection:
        request = f"POST /api/said HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n{head}"
        connection.sendall(f"{request}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(9):
            connection.sendall(chunk)
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_hundred_megabytes_leave_the_server_as_it_was(served: Served) -> None:
    loaded(served)
    try:
        status, _ = served.ask("/api/said", method="POST", body=b" " * 100_000_000)
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # it hung up before all was sent
    assert status == 413
    assert served.ask("/api/session")[0] == 200


def test_the_page_can_stop_it(served: Served) -> None:
    assert served.ask("/api/stop", method="POST", body=b"{}")[0] == 200
    served.thread.join(PATIENCE_S)
    assert not served.thread.is_alive()
    assert served.review.is_stopping


def test_a_port_that_is_taken_is_refused_in_words(served: Served) -> None:
    with pytest.raises(UsageError, match=f"port {served.port} cannot be used"):
        ReviewServer(served.review, port=served.port)
