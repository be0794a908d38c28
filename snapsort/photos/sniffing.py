"""What each file is: known from an earlier scan of the same file, else read off its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, get_args

from snapsort.errors import PhotoError
from snapsort.photos.companions import COMPANION_EXTENSIONS
from snapsort.photos.content import read_head
from snapsort.photos.kinds import KINDS_VERSION, Kind, claims_read_picture, extension_of, find_kind
from snapsort.records import UNSEEN, Problem, Seen, SourceFile


class KnownFiles(Protocol):
    """What was seen in files before."""

    def get_seen(self, files: Sequence[SourceFile]) -> Sequence[Seen]:
        """What was seen in each file, in order; nothing in one that is not as it was then."""
        ...

    def put_kinds(self, kinds: Sequence[tuple[SourceFile, str]], *, read_ns: int) -> None:
        """Remember these words, of files that were looked at after `read_ns` (Unix time)."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is: a kind of picture or none; its first bytes when they were read; why they were not."""

    kind: Kind | None
    head: bytes = b""
    problem: Problem | None = None


class Sniffer:
    """Looks at the files of one scan; what is known of a file is not read again.

    Args:
        known: what earlier scans have seen; None knows nothing.
        now_ns: the clock, Unix time.
    """

    def __init__(self, known: KnownFiles | None, now_ns: Callable[[], int]) -> None:
        self._known = known
        self._began_ns = now_ns()
        self._new: list[tuple[SourceFile, str]] = []

    def recall(self, files: Sequence[SourceFile]) -> Sequence[Seen]:
        """What earlier scans and runs have seen in each file, in order."""
        return [UNSEEN] * len(files) if self._known is None else self._known.get_seen(files)

    def look_at(self, files: Sequence[SourceFile], seen: Sequence[Seen]) -> Iterator[Look]:
        """A look at each file, in order; sidecars and videos are known by name and not opened."""
        for file, before in zip(files, seen, strict=True):
            known = _KNOWN_LOOKS.get(before.kind)
            if known is not None and not _must_be_described(file, known):
                yield known
            elif extension_of(file.path.name) in COMPANION_EXTENSIONS:
                yield _NO_PICTURE
            else:
                yield self._open(file)

    def remember(self) -> None:
        """Let the next scan know what this one has read."""
        if self._known is not None:
            self._known.put_kinds(self._new, read_ns=self._began_ns)

    def _open(self, file: SourceFile) -> Look:
        try:
            head = read_head(file.path)
        except PhotoError as error:
            return Look(None, problem=Problem(file.path, "scan", error.code, error.reason))
        kind = find_kind(head.content)
        if head.stamp == file.stamp:
            self._new.append((file, _word_of(kind)))
        return Look(kind, head.content)


def _must_be_described(file: SourceFile, look: Look) -> bool:
    """Whether the first bytes are wanted all the same: a problem says what is in place of a picture."""
    return look.kind is None and file.stamp.size_bytes > 0 and claims_read_picture(file.path.name)


def _word_of(kind: Kind | None) -> str:
    return f"{kind or 'none'} {KINDS_VERSION}"


_NO_PICTURE = Look(None)
_KNOWN_LOOKS: dict[str | None, Look] = {_word_of(kind): Look(kind) for kind in (*get_args(Kind), None)}
