"""What a search for duplicates is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from snapsort.duplicates.groups import KINDS, Kind
from snapsort.duplicates.unlike import UnlikePairs
from snapsort.embeddings import EmbedOptions
from snapsort.photos import ScanOptions
from snapsort.similarity.duplicates_keep import RULES, Rule


@dataclass(frozen=True, slots=True)
class DuplicateRequest:
    """Where to look for what. Paths are absolute.

    Attributes:
        folders: the one that comes first, and those that are searched with it.
        protected: pictures below these are never among the rest.
        kinds: which groups are wanted.
        rules: which of a group to keep.
        unlike: what the user has said is no duplicate.
    """

    folders: tuple[Path, ...]
    embed: EmbedOptions
    scan: ScanOptions = field(default_factory=ScanOptions)
    protected: tuple[Path, ...] = ()
    kinds: tuple[Kind, ...] = KINDS
    rules: tuple[Rule, ...] = RULES
    unlike: UnlikePairs = frozenset()
