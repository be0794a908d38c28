"""Labels for a folder of which nobody has said what is in it."""

from __future__ import annotations

from snapsort.discovering.discover import Discovered, DiscoverRequest, Proposal, discover

__all__ = ["DiscoverRequest", "Discovered", "Proposal", "discover"]
