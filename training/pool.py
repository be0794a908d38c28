"""The training pictures in memory, and which of them come into a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.phrases import FORMS, KINDS
from training.rows import Row
from training.shards import read_shards
from training.words import Words

MAX_CAPTIONS = 5
FORM_NAMES, KIND_NAMES = tuple(FORMS), tuple(KINDS)
PHOTO = FORM_NAMES.index("photo")
NONE = -1

FORM_WEIGHTS = {"photo": 6.0, "screenshot": 1.5, "receipt": 1.3, "document": 1.2, "chart": 0.8, "meme": 1.2}
"""How often a form comes into a batch, relative to the others; those that are not named: 0.3."""
MAX_SOURCE_SHARE = 0.35
"""Of the pictures of a form, at most this share comes from one source, if there are others."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known of n pictures, as numbers; NONE: not known.

    Attributes:
        form: (n,) place in FORM_NAMES.
        kind: (n,) place in KIND_NAMES.
        label: (n,) place in `Words.label_names`.
        captions: (n, MAX_CAPTIONS) places in `Words.caption_names`.
        source: (n,) a number for each source.
    """

    form: Tensor
    kind: Tensor
    label: Tensor
    captions: Tensor
    source: Tensor

    def take(self, places: Tensor) -> Facts:
        """Those of some pictures."""
        return Facts(
            self.form[places],
            self.kind[places],
            self.label[places],
            self.captions[places],
            self.source[places],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Pictures of one size, (n, s, s, 3) uint8, with their rows."""

    pixels: Tensor
    rows: tuple[Row, ...]


def read_parts(folder: Path, *, device: str, is_validation: bool, excluded: frozenset[str]) -> list[Part]:
    """The pictures of a folder of shards for training, or those for validation, one part a size."""
    pixels: dict[int, list[Tensor]] = {}
    rows: dict[int, list[Row]] = {}
    wanted = read_shards(folder, lambda row: row.is_validation == is_validation and row.file not in excluded)
    for shard in wanted:
        side = shard.pixels.shape[1]
        pixels.setdefault(side, []).append(torch.from_numpy(shard.pixels))
        rows.setdefault(side, []).extend(shard.rows)
    return [Part(torch.cat(pixels[side]).to(device), tuple(rows[side])) for side in sorted(pixels)]


def make_facts(rows: Sequence[Row], words: Words, sources: Sequence[str], device: str) -> Facts:
    """The rows as numbers."""
    labels = {name: place for place, name in enumerate(words.label_names)}
    captions = {name: place for place, name in enumerate(words.caption_names)}
    numbers = {name: place for place, name in enumerate(sources)}
    padded = [
        ([captions[caption] for caption in row.captions] + [NONE] * MAX_CAPTIONS)[:MAX_CAPTIONS]
        for row in rows
    ]
    return Facts(
        torch.tensor([FORM_NAMES.index(row.form) for row in rows], device=device),
        torch.tensor([KIND_NAMES.index(row.kind) if row.kind else NONE for row in rows], device=device),
        torch.tensor([labels.get(row.label, NONE) for row in rows], device=device),
        torch.tensor(padded, device=device).view(len(rows), MAX_CAPTIONS),
        torch.tensor([numbers[row.source] for row in rows], device=device),
    )


def make_banks(rows: Sequence[Row], words: Words, sources: Sequence[str], device: str) -> Tensor:
    """Which labels a source's pictures may have, (sources, labels) bool."""
    labels = {name: place for place, name in enumerate(words.label_names)}
    numbers = {name: place for place, name in enumerate(sources)}
    banks = torch.zeros(len(sources), max(1, len(labels)), dtype=torch.bool)
    for row in rows:
        if row.label:
            banks[numbers[row.source], labels[row.label]] = True
    return banks.to(device)


def sampling_weights(parts: Sequence[Part]) -> list[Tensor]:
    """For each part how often each of its pictures is drawn, (n,); all together sum to 1.

    Forms by FORM_WEIGHTS; within a form sources by the root of their size, none above MAX_SOURCE_SHARE.
    """
    counts = Counter((row.form, row.source) for part in parts for row in part.rows)
    shares: dict[tuple[str, str], float] = {}
    for form in {form for form, _ in counts}:
        own = {key: count**0.5 for key, count in counts.items() if key[0] == form}
        limit = MAX_SOURCE_SHARE * sum(own.values()) if len(own) > 2 else float("inf")
        capped = {key: min(size, limit) for key, size in own.items()}
        total = sum(capped.values())
        shares |= {key: FORM_WEIGHTS.get(form, 0.3) * size / total for key, size in capped.items()}
    whole = sum(shares.values())
    return [
        torch.tensor(
            np.array(
                [shares[row.form, row.source] / counts[row.form, row.source] / whole for row in part.rows]
            )
        )
        for part in parts
    ]
