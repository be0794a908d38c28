"""What the stages leave in the work folder, read for those that come after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from training.losses import Targets, make_targets
from training.measure import thin
from training.pool import Facts, Part, make_banks, make_facts, read_parts
from training.rows import Row
from training.settings import Settings
from training.teachers import Teachers, imagenet_names, read_teachers
from training.text_tower import Reader, read_reader
from training.wordnet import WordNet, read_wordnet
from training.words import Words, make_words, name_vectors

DRAWN, SHARDS, EXCLUDED, TEXT, IMAGE, MODEL = "drawn", "shards", "excluded.json", "text", "image.pt", "model"
TRAINING, FEATURES = "training.pt", "features"
"""Names in the work folder."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What an image tower is trained on: pictures, what is known of them, and the words."""

    parts: list[Part]
    facts: list[Facts]
    targets: Targets


def read_material(settings: Settings) -> Material:
    """All pictures for training, on the device of the settings."""
    parts = read_pictures(settings, is_validation=False)
    rows = [row for part in parts for row in part.rows]
    sources = sorted({row.source for row in rows})
    nouns = find_wordnet(settings).visible_words()
    words = words_for(rows, find_reader(settings), nouns=nouns).to(settings.device)
    banks = make_banks(rows, words, sources, settings.device)
    facts = [make_facts(part.rows, words, sources, settings.device) for part in parts]
    return Material(parts, facts, make_targets(words, banks))


def read_pictures(settings: Settings, *, is_validation: bool) -> list[Part]:
    """The packed pictures for training; or those for validation, of each source some."""
    excluded = frozenset(json.loads((settings.work / EXCLUDED).read_text("utf-8")))
    device = "cpu" if is_validation else settings.device
    parts = read_parts(settings.work / SHARDS, device=device, is_validation=is_validation, excluded=excluded)
    return thin(parts) if is_validation else parts


def find_reader(settings: Settings) -> Reader:
    """The text tower."""
    return read_reader(settings.work / TEXT)


def find_wordnet(settings: Settings) -> WordNet:
    """WordNet, from the folder of the settings."""
    return read_wordnet(settings.need("wordnet"))


def find_teachers(settings: Settings) -> Teachers | None:
    """The image teachers, if any are wanted."""
    if settings.teachers is None or not settings.teacher_share:
        return None
    names = name_vectors(find_reader(settings).encode, imagenet_names(find_wordnet(settings)))
    return read_teachers(settings.teachers, names, device=settings.device)


def words_for(rows: Sequence[Row], reader: Reader, *, nouns: Sequence[str] = ("thing",)) -> Words:
    """The vectors of the words for some pictures."""
    return make_words(
        reader.encode,
        labels=[row.label for row in rows],
        captions=[caption for row in rows for caption in row.captions],
        nouns=nouns,
    )
