"""What a batch of pictures should have said: how far its vectors are from the words for it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.pool import FORM_NAMES, NONE, PHOTO, Facts
from training.words import Words, anchors, draw_phrases

NOUNS_A_STEP = 1500
PROFILE_SCALE = 14.0
FOLDERS = tuple(
    place for place, name in enumerate(FORM_NAMES) if name not in {"photo", "poster", "slide", "map"}
)
"""The forms that are folders of their own beside the kinds of photos."""


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How much each part counts."""

    label: float = 1.0
    form: float = 1.0
    folder: float = 1.0
    profile: float = 1.0
    cosine: float = 2.0
    teacher: float = 0.4
    relation: float = 0.6


class Scales(nn.Module):
    """Learned logit scales, one a task; dropped after training."""

    def __init__(self) -> None:
        super().__init__()
        self.logs = nn.Parameter(torch.tensor([3.2, 2.7, 2.7]))

    def forward(self) -> Tensor:
        """Of labels, forms and folders, (3,)."""
        return self.logs.exp().clamp(max=60)


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """What losses compare with: the words, which labels a source has, and the middles of forms and kinds."""

    words: Words
    banks: Tensor
    form_anchors: Tensor
    kind_anchors: Tensor


def make_targets(words: Words, banks: Tensor) -> Targets:
    """The targets of a run."""
    return Targets(words, banks, anchors(words.forms), anchors(words.kinds))


def picture_losses(
    vectors: Tensor, facts: Facts, targets: Targets, *, scales: Tensor, rng: torch.Generator
) -> dict[str, Tensor]:
    """Each part of the loss by its name in LossWeights; parts without a picture are missing.

    Args:
        vectors: (b, d), unit rows.
        scales: (3,), of labels, forms and folders.
        rng: a generator of the processor.
    """
    found = {
        "form": _form_loss(vectors, facts, targets, scale=scales[1], rng=rng),
        "cosine": _cosine_loss(vectors, facts, targets, rng),
    }
    if (facts.label != NONE).any():
        found["label"] = _label_loss(vectors, facts, targets, scales[0])
    folder, is_known = _folder_of(facts)
    if is_known.any():
        found["folder"] = _folder_loss(vectors[is_known], folder[is_known], targets, scale=scales[2], rng=rng)
    leaf, has_leaf = _leaves(facts, targets, rng)
    if has_leaf.any():
        found["profile"] = _profile_loss(vectors[has_leaf], leaf[has_leaf], targets, rng)
    return found


def _label_loss(vectors: Tensor, facts: Facts, targets: Targets, scale: Tensor) -> Tensor:
    """Cross-entropy over the labels that the picture's source has."""
    known = facts.label != NONE
    logits = scale * vectors[known] @ targets.words.labels.T
    logits = logits.masked_fill(~targets.banks[facts.source[known]], -1e4)
    return F.cross_entropy(logits, facts.label[known])


def _form_loss(
    vectors: Tensor, facts: Facts, targets: Targets, *, scale: Tensor, rng: torch.Generator
) -> Tensor:
    """Cross-entropy over the forms, each named by one of its phrases."""
    names = draw_phrases(targets.words.forms, rng)
    return F.cross_entropy(scale * vectors @ names.T, facts.form, label_smoothing=0.02)


def _folder_of(facts: Facts) -> tuple[Tensor, Tensor]:
    """The place of each picture's folder among FOLDERS and the kinds, and for which pictures it is known."""
    place = torch.full((len(FORM_NAMES),), NONE, device=facts.form.device)
    place[list(FOLDERS)] = torch.arange(len(FOLDERS), device=facts.form.device)
    of_kind = torch.where(facts.kind != NONE, facts.kind + len(FOLDERS), NONE)
    folder = torch.where(facts.form == PHOTO, of_kind, place[facts.form])
    return folder, folder != NONE


def _folder_loss(
    vectors: Tensor, folder: Tensor, targets: Targets, *, scale: Tensor, rng: torch.Generator
) -> Tensor:
    """Cross-entropy over the folders that most people would make, each named by one of its phrases."""
    forms = [targets.words.forms[place] for place in FOLDERS]
    names = draw_phrases([*forms, *targets.words.kinds], rng)
    return F.cross_entropy(scale * vectors @ names.T, folder, label_smoothing=0.03)


def _leaves(facts: Facts, targets: Targets, rng: torch.Generator) -> tuple[Tensor, Tensor]:
    """The most exact words for each picture, a caption or its label, (b, d), and for which there are any."""
    leaf = targets.words.labels[facts.label.clamp(min=0)]
    counts = (facts.captions != NONE).sum(1)
    pick = (torch.rand(len(counts), generator=rng).to(counts.device) * counts).long()
    caption = facts.captions.gather(1, pick[:, None]).squeeze(1)
    has_caption = counts > 0
    if has_caption.any():
        leaf = torch.where(has_caption[:, None], targets.words.captions[caption.clamp(min=0)], leaf)
    return leaf, has_caption | (facts.label != NONE)


def _cosine_loss(vectors: Tensor, facts: Facts, targets: Targets, rng: torch.Generator) -> Tensor:
    """One minus the cosine to a mix of what is known; left out: photos of which nothing else is."""
    leaf, has_leaf = _leaves(facts, targets, rng)
    is_photo, has_kind = facts.form == PHOTO, facts.kind != NONE
    photo = 0.9 * leaf * has_leaf[:, None] + 0.2 * targets.form_anchors[PHOTO]
    photo = photo + 0.3 * targets.kind_anchors[facts.kind.clamp(min=0)] * has_kind[:, None]
    goal = torch.where(is_photo[:, None], photo, targets.form_anchors[facts.form])
    counts = (~is_photo | has_leaf | has_kind).float()
    away = 1 - (vectors * F.normalize(goal, dim=1)).sum(1)
    return (away * counts).sum() / counts.sum().clamp(min=1)


def _profile_loss(vectors: Tensor, leaf: Tensor, targets: Targets, rng: torch.Generator) -> Tensor:
    """How the likeness to random nouns is spread: as that of the right words is.

    Without it a few nouns become hubs that most unknown pictures are called by.
    """
    nouns = targets.words.nouns
    places = torch.randint(len(nouns), (NOUNS_A_STEP,), generator=rng).to(nouns.device)
    names = torch.cat((nouns[places], leaf)).T
    goal = F.softmax(PROFILE_SCALE * leaf @ names, dim=1)
    return F.kl_div(F.log_softmax(PROFILE_SCALE * vectors @ names, dim=1), goal, reduction="batchmean")
