"""The words that every room uses: frozen values that travel between them, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, NewType, TypeAlias

import numpy as np
import numpy.typing as npt

Fingerprint = NewType("Fingerprint", str)
"""SHA-256 of a file's content, 64 lower-case hexadecimal digits; `sha256sum` prints the same."""

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""(h, w, 3) sRGB, upright, C order."""

Floats: TypeAlias = npt.NDArray[np.float32]

Stage = Literal["scan", "read", "decode", "encode", "plan", "apply"]
Mode = Literal["move", "copy", "hardlink", "symlink"]
OnConflict = Literal["rename", "skip", "identical"]
Crops = Literal["auto", "1", "3"]

Reason = Literal["sure", "said", "negative", "below_threshold", "below_margin", "to_review"]
"""Why a photo goes (`sure`, or `said` by the user) or stays (the others).

`to_review`: likely, but no promise holds for it.
"""

StayReason = Literal[
    "negative", "below_threshold", "below_margin", "to_review", "name_taken", "already_there", "in_place"
]
"""A decision's reason, or what planning found: the name is taken (`--on-conflict skip`), the same bytes
are already there (`--on-conflict identical`), or the photo already lies in that folder."""


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What the file system said of a file when it was scanned; enough to notice that it has changed."""

    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    device: int
    inode: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was seen. `path` is absolute."""

    path: Path
    stamp: FileStamp


@dataclass(frozen=True, slots=True)
class Details:
    """What the header of a picture says, for lists of pictures.

    Attributes:
        kind: such as "jpeg" or "raw"; empty when unknown.
        width_px, height_px: of the upright picture; 0 when unknown.
        taken_s: when it was taken by the camera's own clock, seconds since 1970 as if that showed UTC.
    """

    kind: str = ""
    width_px: int = 0
    height_px: int = 0
    taken_s: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What earlier runs have seen in a file that has not changed since; None for what they did not look at.

    `kind` is a word that only scanning understands.
    """

    kind: str | None = None
    fingerprint: Fingerprint | None = None
    details: Details | None = None


UNSEEN = Seen()


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture and the companions that must go where it goes (sidecars, Live Photo video, RAW twin).

    What was `seen` in it before saves time, and makes no other photo of it.
    """

    file: SourceFile
    companions: tuple[SourceFile, ...] = ()
    seen: Seen = field(default=UNSEEN, compare=False)

    @property
    def path(self) -> Path:
        """Where the picture itself lies."""
        return self.file.path

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The picture first, then its companions."""
        return (self.file, *self.companions)


@dataclass(frozen=True, slots=True)
class Problem:
    """What befell one file. It travels beside the data and ends up in the report.

    `code` is a stable word for machines, `reason` one clause for people.
    """

    path: Path
    stage: Stage
    code: str
    reason: str


LeftReason = Literal["sorted", "repository"]


@dataclass(frozen=True, slots=True)
class LeftFolder:
    """A folder that is not looked into: what lies there counts as sorted, or it is somebody's repository."""

    path: Path
    reason: LeftReason


@dataclass(frozen=True, slots=True)
class Label:
    """One class: the prompts that describe it and the folder its photos go to.

    A negative has no folder: what it wins stays where it is. `prompts` are complete sentences, templates
    already applied. `weight` multiplies the label's odds (1 is neutral).
    """

    name: str
    prompts: tuple[str, ...]
    folder: PurePosixPath | None
    min_probability: float | None = None
    min_margin: float | None = None
    weight: float = 1.0

    @property
    def is_negative(self) -> bool:
        """Whether what this label wins stays in place."""
        return self.folder is None


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Labels that compete for each photo; at least one is negative. Names are distinct.

    `wants_larger_model`: the built-in model knows too little for them.
    """

    name: str
    labels: tuple[Label, ...]
    description: str = ""
    wants_larger_model: bool = False

    @property
    def folders(self) -> tuple[PurePosixPath, ...]:
        """The folders of the labels that have one, in label order."""
        return tuple(label.folder for label in self.labels if label.folder is not None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the labels say of one photo.

    `label` is the winner, also when the photo stays; `folder` is the winner's (None for a negative).
    `min_probability` and `min_margin` are the limits that were applied.
    """

    label: str
    folder: PurePosixPath | None
    probability: float
    runner_up: str
    runner_up_probability: float
    min_probability: float
    min_margin: float
    reason: Reason

    @property
    def margin(self) -> float:
        """Best minus second probability."""
        return self.probability - self.runner_up_probability


@dataclass(frozen=True, slots=True)
class EmbeddedPhoto:
    """A photo and the fingerprint of the content that was embedded."""

    photo: Photo
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class EmbeddedPhotos:
    """Photos in path order and their vectors, row for row.

    `vectors` is (n, d) float32, unit rows, C order; checked here, so nothing downstream checks again.
    """

    photos: tuple[EmbeddedPhoto, ...]
    vectors: Floats

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.photos) != len(self.vectors):
            raise ValueError(f"{len(self.photos)} photos but vectors of shape {self.vectors.shape}")
        check_unit_rows(self.vectors)


@dataclass(frozen=True, slots=True)
class DecidedPhoto:
    """A photo, its content, and what was decided."""

    photo: Photo
    fingerprint: Fingerprint
    decision: Decision


@dataclass(frozen=True, slots=True)
class FileMove:
    """One file and its final place."""

    source: SourceFile
    target: Path


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A photo that goes: the picture first, then its companions, all or none.

    `rank` is its place among those that go to the same folder, likes beside likes, counted from 1; None when
    nobody asked for it. `prefix` is the number in front of the target names; empty without `--number`.
    """

    photo: DecidedPhoto
    files: tuple[FileMove, ...]
    rank: int | None = None
    prefix: str = ""

    @property
    def target(self) -> Path:
        """Where the picture itself goes."""
        return self.files[0].target


@dataclass(frozen=True, slots=True)
class Stay:
    """A photo that stays where it is, and why."""

    photo: DecidedPhoto
    reason: StayReason


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run will do, with final names; making one changes nothing.

    `moves` and `stays` are in path order of the picture. `model` is the model's id and revision,
    `labels` the label set's name, `other_files` what is no picture, `left_folders` what was not looked into;
    a plan file does not hold these two.
    """

    root: Path
    into: Path
    mode: Mode
    moves: tuple[PlannedMove, ...]
    stays: tuple[Stay, ...]
    problems: tuple[Problem, ...]
    model: str
    labels: str
    other_files: tuple[Path, ...] = ()
    left_folders: tuple[LeftFolder, ...] = ()


def check_unit_rows(vectors: Floats) -> None:
    """Raise ValueError unless vectors is (n, d) float32 in C order with rows of length 1 (within 1e-3)."""
    if vectors.dtype != np.float32 or not vectors.flags.c_contiguous:
        raise ValueError(f"vectors must be float32 in C order, not {vectors.dtype}")
    lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))  # np.linalg.norm copies them all
    if not np.all(np.abs(lengths - 1) < 1e-3):  # false for NaN as well
        raise ValueError("vectors must have rows of length 1")
