"""A directory tree becomes photos with their companions. Reads the first bytes of files that nobody knows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from snapsort.photos import kinds
from snapsort.photos.companions import find_units
from snapsort.photos.sniffing import KnownFiles, Look, Sniffer
from snapsort.photos.walk import Folder, ScanOptions, walk
from snapsort.records import LeftFolder, Photo, Problem, Seen, SourceFile


@dataclass(frozen=True, slots=True)
class Scan:
    """What a tree holds; each of the four is in path order: compared part by part, by code point.

    Args:
        photos: the pictures, each with its companions.
        problems: what claims to be a picture and cannot be used, and unreadable folders.
        left_folders: folders that were not looked into: they count as sorted, or are repositories.
        other_files: files that are no pictures and nobody's companions. Hidden ones are not listed.
    """

    photos: tuple[Photo, ...]
    problems: tuple[Problem, ...]
    other_files: tuple[Path, ...]
    left_folders: tuple[LeftFolder, ...] = ()


def scan(
    root: Path,
    options: ScanOptions,
    *,
    known: KnownFiles | None = None,
    on_progress: Callable[[int], None] | None = None,
    now_ns: Callable[[], int] = time.time_ns,
) -> Scan:
    """The photos below a folder, problems and other files. Nothing is written but what `known` is told.

    Content decides what is a picture; names decide what goes together. No file is listed twice.

    Args:
        root: the folder; made absolute, not resolved.
        options: what of the tree counts.
        known: what earlier scans have seen. It changes time, never results: known files are not opened.
        on_progress: called with the number of files seen so far.
        now_ns: the clock, Unix time; it decides which files are too fresh to be recognized by their times.

    Raises:
        UsageError: the root is no folder, or an exclude pattern cannot be understood.
    """
    photos: list[Photo] = []
    problems: list[Problem] = []
    other_files: list[Path] = []
    left_folders: list[LeftFolder] = []
    sniffer = Sniffer(known, now_ns)
    seen = 0
    for folder in walk(root.absolute(), options):
        recalled = sniffer.recall(folder.files)
        looks: list[Look] = []
        for look in sniffer.look_at(folder.files, recalled):
            looks.append(look)
            seen += 1
            if on_progress is not None:
                on_progress(seen)
        found = _sort_out(folder, looks, recalled)
        photos += found.photos
        problems += found.problems
        other_files += found.other_files
        left_folders += folder.left
    sniffer.remember()
    return Scan(
        photos=tuple(sorted(photos, key=lambda photo: photo.path.parts)),
        problems=tuple(sorted(problems, key=lambda problem: problem.path.parts)),
        other_files=tuple(sorted(other_files, key=lambda path: path.parts)),
        left_folders=tuple(sorted(left_folders, key=lambda folder: folder.path.parts)),
    )


def _sort_out(folder: Folder, looks: Sequence[Look], recalled: Sequence[Seen]) -> Scan:
    """One folder's files, each with its look, as photos, problems and the rest."""
    files = {file.path.name: file for file in folder.files}
    look_of, seen_of = dict(zip(files, looks, strict=True)), dict(zip(files, recalled, strict=True))
    pictures = {name: look.kind for name, look in look_of.items() if look.kind is not None}
    units = find_units(pictures, files.keys() - pictures.keys())
    taken = units.keys() | {name for companions in units.values() for name in companions}
    problems = {
        file.path: _problem_of_rest(file, look_of[name]) for name, file in files.items() if name not in taken
    }
    return Scan(
        photos=tuple(
            Photo(files[picture], tuple(files[name] for name in companions), seen_of[picture])
            for picture, companions in units.items()
        ),
        problems=(*folder.problems, *(problem for problem in problems.values() if problem is not None)),
        other_files=(*folder.special, *(path for path, problem in problems.items() if problem is None)),
    )


def _problem_of_rest(file: SourceFile, look: Look) -> Problem | None:
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
