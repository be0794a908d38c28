"""What a run does, in words: a unit is a picture and its companions, a step is one change on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from snapsort.records import FileMove, Fingerprint, Plan

Action = Literal[
    "mkdir",
    "rmdir",
    "move",
    "copy",
    "hardlink",
    "symlink",
    "create",
    "merge",
    "remove_copy",
    "remove_hardlink",
    "remove_symlink",
    "remove_created",
    "split",
]
ACTIONS: tuple[Action, ...] = get_args(Action)

_INVERSES: dict[Action, Action] = {
    "mkdir": "rmdir",
    "rmdir": "mkdir",
    "move": "move",
    "copy": "remove_copy",
    "hardlink": "remove_hardlink",
    "symlink": "remove_symlink",
    "create": "remove_created",
    "merge": "split",
    "remove_copy": "copy",
    "remove_hardlink": "hardlink",
    "remove_symlink": "symlink",
    "remove_created": "create",
    "split": "merge",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One change. A step that removes names the same two files as the one that made them: original and twin.

    Merging makes the target, a twin of the source, another name of it; splitting makes it a twin again, with
    the time of change and the `permissions` that it had.

    For folders source and target are the same. Size, time of change and fingerprint are those of the content,
    as it was when the step was planned. A file that is created has other content than its source: there the
    fingerprint is that of what was made, once it is known, and None before. `prefix` is the number that the
    step puts in front of the target's name.
    """

    action: Action
    source: Path
    target: Path
    size_bytes: int = 0
    mtime_ns: int = 0
    fingerprint: Fingerprint | None = None
    prefix: str = ""
    permissions: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it makes or removes a folder."""
        return self.action in ("mkdir", "rmdir")

    @property
    def removes(self) -> bool:
        """Whether it takes away what an earlier run made beside the original."""
        return self.action in ("remove_copy", "remove_hardlink", "remove_symlink", "remove_created")

    @property
    def exchanges(self) -> bool:
        """Whether it puts one file in the place of another that holds the same bytes."""
        return self.action in ("merge", "split")

    @property
    def is_about_target(self) -> bool:
        """Whether what it works on lies at the target already."""
        return self.removes or self.exchanges

    @property
    def subject(self) -> Path:
        """The file that the step works on, where it lies before the step."""
        return self.target if self.is_about_target else self.source

    @property
    def inverse(self) -> Step:
        """The step that takes this one back."""
        swap = self.action == "move"
        return Step(
            action=_INVERSES[self.action],
            source=self.target if swap else self.source,
            target=self.source if swap else self.target,
            size_bytes=self.size_bytes,
            mtime_ns=self.mtime_ns,
            fingerprint=self.fingerprint,
            permissions=self.permissions,
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """Steps that happen together or not at all. `of` is the unit of the earlier run that it takes back."""

    number: int
    steps: tuple[Step, ...]
    of: int | None = None

    @property
    def files(self) -> tuple[Step, ...]:
        """The steps that are not about folders; the picture's is the first."""
        return tuple(step for step in self.steps if not step.is_folder)

    @property
    def size_bytes(self) -> int:
        """How much content it is about."""
        return sum(step.size_bytes for step in self.steps)

    def inverse(self, number: int) -> Unit:
        """The unit that takes this one back; its picture is still the first file."""
        folders = [step.inverse for step in reversed(self.steps) if step.is_folder]
        first = (step for step in folders if step.action == "mkdir")
        last = (step for step in folders if step.action == "rmdir")
        return Unit(number, (*first, *(step.inverse for step in self.files), *last), of=self.number)


def make_units(plan: Plan) -> tuple[Unit, ...]:
    """The units of a plan, in its order; folders are left to the moment when they are needed."""
    return tuple(
        Unit(
            number, file_steps(move.files, plan.mode, fingerprint=move.photo.fingerprint, prefix=move.prefix)
        )
        for number, move in enumerate(plan.moves)
    )


def file_steps(
    files: Sequence[FileMove], action: Action, *, fingerprint: Fingerprint | None, prefix: str = ""
) -> tuple[Step, ...]:
    """The steps for a picture and its companions.

    Args:
        files: the picture first.
        action: what happens to each.
        fingerprint: the picture's; that of a companion is not known.
        prefix: the number that is in front of all target names.
    """
    return tuple(
        Step(
            action=action,
            source=file.source.path,
            target=file.target,
            size_bytes=file.source.stamp.size_bytes,
            mtime_ns=file.source.stamp.mtime_ns,
            fingerprint=fingerprint if number == 0 else None,
            prefix=prefix,
        )
        for number, file in enumerate(files)
    )


def folder_step(action: Literal["mkdir", "rmdir"], folder: Path) -> Step:
    """A step about a folder."""
    return Step(action, folder, folder)
