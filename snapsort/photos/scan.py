"""A directory tree becomes photos with their companions. Reads only the first bytes of each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from snapsort.errors import PhotoError
from snapsort.photos import kinds
from snapsort.photos.companions import COMPANION_EXTENSIONS, find_units
from snapsort.photos.content import read_head
from snapsort.photos.kinds import Kind
from snapsort.photos.walk import Folder, ScanOptions, walk
from snapsort.records import LeftFolder, Photo, Problem, SourceFile


@dataclass(frozen=True, slots=True)
class Scan:
    """What a tree holds; each of the four is in path order: compared part by part, by code point.

    Args:
        photos: the pictures, each with its companions.
        problems: what claims to be a picture and cannot be used, symbolic links, unreadable folders.
        left_folders: folders that were not looked into: they count as sorted, or are repositories.
        other_files: files that are no pictures and nobody's companions. Hidden ones are not listed.
    """

    photos: tuple[Photo, ...]
    problems: tuple[Problem, ...]
    other_files: tuple[Path, ...]
    left_folders: tuple[LeftFolder, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """What the first bytes of a file gave: a kind, or the bytes themselves, or why they could not be read."""

    kind: Kind | None
    head: bytes = b""
    problem: Problem | None = None


def scan(root: Path, options: ScanOptions, *, on_progress: Callable[[int], None] | None = None) -> Scan:
    """The photos below a folder, problems and other files. Nothing is written.

    Content decides what is a picture; names decide what goes together. No file is listed twice.

    Args:
        root: the folder; made absolute, not resolved.
        options: what of the tree counts.
        on_progress: called with the number of files seen so far.

    Raises:
        UsageError: the root is no folder, or an exclude pattern cannot be understood.
    """
    photos: list[Photo] = []
    problems: list[Problem] = []
    other_files: list[Path] = []
    left_folders: list[LeftFolder] = []
    seen = 0
    for folder in walk(root.absolute(), options):
        looks: dict[str, _Look] = {}
        for file in folder.files:
            looks[file.path.name] = _look_at(file.path)
            seen += 1
            if on_progress is not None:
                on_progress(seen)
        found = _sort_out(folder, looks)
        photos += found.photos
        problems += found.problems
        other_files += found.other_files
        left_folders += folder.left
    return Scan(
        photos=tuple(sorted(photos, key=lambda photo: photo.path.parts)),
        problems=tuple(sorted(problems, key=lambda problem: problem.path.parts)),
        other_files=tuple(sorted(other_files, key=lambda path: path.parts)),
        left_folders=tuple(sorted(left_folders, key=lambda folder: folder.path.parts)),
    )


def _look_at(path: Path) -> _Look:
    """A look at one file; sidecars and videos are known by name and not opened."""
    if kinds.extension_of(path.name) in COMPANION_EXTENSIONS:
        return _Look(None)
    try:
        head = read_head(path)
    except PhotoError as error:
        return _Look(None, problem=Problem(path, "scan", error.code, error.reason))
    return _Look(kinds.find_kind(head), head)


def _sort_out(folder: Folder, looks: Mapping[str, _Look]) -> Scan:
    """One folder's files as photos, problems and the rest."""
    files = {file.path.name: file for file in folder.files}
    pictures = {name: look.kind for name, look in looks.items() if look.kind is not None}
    units = find_units(pictures, looks.keys() - pictures.keys())
    taken = {name for unit in units for name in (unit.picture, *unit.companions)}
    left = [file for name, file in files.items() if name not in taken]
    problems = {file.path: _problem_of_rest(file, looks[file.path.name]) for file in left}
    return Scan(
        photos=tuple(Photo(files[unit.picture], _pick(files, unit.companions)) for unit in units),
        problems=(*folder.problems, *(problem for problem in problems.values() if problem is not None)),
        other_files=(*folder.special, *(path for path, problem in problems.items() if problem is None)),
    )


def _pick(files: Mapping[str, SourceFile], names: Iterable[str]) -> tuple[SourceFile, ...]:
    return tuple(files[name] for name in names)


def _problem_of_rest(file: SourceFile, look: _Look) -> Problem | None:
    """Why a file that claims to be a picture is none; None when it claims nothing."""
    name = file.path.name
    read = kinds.claims_read_picture(name)
    if not read and not kinds.claims_unread_picture(name):
        return None
    if look.problem is not None:
        return look.problem
    if file.stamp.size_bytes == 0:
        return Problem(file.path, "scan", "empty", "the file is empty")
    claim = kinds.extension_of(name).removeprefix(".").upper()
    if read:
        content = kinds.describe_content(look.head)
        return Problem(file.path, "scan", "not_a_picture", f"its name says {claim}, its content is {content}")
    return Problem(file.path, "scan", "unsupported_kind", f"{claim} pictures are not read")
