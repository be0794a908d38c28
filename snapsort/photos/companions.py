"""Which files of one folder go together: a picture and its companions. Names in, names out; touches nothing.

Each file follows at most one other: `IMG.xmp` the picture `IMG`, a RAW file the JPEG of its stem, Apple's
edit `IMG_E1234.JPG` the original `IMG_1234`. Whom that leads to in the end is its picture. Names are compared
folded. Of several that a file could follow, it follows

1. the one whose whole name it carries (`IMG.png.xmp` after `IMG.png`) before one with its stem;
2. the same spelling before one that differs in case only;
3. HEIF before JPEG before RAW before the rest: the camera's own picture before what was made from it;
4. the first by name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from snapsort.folding import fold
from snapsort.photos.kinds import Kind, extension_of, is_raw_name, stem_of
from snapsort.photos.takeout import edited_from, json_stems

_NAMED_AFTER_FILES = frozenset((".xmp", ".pp3", ".dop", ".json"))  # `IMG.CR2.xmp`, and `IMG.xmp` as well
_VIDEOS = frozenset((".mov", ".mp4"))
COMPANION_EXTENSIONS = _NAMED_AFTER_FILES | _VIDEOS | {".aae", ".thm"}
"""Files known by name: never a picture, whatever is in them (a .thm is a video's JPEG thumbnail)."""

_APPLE_EDIT = re.compile(r"(img_)e(\d{4,})", re.IGNORECASE)
_APPLE_EDIT_OR_ADJUSTMENT = re.compile(r"(img_)[eo](\d{4,})", re.IGNORECASE)  # `IMG_O1234.AAE`
_PRECEDENCE: dict[Kind, int] = {"heif": 0, "jpeg": 1, "raw": 2}

_Groups: TypeAlias = Mapping[str, list[str]]


def find_units(pictures: Mapping[str, Kind], others: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The pictures of one folder that follow no other, in name order, and what follows each, in name order.

    Each file is in at most one unit, each picture in exactly one. The result does not depend on the order of
    the arguments.

    Args:
        pictures: the folder's pictures by name, and what their content is. A name such as `IMG.CR2` makes a
            RAW file of any of them.
        others: the folder's other files; those in no unit are nobody's companions.
    """
    kinds: dict[str, Kind] = {name: "raw" if is_raw_name(name) else kind for name, kind in pictures.items()}
    units: dict[str, tuple[str, ...]] = dict.fromkeys(sorted(kinds), ())
    rest = sorted(others)
    followers = [name for name in (*kinds, *rest) if _can_follow(name, kinds.get(name))]
    if followers:  # in most folders there are none, and nothing has to be compared
        folder = _Folder.of(kinds, rest)
        for name in sorted(followers):
            leader = folder.leader_of(name)
            if leader != name and leader in kinds:
                units.pop(name, None)
                units[leader] += (name,)
    return units


def _can_follow(name: str, kind: Kind | None) -> bool:
    """Whether a file could be a companion at all; its kind is None when it is no picture."""
    if kind is None:
        return extension_of(name) in COMPANION_EXTENSIONS or is_raw_name(name)
    return kind == "raw" or _APPLE_EDIT.match(name) is not None


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder's files by name, its pictures by stem and Takeout name, all folded; groups by precedence."""

    pictures: Mapping[str, Kind]
    by_name: _Groups
    by_stem: _Groups
    by_json_stem: _Groups

    @classmethod
    def of(cls, pictures: Mapping[str, Kind], others: list[str]) -> _Folder:
        ordered = sorted(pictures, key=lambda name: (_PRECEDENCE.get(pictures[name], 3), name))
        has_json = any(extension_of(name) == ".json" for name in others)
        return cls(
            pictures=pictures,
            by_name=_grouped((name, name) for name in (*ordered, *others)),
            by_stem=_grouped((stem_of(name), name) for name in ordered),
            by_json_stem=_grouped(_json_names(ordered)) if has_json else {},
        )

    def leader_of(self, name: str) -> str:
        """Whom a file leads to. It ends: whoever is followed has a shorter name or is nearer the camera."""
        followed = next(self._followed_by(name), None)
        return name if followed is None else self.leader_of(followed)

    def _followed_by(self, name: str) -> Iterator[str]:
        """Whom a file could follow, best first."""
        stem, extension = stem_of(name), extension_of(name)
        if self.pictures.get(name) == "raw" or is_raw_name(name):
            yield from self._camera_pictures(stem)
        elif name in self.pictures:
            yield from self._pictures(_unedited(stem, _APPLE_EDIT))
        elif extension in _VIDEOS:
            yield from self._camera_pictures(stem)
            yield from self._camera_pictures(_unedited(stem, _APPLE_EDIT))
        elif extension in COMPANION_EXTENSIONS:
            if extension in _NAMED_AFTER_FILES:
                yield from _nearest_first(self.by_name, stem, spelling=str)
            if extension == ".json":
                yield from self.by_json_stem.get(fold(stem), ())
            yield from self._pictures(stem)
            yield from self._pictures(_unedited(stem, _APPLE_EDIT_OR_ADJUSTMENT))

    def _pictures(self, stem: str) -> list[str]:
        return _nearest_first(self.by_stem, stem, spelling=stem_of)

    def _camera_pictures(self, stem: str) -> list[str]:
        """What a RAW file or the video of a Live Photo is a twin of."""
        return [name for name in self._pictures(stem) if self.pictures[name] in ("heif", "jpeg")]


def _json_names(pictures: Iterable[str]) -> Iterator[tuple[str, str]]:
    """JSON stems and pictures: those of their own first, then those of what they were edited from."""
    edited: list[tuple[str, str]] = []
    for picture in pictures:
        yield from ((stem, picture) for stem in json_stems(picture))
        original = edited_from(picture)
        if original is not None:
            edited += ((stem, picture) for stem in json_stems(original))
    yield from edited


def _nearest_first(groups: _Groups, wanted: str, *, spelling: Callable[[str], str]) -> list[str]:
    """The group of a name or stem, those spelled the same first; the empty stem has none."""
    return sorted(groups.get(fold(wanted), ()), key=lambda name: spelling(name) != wanted)


def _grouped(keyed_names: Iterable[tuple[str, str]]) -> _Groups:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, name in keyed_names:
        groups[fold(key)].append(name)
    return dict(groups)


def _unedited(stem: str, edit: re.Pattern[str]) -> str:
    """`IMG_1234` for `IMG_E1234`; empty, which is nobody's stem, for other stems."""
    match = edit.fullmatch(stem)
    return match[1] + match[2] if match else ""
