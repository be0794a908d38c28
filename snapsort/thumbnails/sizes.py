"""How large thumbnails are, and how they are compressed."""

from __future__ import annotations

SIZES_PX = (160, 320, 640)
"""The longer side of a thumbnail, for the sizes that a page asks for."""

QUALITY = 82
"""JPEG. At 160 pixels a picture then takes 5 kB, and nobody sees what is missing."""

VERSION = 1
"""Part of where thumbnails are kept. Raise it when the same content begins to give other bytes."""
