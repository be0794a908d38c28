"""The space that pictures and words share: a sentence encoder's, without what all its vectors have in common.

Sentence encoders put all phrases of one template near each other, and photo near screenshot. So the mean of
each template is taken off, what is left is reduced to its main directions, and the forms are pushed apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F
from transformers import AutoModel, AutoTokenizer, PreTrainedModel

from training.corpus import Corpus
from training.phrases import FORMS, KINDS, NAME_TEMPLATES
from training.towers import WIDTH
from training.words import Encode

OWN_SHARE = 0.3
"""Of a phrase's target: the rest is its form's or kind's middle."""
NEGATED_SHARE = 0.05
"""The same of a phrase that names another form to say that it is not meant."""
APART = 0.3
"""How far the forms are pushed apart: 0 not at all, 0.5 until they are orthogonal."""
MAX_TOKENS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Goals:
    """Where phrases should go: unit rows, (n, WIDTH), each list in the order of its phrases."""

    nouns: Tensor
    phrases: Tensor
    named: tuple[str, ...]
    named_goals: Tensor


def make_goals(corpus: Corpus, teach: Encode) -> Goals:
    """The goals of a corpus's nouns and phrases, and of all phrases for forms and kinds."""
    each = [teach([template.format(noun) for noun in corpus.nouns]) for template in NAME_TEMPLATES]
    nouns = F.normalize(
        torch.stack([F.normalize(vectors - vectors.mean(0), dim=1) for vectors in each]).mean(0), dim=1
    )
    phrases = teach(list(corpus.phrases))
    middle = torch.cat((each[0], phrases)).mean(0)
    phrases = F.normalize(phrases - middle, dim=1)
    directions = _main_directions(torch.cat((nouns, phrases)))

    def place(names: Sequence[str]) -> Tensor:
        return _project(F.normalize(teach(list(names)) - middle, dim=1), directions)

    forms = _group_goals(FORMS, place, apart=APART)
    kinds = _group_goals(KINDS, place, apart=0.0)
    goals = forms | kinds
    return Goals(
        _project(nouns, directions),
        _project(phrases, directions),
        tuple(goals),
        torch.stack(list(goals.values())),
    )


def read_sentence_teacher(folder: Path, *, device: str) -> Encode:
    """A sentence encoder of transformers that takes the mean over tokens, such as the MiniLM ones."""
    load: Callable[..., PreTrainedModel] = AutoModel.from_pretrained
    model = load(folder, local_files_only=True).train(False)
    torch.nn.Module.to(model, device)
    load_words: Callable[..., Callable[..., Mapping[str, Tensor]]] = AutoTokenizer.from_pretrained
    tokenizer = load_words(folder, local_files_only=True)

    @torch.inference_mode()
    def encode(phrases: list[str], batch: int = 256) -> Tensor:
        order = sorted(range(len(phrases)), key=lambda place: len(phrases[place]))
        found: list[Tensor] = []
        for begin in range(0, len(order), batch):
            some = [phrases[place] for place in order[begin : begin + batch]]
            words = tokenizer(some, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
            words = {name: value.to(device) for name, value in words.items()}
            states: Tensor = model(**words).last_hidden_state
            mask = words["attention_mask"][..., None]
            found.append(((states * mask).sum(1) / mask.sum(1)).float().cpu())
        vectors = F.normalize(torch.cat(found), dim=1)
        return vectors[torch.tensor(order).argsort()]

    return encode


def _main_directions(vectors: Tensor) -> Tensor:
    """The WIDTH directions of greatest variance, (d, min(d, WIDTH))."""
    directions: Tensor = torch.linalg.eigh(vectors.T @ vectors).eigenvectors  # in rising order
    return directions.flip(1)[:, :WIDTH]


def _project(vectors: Tensor, directions: Tensor) -> Tensor:
    placed = vectors @ directions
    return F.normalize(F.pad(placed, (0, WIDTH - placed.shape[1])), dim=1)


def _group_goals(
    groups: Mapping[str, Sequence[str]], place: Callable[[Sequence[str]], Tensor], *, apart: float
) -> dict[str, Tensor]:
    """Phrase -> its goal: between its own place and the middle of its group."""
    own = {name: place(phrases) for name, phrases in groups.items()}
    negated = {
        name: [_names_another(phrase, name, groups) for phrase in phrases] for name, phrases in groups.items()
    }
    middles = torch.stack(
        [F.normalize(own[name][~torch.tensor(negated[name])].mean(0), dim=0) for name in groups]
    )
    values, turns = torch.linalg.eigh(middles @ middles.T)
    # Partial symmetric orthogonalization (Löwdin 1950).
    middles = F.normalize(turns @ torch.diag(values.clamp(min=1e-3) ** -apart) @ turns.T @ middles, dim=1)
    goals: dict[str, Tensor] = {}
    for name, middle in zip(groups, middles, strict=True):
        for phrase, vector, is_negated in zip(groups[name], own[name], negated[name], strict=True):
            share = NEGATED_SHARE if is_negated else OWN_SHARE
            goals[phrase] = F.normalize(share * vector + (1 - share) * middle, dim=0)
    return goals


def _names_another(phrase: str, own: str, groups: Mapping[str, Sequence[str]]) -> bool:
    return own == "photo" and any(other in phrase for other in groups if other != own)
