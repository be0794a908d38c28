"""Finding duplicates: which pictures are the same, which of them to keep, and a plan for the rest.

Nothing is ever deleted. Finding is a question; what becomes of the rest is `moving`'s business.
"""

from __future__ import annotations

from snapsort.duplicates.find import find_duplicates
from snapsort.duplicates.groups import KINDS, Duplicates, Group, Kind, Member
from snapsort.duplicates.links import link_copies, plan_links
from snapsort.duplicates.request import DuplicateRequest
from snapsort.duplicates.rest import plan_rest
from snapsort.duplicates.unlike import UnlikePairs, make_pair, read_unlike, write_word

__all__ = [
    "KINDS",
    "DuplicateRequest",
    "Duplicates",
    "Group",
    "Kind",
    "Member",
    "UnlikePairs",
    "find_duplicates",
    "link_copies",
    "make_pair",
    "plan_links",
    "plan_rest",
    "read_unlike",
    "write_word",
]
