"""Photos and labels to unit vectors, through a cache that is only a cache."""

from __future__ import annotations

from snapsort.embeddings.cache import Cache
from snapsort.embeddings.details import find_details
from snapsort.embeddings.embed import EmbedOptions, embed_photos
from snapsort.embeddings.lazy import Encoder, LazyEncoder
from snapsort.embeddings.ledger import Embedded
from snapsort.embeddings.prompts import LabelVectors, embed_labels

__all__ = [
    "Cache",
    "EmbedOptions",
    "Embedded",
    "Encoder",
    "LabelVectors",
    "LazyEncoder",
    "embed_labels",
    "embed_photos",
    "find_details",
]
