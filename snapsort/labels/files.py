"""The content of a label file, in its short or its full form -> LabelSet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TypedDict, cast

from snapsort.labels.drafts import Draft, DraftPrompt, make_label_set, read_prompt
from snapsort.labels.folders import folder_of_prompt, read_folder
from snapsort.labels.jsontext import read_json
from snapsort.labels.places import Place
from snapsort.labels.schema import check_shape
from snapsort.labels.text import plain_text
from snapsort.records import LabelSet

PROMPT_ITSELF = ("{}",)


class Templated(TypedDict, total=False):
    """The keys that a full file and a label in it share, as the schema leaves them."""

    name: str
    template: str
    templates: list[str]
    threshold: float
    margin: float


class LabelEntry(Templated, total=False):
    """A label in a full file."""

    folder: str | None
    prompt: str
    prompts: list[str]
    weight: float


class FullFile(Templated, total=False):
    """A file in the full form."""

    description: str
    wants_larger_model: bool
    labels: list[LabelEntry]


def parse_labels(content: bytes, *, source: str) -> LabelSet:
    """The label set that the bytes of a JSON label file describe.

    Args:
        content: UTF-8, with or without BOM.
        source: what errors call the file; its stem names the set when the file does not.

    Raises:
        LabelFileError: the content cannot be used; the message names the place, as in
            ``my.json: labels[2].prompts[0]: the prompt is empty``.
    """
    place = Place(source)
    try:
        value = read_json(content, place)
        check_shape(value, place)
    except RecursionError as error:
        raise place.error("is nested too deeply", hint="A label file needs four levels.") from error
    name = plain_text(PurePath(source).stem) or "labels"
    if isinstance(value, list):
        return _read_short(cast(list[str], value), place, name=name)  # checked by the schema above
    return _read_full(cast(FullFile, value), place, name=name)  # checked by the schema above


def _read_short(prompts: Sequence[str], place: Place, *, name: str) -> LabelSet:
    *rest, negative = (read_prompt(prompt, place.at(i)) for i, prompt in enumerate(prompts))
    labels = [Draft(prompt.place, (prompt,), folder_of_prompt(prompt.text, prompt.place)) for prompt in rest]
    return make_label_set([*labels, Draft(negative.place, (negative,), None)], name=name)


def _read_full(file: FullFile, place: Place, *, name: str) -> LabelSet:
    drafts = [_read_label(entry, file, place.at("labels", i)) for i, entry in enumerate(file["labels"])]
    label_set = make_label_set(
        drafts,
        name=plain_text(file.get("name", "")) or name,
        description=plain_text(file.get("description", "")),
    )
    return replace(label_set, wants_larger_model=file.get("wants_larger_model", False))


def _read_label(entry: LabelEntry, file: FullFile, place: Place) -> Draft:
    folder = entry.get("folder")
    return Draft(
        place=place,
        prompts=tuple(_complete_prompts(entry, file, place)),
        folder=None if folder is None else read_folder(folder, place.at("folder")),
        name=plain_text(entry.get("name", "")) or None,
        min_probability=entry.get("threshold", file.get("threshold")),
        min_margin=entry.get("margin", file.get("margin")),
        weight=entry.get("weight", 1.0),
    )


def _complete_prompts(entry: LabelEntry, file: FullFile, place: Place) -> Iterator[DraftPrompt]:
    """Every template with every prompt in it; the label's templates replace the file's."""
    templates = _read_templates(entry) or _read_templates(file) or PROMPT_ITSELF
    for prompt in _read_prompts(entry, place):
        for template in templates:
            yield DraftPrompt(plain_text(template.replace("{}", prompt.text)), prompt.place)


def _read_templates(owner: Templated) -> Sequence[str]:
    return [owner["template"]] if "template" in owner else owner.get("templates", ())


def _read_prompts(entry: LabelEntry, place: Place) -> Iterator[DraftPrompt]:
    if "prompt" in entry:
        yield read_prompt(entry["prompt"], place.at("prompt"))
    for i, prompt in enumerate(entry.get("prompts", ())):
        yield read_prompt(prompt, place.at("prompts", i))
