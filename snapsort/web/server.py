"""The server: one socket on 127.0.0.1, from when it is made until it is stopped."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from snapsort.errors import UsageError
from snapsort.reviewing import Review
from snapsort.web.app import make_app
from snapsort.web.guard import make_access
from snapsort.web.images import Images

HOST = "127.0.0.1"
GRACE_S = 3
"""How long the end waits for answers that are on their way."""


class ReviewServer:
    """Listens and reads the pictures from now on; `run` answers.

    Args:
        port: 0 for any that is free.

    Raises:
        UsageError: the port is taken or may not be used.
    """

    def __init__(self, review: Review, *, port: int) -> None:
        self._review = review
        self._socket = _listen(port)
        self._access = make_access(self._socket.getsockname()[1])
        self._images = Images(review, workers=os.cpu_count() or 1)
        app = make_app(
            review, loading=review.load(), images=self._images, access=self._access, stop=self.stop
        )
        self._server = uvicorn.Server(_config(app))

    @property
    def address(self) -> str:
        """What to open in a browser, secret included."""
        return self._access.address

    def make_ticket_address(self) -> str:
        """The same for a program that opens it; works once."""
        return self._access.make_ticket_address()

    def run(self) -> None:
        """Answer until the page or Ctrl-C says stop; what is being done to files is ended cleanly."""
        try:
            with suppress(KeyboardInterrupt):  # uvicorn passes the signal on when it has ended
                self._server.run(sockets=[self._socket])
        finally:
            self._images.close()
            self._review.close()

    def stop(self) -> None:
        """Let `run` end, or not begin."""
        self._server.should_exit = True


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nobody stands between us and the browser
        timeout_graceful_shutdown=GRACE_S,
    )


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()  # now: a browser may come before `run` answers, and then waits
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} cannot be used: {error.strerror}", hint="choose another --port"
        ) from error
    return listening
