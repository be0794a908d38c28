"""The topics that proposals are chosen from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import PurePosixPath

from snapsort.records import Label

FILE = "topics.txt"


def read_topics() -> tuple[Label, ...]:
    """What people keep pictures of, each as a label with its prompts."""
    lines = files(__package__).joinpath(FILE).read_text(encoding="utf-8").splitlines()
    return tuple(_read_topic(line) for line in lines if line and not line.startswith("#"))


def _read_topic(line: str) -> Label:
    folder, _, prompts = line.partition(": ")
    return Label(folder, tuple(prompts.split(" | ")), PurePosixPath(folder))
