"""Heads on disk: which one belongs to a model and a label set, and files that cannot run code."""

from __future__ import annotations

from snapsort.heads.files import delete_head, list_heads, read_head, write_head
from snapsort.heads.kept import HeldOut, KeptHead, check_fits, head_file, labels_key, learned_labels

__all__ = [
    "HeldOut",
    "KeptHead",
    "check_fits",
    "delete_head",
    "head_file",
    "labels_key",
    "learned_labels",
    "list_heads",
    "read_head",
    "write_head",
]
