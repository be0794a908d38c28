"""Names of files in a target folder: when two are the same name, and how a unit gets another one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MAX_NAME_BYTES = 255
"""What ext4, APFS, NTFS and most others allow for one part of a path."""

MAX_EXTENSION_BYTES = 32
MAX_TAIL_BYTES = 128


def fold(text: str) -> str:
    """The same text for all spellings that some file system takes for the same: NFC, case folded.

    >>> fold("Straße.JPG") == fold("STRASSE.jpg")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def unit_names(names: Sequence[str], number: int) -> tuple[str, ...]:
    """The names of a picture and its companions, all with the same suffix, each at most 255 bytes.

    Number 1 is the names themselves. What is too long loses the end of its stem, never its extension.

    >>> unit_names(["IMG.jpg", "IMG.jpg.xmp", "IMG.xmp"], 2)
    ('IMG (2).jpg', 'IMG (2).jpg.xmp', 'IMG (2).xmp')
    """
    stem = _split_extension(names[0]).head
    parts = [_split_after(name, stem) for name in names]
    suffix = "" if number == 1 else f" ({number})"
    # One limit for all, so that companions keep the stem of their picture.
    limit = MAX_NAME_BYTES - max(byte_length(suffix + part.tail) for part in parts)
    return tuple(_cut(part.head, limit) + suffix + part.tail for part in parts)


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
