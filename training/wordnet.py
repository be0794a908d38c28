"""English nouns with how they hang together, from the files of Debian's package wordnet-base.

Format: wndb(5WN), https://wordnet.princeton.edu/documentation/wndb5wn
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.rows import Row

VISIBLE = frozenset({"05", "06", "08", "11", "13", "15", "17", "18", "19", "20", "27"})
"""Lexicographer files of what can be seen: animal, artifact, body, event, food, location, object ..."""

KIND_OF = (
    ("animal", "animal"),
    ("food", "food"),
    ("beverage", "food"),
    ("edible fruit", "food"),
    ("vegetable", "food"),
    ("foodstuff", "food"),
    ("vehicle", "vehicle"),
    ("person", "person"),
    ("geological formation", "landscape"),
    ("body of water", "landscape"),
    ("shore", "landscape"),
    ("reef", "landscape"),
    ("clothing", "clothing"),
    ("footwear", "clothing"),
    ("headdress", "clothing"),
    ("building", "city"),
    ("bridge", "city"),
    ("tower", "city"),
    ("memorial", "city"),
    ("place of worship", "city"),
    ("plant", "plant"),
    ("flower", "plant"),
    ("furniture", "indoor"),
    ("room", "indoor"),
    ("artifact", "object"),
)
"""The first of these above a noun decides its kind."""


@dataclass(frozen=True, slots=True)
class Synset:
    """One meaning: its words, the meanings above it, its short explanation."""

    words: tuple[str, ...]
    above: tuple[str, ...]
    gloss: str
    file: str


@dataclass(frozen=True, slots=True)
class WordNet:
    """Nouns by their number, and how often each word occurs in the tagged texts."""

    nouns: dict[str, Synset]
    frequency: Counter[str]

    def kind(self, number: str) -> str:
        """What a photo of it shows: a key of `phrases.KINDS`, or nothing."""
        above = {word for synset in self.climb(number) for word in synset.words}
        return next((kind for word, kind in KIND_OF if word in above), "")

    def climb(self, number: str) -> Iterator[Synset]:
        """The meaning and all above it, each once."""
        waiting, seen = [number], set()
        while waiting:
            current = waiting.pop(0)
            if current in self.nouns and current not in seen:
                seen.add(current)
                waiting.extend(self.nouns[current].above)
                yield self.nouns[current]

    def visible_words(self) -> list[str]:
        """Words of things that can be seen, in lower case, sorted: single words, and what occurs in texts."""
        words = {
            word.lower()
            for synset in self.nouns.values()
            if synset.file in VISIBLE
            for word in synset.words
            if not re.search(r"\d", word) and (" " not in word or self.frequency[word.lower()] > 0)
        }
        return sorted(words)


def read_wordnet(folder: Path) -> WordNet:
    """The nouns of `data.noun` and the counts of `cntlist.rev`."""
    lines = (folder / "data.noun").read_text("latin-1").splitlines()
    nouns = dict(_read_synset(line) for line in lines if not line.startswith(" "))
    frequency: Counter[str] = Counter()
    for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
        key, _, count = line.split()
        frequency[key.partition("%")[0].replace("_", " ")] += int(count)
    return WordNet(nouns, frequency)


def first_meanings(wordnet: WordNet) -> dict[str, str]:
    """Lower-case word -> the number of its first meaning that can be seen."""
    meanings: dict[str, str] = {}
    for number, synset in wordnet.nouns.items():
        if synset.file in VISIBLE:
            for word in synset.words:
                meanings.setdefault(word.lower(), number)
    return meanings


def with_kinds(rows: list[Row], wordnet: WordNet) -> list[Row]:
    """The rows, photos of unknown kind with the kind of their label's first meaning."""
    first = first_meanings(wordnet)
    kinds = {label: wordnet.kind(first.get(label, "")) for label in {row.label.lower() for row in rows}}
    return [
        Row(row.file, row.source, row.form, kinds[row.label.lower()], row.label, row.captions)
        if row.form == "photo" and not row.kind
        else row
        for row in rows
    ]


def _read_synset(line: str) -> tuple[str, Synset]:
    head, _, gloss = line.partition(" | ")
    fields = head.split()
    count = int(fields[3], 16)
    words = tuple(re.sub(r"\(.*\)", "", word).replace("_", " ") for word in fields[4 : 4 + 2 * count : 2])
    pointers = fields[5 + 2 * count :]
    above = tuple(
        pointers[4 * place + 1]
        for place in range(int(fields[4 + 2 * count]))
        if pointers[4 * place] in {"@", "@i"}
    )
    return fields[0], Synset(words, above, gloss.split(";")[0].strip(" ()"), fields[1])
