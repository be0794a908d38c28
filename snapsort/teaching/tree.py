"""A tree that the user has put right: what each folder says of the pictures in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from snapsort.corrections import Said, find_label_folder, fold_folder
from snapsort.embeddings import Cache
from snapsort.errors import NothingToDo, UsageError
from snapsort.photos import ScanOptions, scan
from snapsort.pipeline import Watcher
from snapsort.records import EmbeddedPhoto, LabelSet, Photo, Problem


@dataclass(frozen=True, slots=True)
class PlacedPhoto:
    """A photo and the folder of the label that it lies in; None for the negative."""

    photo: Photo
    folder: PurePosixPath | None


@dataclass(frozen=True, slots=True)
class PlacedTree:
    """The photos of a tree with what their places say, in path order."""

    photos: tuple[PlacedPhoto, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One content that lies in folders of different labels; at least two."""

    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class TreeSays:
    """What a tree says of each content, in path order, and the contents that it contradicts itself about."""

    said: tuple[Said, ...]
    contradictions: tuple[Contradiction, ...]


def read_tree(
    root: Path, label_set: LabelSet, *, negative: Path | None, cache: Cache, watcher: Watcher
) -> PlacedTree:
    """What the places of the pictures below `root` say.

    A folder of the label set, at any spelling of upper and lower case, is that label, with all below it. A
    folder with the name of a negative label is the negative. Any other folder directly below `root` is a
    label of its own. Pictures in `root` itself are the negative, or unsorted when
    `negative` names a folder.

    Args:
        root: absolute, without symbolic links.
        negative: absolute, below `root`.

    Raises:
        NothingToDo: there is no picture in the tree.
        UsageError: all pictures lie in one place, so there is nothing to tell apart.
    """
    if negative is not None:
        negative = negative.resolve()  # "../elsewhere" must not count as below
        if not negative.is_dir() or root not in negative.parents:
            raise UsageError(
                f"{negative} is no folder below {root}", hint="name the folder of what is no label"
            )
    with watcher.progress("scanning") as on_progress:
        found = scan(root, ScanOptions(), known=cache, on_progress=on_progress)
    reader = _TreeReader(root, label_set, negative)
    photos = tuple(reader.place(found.photos))
    if not photos:
        raise NothingToDo(f"there are no sorted pictures in {root}")
    folders = {photo.folder for photo in photos}
    if len(folders) == 1:
        where = next(iter(folders))
        raise UsageError(
            f"all {len(photos):,} pictures in {root} are "
            + (f"in {where}/" if where else "outside the folders of labels")
            + ", so there is nothing to tell apart",
            hint="a tree to learn from has pictures of at least two labels, each in its folder",
        )
    return PlacedTree(photos, found.problems)


def collect_said(placed: Iterable[PlacedPhoto], embedded: Iterable[EmbeddedPhoto]) -> TreeSays:
    """What the tree says of each content; the same content under one label counts once."""
    folders = {photo.photo.path: photo.folder for photo in placed}
    by_content: dict[str, list[Said]] = defaultdict(list)
    for item in embedded:
        path = item.photo.path
        by_content[item.fingerprint].append(Said(item.fingerprint, folders[path], path))
    agreed, contradictions = [], []
    for said in by_content.values():
        if len({item.folder for item in said}) == 1:
            agreed.append(said[0])
        else:
            contradictions.append(Contradiction(tuple(said)))
    return TreeSays(tuple(agreed), tuple(contradictions))


class _TreeReader:
    """Places photos; each new folder keeps the spelling that it was first met in."""

    def __init__(self, root: Path, label_set: LabelSet, negative: Path | None) -> None:
        self._root = root
        self._negative = negative
        self._folders = label_set.folders
        self._spellings: dict[tuple[str, ...], PurePosixPath] = {}
        self._negative_names = {
            fold_folder(PurePosixPath(label.name)) for label in label_set.labels if label.is_negative
        }

    def place(self, photos: Iterable[Photo]) -> Iterator[PlacedPhoto]:
        for photo in photos:
            inside = PurePosixPath(*photo.path.parent.relative_to(self._root).parts)
            if self._is_negative(photo, inside):
                yield PlacedPhoto(photo, None)
            elif inside.parts:
                yield PlacedPhoto(photo, find_label_folder(inside, self._folders) or self._new(inside))

    def _new(self, inside: PurePosixPath) -> PurePosixPath:
        own = PurePosixPath(inside.parts[0])
        return self._spellings.setdefault(fold_folder(own), own)

    def _is_negative(self, photo: Photo, inside: PurePosixPath) -> bool:
        if self._negative is not None and photo.path.is_relative_to(self._negative):
            return True
        if not inside.parts:
            return self._negative is None
        return fold_folder(PurePosixPath(inside.parts[0])) in self._negative_names
