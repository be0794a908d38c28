"""The cache: what was computed once is not computed again. Deleting it changes time, never results."""

from __future__ import annotations

from snapsort.embeddings.cache.spaces import PIXELS_VERSION, space_key
from snapsort.embeddings.cache.store import Cache, Reading

__all__ = ["PIXELS_VERSION", "Cache", "Reading", "space_key"]
