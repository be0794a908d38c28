"""Small upright JPEGs of pictures, made when somebody looks and kept by content in a cache folder."""

from __future__ import annotations

from snapsort.thumbnails.kept import forget_oldest, thumbnail
from snapsort.thumbnails.sizes import SIZES_PX

__all__ = ["SIZES_PX", "forget_oldest", "thumbnail"]
