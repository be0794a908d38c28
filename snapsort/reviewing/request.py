"""What is to be reviewed, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from snapsort.embeddings import EmbedOptions
from snapsort.heads import KeptHead
from snapsort.moving import JournalFolder, PlanTarget
from snapsort.photos import ScanOptions
from snapsort.records import LabelSet


@dataclass(frozen=True, slots=True)
class Limits:
    """When a label is believed: at least this probable, at least so far ahead of the second."""

    threshold: float
    margin: float


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where words, heads and journals are kept; thumbnails and views, too, unless they are None."""

    corrections_file: Path
    heads_folder: Path
    journals: JournalFolder
    thumbnails: Path | None
    views: Path | None = None


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """Which pictures are reviewed, for which labels, and when a label is believed at first.

    Attributes:
        labels: as the user wrote them; with a `head`, its labels come after them.
        head: what was learned; None for zero-shot.
        model_name: id and revision, as journals name it.
        head_model: which vectors a head belongs to.
        keeping: where what is said and done is kept.
        limits: of single labels, by name, in place of the general ones.
    """

    target: PlanTarget
    labels: LabelSet
    embed: EmbedOptions
    model_name: str
    head_model: str
    keeping: Keeping
    head: KeptHead | None = None
    scan: ScanOptions = field(default_factory=ScanOptions)
    min_probability: float = 0.5
    min_margin: float = 0.0
    limits: Mapping[str, Limits] = field(default_factory=dict)
