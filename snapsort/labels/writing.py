"""A label set as the text of a label file."""

from __future__ import annotations

import json

from snapsort.records import Label, LabelSet


def format_labels(labels: LabelSet) -> str:
    """A label file that `parse_labels` reads back as this label set, a label a line, ready to be edited."""
    lines = ",\n".join(f"    {_text(_record(label))}" for label in labels.labels)
    head = f'  "name": {_text(labels.name)},\n  "description": {_text(labels.description)},'
    if labels.wants_larger_model:
        head += '\n  "wants_larger_model": true,'
    return f'{{\n{head}\n  "labels": [\n{lines}\n  ]\n}}\n'


def _record(label: Label) -> dict[str, object]:
    record: dict[str, object] = {"negative": True} if label.folder is None else {"folder": str(label.folder)}
    record |= {"name": label.name, "prompts": list(label.prompts)}
    if label.min_probability is not None:
        record["threshold"] = label.min_probability
    if label.min_margin is not None:
        record["margin"] = label.min_margin
    if label.weight != 1:
        record["weight"] = label.weight
    return record


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
