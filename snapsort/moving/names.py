"""Names of files in a target folder: when two are the same name, and how a unit gets another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from snapsort.folding import fold
from snapsort.records import Photo

MAX_NAME_BYTES = 255
"""What ext4, APFS, NTFS and most others allow for one part of a path."""

MAX_EXTENSION_BYTES = 32
MAX_TAIL_BYTES = 128
SHORT_NAME_BYTES = MAX_NAME_BYTES - MAX_TAIL_BYTES
"""A name up to here is never cut, whatever its companions are called."""


def unit_names(names: Sequence[str], number: int) -> tuple[str, ...]:
    """The names of a picture and its companions, all with the same suffix, each at most 255 bytes.

    Number 1 is the names themselves. What is too long loses the end of its stem, never its extension.

    >>> unit_names(["IMG.jpg", "IMG.jpg.xmp", "IMG.xmp"], 2)
    ('IMG (2).jpg', 'IMG (2).jpg.xmp', 'IMG (2).xmp')
    """
    if number == 1 and max(map(len, names)) <= SHORT_NAME_BYTES and "".join(names).isascii():
        return tuple(names)  # most are
    stem = _split_extension(names[0]).head
    parts = [_split_after(name, stem) for name in names]
    suffix = "" if number == 1 else f" ({number})"
    # One limit for all, so that companions keep the stem of their picture.
    limit = MAX_NAME_BYTES - max(byte_length(suffix + part.tail) for part in parts)
    return tuple(_cut(part.head, limit) + suffix + part.tail for part in parts)


def prefixed_names(names: Sequence[str], prefix: str) -> tuple[str, ...]:
    """The names of a picture and its companions behind one prefix, each at most 255 bytes.

    >>> prefixed_names(["IMG.jpg", "IMG.xmp"], "0007__")
    ('0007__IMG.jpg', '0007__IMG.xmp')
    """
    stem = _split_extension(names[0]).head
    parts = [_split_after(name, stem) for name in names]
    limit = MAX_NAME_BYTES - max(byte_length(prefix + part.tail) for part in parts)
    return tuple(prefix + _cut(part.head, limit) + part.tail for part in parts)


def names_without(photo: Photo, prefix: str) -> list[str]:
    """The names of a picture and its companions without this prefix."""
    return [file.path.name.removeprefix(prefix) for file in photo.files]


def parts_below(path: PurePath, folder: PurePath) -> tuple[str, ...] | None:
    """The parts of a path behind those of a folder; None when it is not below it.

    As `is_relative_to` and `relative_to` say, which parse both paths again at each call.

    >>> parts_below(PurePath("/pictures/2024/a.jpg"), PurePath("/pictures"))
    ('2024', 'a.jpg')
    """
    parts, beginning = path.parts, folder.parts
    return parts[len(beginning) :] if parts[: len(beginning)] == beginning else None


def byte_length(name: str) -> int:
    """How many bytes a name takes on disk; bytes that are no UTF-8 count as one each."""
    try:
        return len(name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # half a surrogate pair, as Windows allows
        return len(name.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class _Parts:
    """A name in two: the suffix goes between head and tail, and the head gives way when it is too long."""

    head: str
    tail: str


def _split_after(name: str, stem: str) -> _Parts:
    tail = name[len(stem) :]
    if fold(name[: len(stem)]) == fold(stem) and byte_length(tail) <= MAX_TAIL_BYTES:
        return _Parts(name[: len(stem)], tail)
    return _split_extension(name)


def _split_extension(name: str) -> _Parts:
    head, dot, extension = name.rpartition(".")
    if not head or byte_length(extension) > MAX_EXTENSION_BYTES:
        return _Parts(name, "")
    return _Parts(head, dot + extension)


def _cut(head: str, limit: int) -> str:
    while byte_length(head) > limit:
        head = head[:-1]
    return head
