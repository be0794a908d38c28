"""Pictures in an order in which likes stand beside likes: as a list, names, numbered copies or links."""

from __future__ import annotations

from snapsort.ordering.arrange import (
    Arrangement,
    Shape,
    arrange,
    arrange_stable_names,
    carry_out_arrangement,
)
from snapsort.ordering.into import making_smaller
from snapsort.ordering.order import By, Ordered, OrderRequest, order_photos
from snapsort.ordering.see import SeenFolder, see_folder

__all__ = [
    "Arrangement",
    "By",
    "OrderRequest",
    "Ordered",
    "SeenFolder",
    "Shape",
    "arrange",
    "arrange_stable_names",
    "carry_out_arrangement",
    "making_smaller",
    "order_photos",
    "see_folder",
]
