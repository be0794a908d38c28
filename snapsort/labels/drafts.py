"""Labels with the places they were written at, and the rules that hold between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from snapsort.folding import fold
from snapsort.labels.places import Place
from snapsort.labels.text import plain_text, quoted
from snapsort.records import Label, LabelSet

NEGATIVE_NAME = "other"


@dataclass(frozen=True, slots=True)
class DraftPrompt:
    """A complete prompt and where it was written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Draft:
    """A label that has not met the others yet. No name: the folder's words, or "other"."""

    place: Place
    prompts: tuple[DraftPrompt, ...]
    folder: PurePosixPath | None
    name: str | None = None
    min_probability: float | None = None
    min_margin: float | None = None
    weight: float = 1.0


def read_prompt(text: str, place: Place) -> DraftPrompt:
    """The prompt on one line. LabelFileError when nothing is left of it."""
    prompt = plain_text(text)
    if not prompt:
        raise place.error("the prompt is empty", hint='Write words, such as "a photo of a receipt".')
    return DraftPrompt(prompt, place)


def make_label_set(drafts: Sequence[Draft], *, name: str, description: str = "") -> LabelSet:
    """The label set of the drafts, in their order.

    Raises:
        LabelFileError: two labels share a folder, a name or a prompt, upper and lower case being equal.
    """
    _check_folders(drafts)
    _check_names(drafts)
    _check_prompts(drafts)
    negative_names = _free_negative_names(drafts)
    labels = tuple(_make_label(draft, negative_names) for draft in drafts)
    return LabelSet(name, labels, description)


def _make_label(draft: Draft, negative_names: Iterator[str]) -> Label:
    return Label(
        name=_known_name(draft) or next(negative_names),
        prompts=tuple(dict.fromkeys(prompt.text for prompt in draft.prompts)),
        folder=draft.folder,
        min_probability=draft.min_probability,
        min_margin=draft.min_margin,
        weight=draft.weight,
    )


def _known_name(draft: Draft) -> str | None:
    return str(draft.folder) if draft.name is None and draft.folder is not None else draft.name


def _free_negative_names(drafts: Sequence[Draft]) -> Iterator[str]:
    """other, other 2, other 3, and so on, without those that a label has."""
    taken = {fold(_known_name(draft) or "") for draft in drafts}
    names = (NEGATIVE_NAME if number == 1 else f"{NEGATIVE_NAME} {number}" for number in count(1))
    return (name for name in names if fold(name) not in taken)


def _check_folders(drafts: Sequence[Draft]) -> None:
    first: dict[str, Draft] = {}
    for draft in drafts:
        if draft.folder is None:
            continue
        other = first.setdefault(fold(str(draft.folder)), draft)
        if other is not draft:
            raise draft.place.error(
                f"the folder {quoted(str(draft.folder))} is the same as {_name_folder(other)}",
                hint="Put both labels' prompts into one label, or give one another folder.",
            )


def _name_folder(draft: Draft) -> str:
    return f"{quoted(str(draft.folder))} of {_refer(draft.place)}"


def _check_names(drafts: Sequence[Draft]) -> None:
    first: dict[str, Draft] = {}
    for draft in drafts:
        name = _known_name(draft)
        if name is None:
            continue
        other = first.setdefault(fold(name), draft)
        if other is not draft:
            raise draft.place.error(
                f"the name {quoted(name)} is also that of {_refer(other.place)}",
                hint='Give one of them another "name".',
            )


def _check_prompts(drafts: Sequence[Draft]) -> None:
    first: dict[str, tuple[Draft, DraftPrompt]] = {}
    for draft in drafts:
        for prompt in draft.prompts:
            other, same = first.setdefault(fold(prompt.text), (draft, prompt))
            if other is not draft:
                raise prompt.place.error(
                    f"the prompt {quoted(prompt.text)} is also {_refer(same.place)}",
                    hint="A prompt can win for one label only: remove it from one of them.",
                )


def _refer(place: Place) -> str:
    return str(place) or place.source
