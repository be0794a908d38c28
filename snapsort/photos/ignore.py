"""Which names a scan leaves out: hidden ones, what NAS boxes and photo programs keep, what the user asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pathspec import GitIgnoreSpec

from snapsort.errors import UsageError

IGNORE_FILE = ".snapsortignore"

# Never the user's pictures, hidden or not: trash, thumbnails of a NAS, insides of libraries, our own folders.
_JUNK = frozenset((
    "@eadir", "#recycle", "#snapshot", "@recycle", ".@__thumb", "system volume information", "$recycle.bin",
    "node_modules", ".git",
))  # fmt: skip
_JUNK_STARTS = ("._", ".snapsort", "_snapsort")  # also journals, and copies that were cut off
_JUNK_ENDS = (".photoslibrary", ".lrdata")


@dataclass(frozen=True, slots=True)
class _Layer:
    """Patterns and the folder they are relative to, as its depth below the root."""

    depth: int
    patterns: GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """What is left out below a folder. The last layer has the last word, as in git."""

    include_hidden: bool
    layers: tuple[_Layer, ...] = ()
    exclude: _Layer | None = None

    @property
    def has_patterns(self) -> bool:
        """Whether `leaves_out` could say yes at all."""
        return bool(self.layers) or self.exclude is not None

    def leaves_out(self, parts: tuple[str, ...], *, is_folder: bool) -> bool:
        """Whether the entry, given by its path below the root, is left out.

        Exclude globs come first, then the nearest ignore file: the first that says anything decides.
        """
        for layer in filter(None, (self.exclude, *reversed(self.layers))):
            path = "/".join(parts[layer.depth :]) + ("/" if is_folder else "")
            verdict = layer.patterns.check_file(path).include
            if verdict is not None:
                return verdict
        return False

    def skips_name(self, name: str) -> bool:
        """Whether the name alone rules an entry out: junk always, dot-files unless they are wanted."""
        if name.startswith(".") and not self.include_hidden:
            return True
        lower = name.lower()
        return lower in _JUNK or lower.startswith(_JUNK_STARTS) or lower.endswith(_JUNK_ENDS)

    def within(self, folder: Path, *, depth: int) -> IgnoreRules:
        """The rules below a folder: these, and those of the folder's own ignore file.

        Raises:
            OSError: the ignore file cannot be read.
            ValueError: a line of it is no pattern, or it is not UTF-8.
        """
        path = folder / IGNORE_FILE
        if not path.is_file():
            return self
        layer = _Layer(depth, GitIgnoreSpec.from_lines(path.read_text("utf-8-sig").splitlines()))
        return replace(self, layers=(*self.layers, layer))


def make_rules(exclude: Iterable[str], *, include_hidden: bool) -> IgnoreRules:
    """The rules at the root.

    Args:
        exclude: gitignore patterns, relative to the root.
        include_hidden: whether dot-files count.

    Raises:
        UsageError: a pattern cannot be understood.
    """
    patterns = tuple(exclude)
    if not patterns:
        return IgnoreRules(include_hidden)
    try:
        layer = _Layer(0, GitIgnoreSpec.from_lines(patterns))
    except ValueError as error:
        raise UsageError(f"cannot understand the exclude pattern: {error}") from error
    return IgnoreRules(include_hidden, exclude=layer)
