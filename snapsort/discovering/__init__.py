"""Labels for a folder of which nobody has said what is in it, and names for groups of likes."""

from __future__ import annotations

from snapsort.discovering.discover import Discovered, DiscoverRequest, Proposal, discover
from snapsort.discovering.naming import Topics, embed_topics, name_clusters

__all__ = ["DiscoverRequest", "Discovered", "Proposal", "Topics", "discover", "embed_topics", "name_clusters"]
