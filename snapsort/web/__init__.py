"""The review as a page: HTTP on 127.0.0.1 and nothing else. What it shows and does is `reviewing`'s."""

from __future__ import annotations

from snapsort.web.app import make_app
from snapsort.web.guard import Access, make_access
from snapsort.web.server import ReviewServer

__all__ = ["Access", "ReviewServer", "make_access", "make_app"]
