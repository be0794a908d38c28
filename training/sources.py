"""What is known of the pictures of public repositories, from their paths and what stands beside them.

A folder holds one checkout a repository, named OWNER+NAME. `collect` writes the table of all their pictures.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.builtin_sets import UNSEEN
from training.repositories import SOURCES, Rule, Source
from training.rows import Row, write_rows
from training.wordnet import WordNet, with_kinds

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


def collect(checkouts: Path, wordnet: WordNet, *, captions: Path | None = None) -> list[Row]:
    """Write pictures.tsv of all sources that are there; what it says.

    Args:
        checkouts: a folder with one checkout a repository, named OWNER+NAME.
        wordnet: names the classes of ImageNet, and knows what kind of thing each name is.
        captions: Flickr8k's `Flickr8k.token.txt`, if at hand.
    """
    sentences = dict(read_flickr_captions(captions) if captions else {})
    rows: list[Row] = []
    for source in SOURCES:
        folder = checkouts / source.repository.replace("/", "+")
        if folder.is_dir():
            sentences |= read_coco_captions(folder)
            rows.extend(_rows_of(source, folder, wordnet, sentences))
    rows = with_kinds(rows, wordnet)
    write_rows(checkouts, rows)
    return rows


def read_labeled(folder: Path, table: str = "TRAIN.tsv") -> list[Row]:
    """The rows of a folder with a table of file, set, label, source_repo and note, each file's path absolute.

    Left out: labels that nothing may be learned of, and what people would not agree on.
    """
    with (folder / table).open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = ((record, _form_of(record)) for record in records)
    return [
        Row(
            str(folder.absolute() / "images" / record["file"]),
            record["source_repo"],
            form,
            _COARSE.get(record["note"].partition(";")[0].removeprefix("coarse="), "")
            if form == "photo"
            else "",
            "",
        )
        for record, form in found
        if form and record["label"] not in _NOT_TO_LEARN and record["source_repo"] not in _HAD
    ]


_COARSE = {
    "animal": "animal",
    "building": "city",
    "food": "food",
    "landscape": "landscape",
    "object": "object",
    "person": "person",
    "plant": "plant",
    "vehicle": "vehicle",
    "weapon": "object",
}
_DOCUMENTS = {
    "book_page": "document",
    "handwriting": "document",
    "form_letter": "document",
    "chart": "chart",
    "diagram": "chart",
    "meme": "meme",
    "poster": "poster",
}
_NOT_TO_LEARN = frozenset(UNSEEN) | {"framed_screenshot", "photo_of_screen", "ticket"}
_HAD = frozenset(source.repository for source in SOURCES)


def _form_of(record: Mapping[str, str]) -> str:
    forms = {"screenshots": "screenshot", "receipts": "receipt", "photos": "photo"}
    return forms.get(record["set"]) or _DOCUMENTS.get(record["label"], "")


def _rows_of(
    source: Source, folder: Path, wordnet: WordNet, captions: Mapping[str, tuple[str, ...]]
) -> Iterator[Row]:
    taken = {name.lower() for name in UNSEEN.values()}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in PICTURE_SUFFIXES:
            continue
        inside = path.relative_to(folder).as_posix()
        for rule in source.rules:
            match = re.search(rule.pattern, inside)
            if match is None:
                continue
            label = match.group(1) if match.groups() else ""
            name = _in_words(label, rule, wordnet)
            if label not in UNSEEN and name.lower() not in taken:
                file = path.relative_to(folder.parent).as_posix()
                sentences = captions.get(path.name, ())
                yield Row(file, source.repository, rule.form, rule.kind, name, sentences)
            break


def _in_words(label: str, rule: Rule, wordnet: WordNet) -> str:
    """A label of a path in words: an ImageNet number by WordNet, else by the rule."""
    if label.isdigit():
        return wordnet.nouns[label].words[0].lower() if label in wordnet.nouns else ""
    return (rule.names or {}).get(label, label.replace("_", " ").lower())


def read_flickr_captions(path: Path) -> dict[str, tuple[str, ...]]:
    """A picture's name -> the sentences about it, from lines NAME#NUMBER, a tab, a sentence."""
    return _gather(line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if "\t" in line)


def read_coco_captions(folder: Path) -> dict[str, tuple[str, ...]]:
    """A picture's name -> the sentences about it, from a checkout's annotations/captions_*.json, if any."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("annotations/captions_*.json")):
        content = json.loads(path.read_text("utf-8"))
        names = {image["id"]: image["file_name"] for image in content["images"]}
        found |= _gather((names[note["image_id"]], note["caption"]) for note in content["annotations"])
    return found


def _gather(pairs: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    sentences = defaultdict(list)
    for name, sentence in pairs:
        clean = re.sub(r"\s+", " ", sentence).strip(" .|").lower()
        sentences[name.partition("#")[0]].append(clean)
    return {name: tuple(found) for name, found in sentences.items()}
