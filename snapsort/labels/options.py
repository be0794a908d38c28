"""`--label` and `--negative` on the command line -> LabelSet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from snapsort.errors import LabelFileError
from snapsort.labels.drafts import Draft, DraftPrompt, make_label_set, read_prompt
from snapsort.labels.folders import folder_of_prompt, read_folder
from snapsort.labels.places import Place
from snapsort.labels.text import quoted
from snapsort.records import LabelSet

DEFAULT_NEGATIVE = "a photo of a real-world scene, an object or a person"
"""Competes when no `--negative` is given. It fits labels that are no plain photos, such as receipts."""


def labels_from_options(labels: Sequence[str], negatives: Sequence[str]) -> LabelSet:
    """The label set that options describe: the labels in order, then the negatives.

    Args:
        labels: ``FOLDER=PROMPT`` each, as in ``receipts=a photo of a receipt``; one folder may come several
            times, which gives its label several prompts. Without ``=`` the prompt's words name the folder.
        negatives: a prompt each, and a label each. None: `DEFAULT_NEGATIVE`.

    Raises:
        LabelFileError: no label, an empty prompt, a folder that cannot be used, labels that collide.
    """
    if not labels:
        raise LabelFileError("no --label", hint='Add one, such as --label "receipts=a photo of a receipt".')
    by_folder: dict[PurePosixPath, list[DraftPrompt]] = {}
    for option in labels:
        folder, prompt = _read_label(option)
        by_folder.setdefault(folder, []).append(prompt)
    drafts = [Draft(prompts[0].place, tuple(prompts), folder) for folder, prompts in by_folder.items()]
    return make_label_set([*drafts, *_read_negatives(negatives)], name="command line")


def _read_label(option: str) -> tuple[PurePosixPath, DraftPrompt]:
    place = Place(f"--label {quoted(option)}")
    folder, equals, prompt = option.partition("=")
    if not equals:
        words = read_prompt(option, place)
        return folder_of_prompt(words.text, place), words
    if not folder.strip():
        raise place.error(
            'the folder before "=" is empty',
            hint='Write it, such as --label "receipts=a photo of a receipt".',
        )
    return read_folder(folder, place), read_prompt(prompt, place)


def _read_negatives(negatives: Sequence[str]) -> list[Draft]:
    if not negatives:
        default = DraftPrompt(DEFAULT_NEGATIVE, Place("the built-in negative (there is no --negative)"))
        return [Draft(default.place, (default,), None)]
    prompts = [read_prompt(option, Place(f"--negative {quoted(option)}")) for option in negatives]
    return [Draft(prompt.place, (prompt,), None) for prompt in prompts]
