"""What the text tower reads: nouns of things that can be seen, and phrases and sentences about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.phrases import FORMS, KINDS
from training.wordnet import VISIBLE, WordNet

BETWEEN = ("holding", "next to", "on top of", "with", "in front of", "near", "under", "beside", "behind")
LOOKS = ("small", "large", "old", "red", "green", "blue", "white", "wooden", "wild", "bright", "dark")
FOLDERS = Path(__file__).with_name("folders.txt")
"""What people call folders of pictures."""
FOLDER_TEMPLATES = ("{}", "{} photos", "{} pictures", "photo of {}", "screenshot of {}", "a drawing of {}")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Nouns, each of which is read in many templates, and phrases that are read as they are."""

    nouns: tuple[str, ...]
    phrases: tuple[str, ...]


def make_corpus(
    wordnet: WordNet, *, labels: Iterable[str], captions: Iterable[str], composed: int, seed: int
) -> Corpus:
    """The visible nouns and all labels; their explanations, captions, and so many composed phrases."""
    rng = Random(seed)
    nouns = sorted({*wordnet.visible_words(), *labels} - {""})
    common = [noun for noun in nouns if wordnet.frequency[noun] > 1] or nouns
    glosses = {
        synset.gloss
        for synset in wordnet.nouns.values()
        if synset.file in VISIBLE and 10 < len(synset.gloss) < 110
    }
    named = {phrase for phrases in (*FORMS.values(), *KINDS.values()) for phrase in phrases}
    folders = {
        template.format(name) for name in FOLDERS.read_text("utf-8").split() for template in FOLDER_TEMPLATES
    }
    made = {_compose(common, rng) for _ in range(composed)}
    return Corpus(tuple(nouns), tuple(sorted((glosses | folders | made | set(captions)) - named)))


def _compose(nouns: list[str], rng: Random) -> str:
    one, other, way = rng.choice(nouns), rng.choice(nouns), rng.random()
    if way < 0.4:
        return f"{rng.choice(LOOKS)} {one}"
    if way < 0.8:
        return f"a {one} {rng.choice(BETWEEN)} a {other}"
    return f"{one}s and {other}s"
