"""The vectors of all words that pictures are taught by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from training.phrases import FORMS, KINDS, NAME_TEMPLATES

Encode = Callable[[list[str]], Tensor]
"""Phrases -> unit vectors, (n, d)."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Unit vectors of what pictures may be called.

    Attributes:
        forms: for each of `phrases.FORMS` those of its phrases, (p, d).
        kinds: for each of `phrases.KINDS` those of its phrases, (p, d).
        labels: (l, d), in the order of `label_names`.
        captions: (c, d), in the order of `caption_names`.
        nouns: (n, d) of things that can be seen.
    """

    forms: tuple[Tensor, ...]
    kinds: tuple[Tensor, ...]
    labels: Tensor
    label_names: tuple[str, ...]
    captions: Tensor
    caption_names: tuple[str, ...]
    nouns: Tensor

    def to(self, device: str) -> Words:
        """The same on a device."""
        return Words(
            tuple(vectors.to(device) for vectors in self.forms),
            tuple(vectors.to(device) for vectors in self.kinds),
            self.labels.to(device),
            self.label_names,
            self.captions.to(device),
            self.caption_names,
            self.nouns.to(device),
        )


def make_words(
    encode: Encode, *, labels: Iterable[str], captions: Iterable[str], nouns: Sequence[str]
) -> Words:
    """The vectors of all phrases, the given labels, captions and nouns; names sorted, each once."""
    label_names = tuple(sorted(set(labels) - {""}))
    caption_names = tuple(sorted(set(captions)))
    return Words(
        forms=tuple(encode(list(phrases)) for phrases in FORMS.values()),
        kinds=tuple(encode(list(phrases)) for phrases in KINDS.values()),
        labels=name_vectors(encode, label_names),
        label_names=label_names,
        captions=encode(list(caption_names)),
        caption_names=caption_names,
        nouns=name_vectors(encode, nouns),
    )


def name_vectors(encode: Encode, names: Sequence[str]) -> Tensor:
    """One unit vector a name, the mean over `phrases.NAME_TEMPLATES`."""
    each = [encode([template.format(name) for name in names]) for template in NAME_TEMPLATES]
    return F.normalize(torch.stack(each).mean(0), dim=-1)


def draw_phrases(groups: Sequence[Tensor], rng: torch.Generator) -> Tensor:
    """One of each group's vectors at random, (groups, d)."""
    return torch.stack([group[int(torch.randint(len(group), (), generator=rng))] for group in groups])


def anchors(groups: Sequence[Tensor]) -> Tensor:
    """Each group's middle, unit rows, (groups, d)."""
    return F.normalize(torch.stack([group.mean(0) for group in groups]), dim=1)
