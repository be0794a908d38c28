"""What was found: groups of pictures of the same, each with what to keep and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from snapsort.records import EmbeddedPhoto, Problem
from snapsort.similarity.duplicates_keep import Facts, Verdict

Kind = Literal["exact", "same", "similar"]
"""The same bytes; the same picture in other bytes; another take of the same."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""From the strictest to the loosest."""


@dataclass(frozen=True, slots=True)
class Member:
    """A picture in a group. `similarity` is to the one that is kept, at most 1, which is also its own."""

    photo: EmbeddedPhoto
    facts: Facts
    verdict: Verdict
    similarity: float

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.photo.photo.path

    @property
    def size_bytes(self) -> int:
        """What it takes up, with its companions."""
        return sum(file.stamp.size_bytes for file in self.photo.photo.files)


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures of which each is alike each other; the kept one first, then the rest by path."""

    kind: Kind
    members: tuple[Member, ...]

    @property
    def kept(self) -> Member:
        """The one that the rules chose."""
        return self.members[0]

    @property
    def rest(self) -> tuple[Member, ...]:
        """Those that need not be kept."""
        return tuple(member for member in self.members if not member.verdict.keep)


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Groups by kind and then by the path of the kept one.

    A group of a looser kind is made of what the stricter kinds keep: each picture is among the rest once at
    most, and what is kept in all of its groups is what stays.
    """

    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]
    photos: int

    @property
    def rest(self) -> tuple[tuple[Kind, Member], ...]:
        """What need not be kept, over all groups."""
        return tuple((group.kind, member) for group in self.groups for member in group.rest)
