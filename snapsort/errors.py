"""The error tree: what can end a run, and what can befall one photo."""

from __future__ import annotations

from typing import ClassVar


class SnapsortError(Exception):
    """A run that cannot go on.

    The message says what happened to which thing, the hint says what to do about it. Only the command
    line turns one into an exit code.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(SnapsortError):
    """What was asked for makes no sense: a missing folder, two options that exclude each other."""


class LabelFileError(UsageError):
    """A label file that cannot be used; the message names the place in it."""


class PlanFileError(UsageError):
    """A plan file that cannot be read; the message names the line."""


class CacheError(UsageError):
    """A cache that cannot be used: written by a newer version, or not a cache."""


class CacheNotWritable(CacheError):
    """A cache that may not be written: everything goes without it, only slower the next time."""


class HeadError(UsageError):
    """A head that cannot be used: damaged, or learned for another model or other labels."""


class JournalError(UsageError):
    """A journal that cannot be read, or a run that does not exist."""


class NothingToDo(SnapsortError):
    """There is no photo to look at, no run to undo."""

    exit_code = 3


class RefusedForSafety(SnapsortError):
    """Going on could harm the user's files: a system folder, a repository, an interrupted run."""

    exit_code = 4


class ModelUnavailable(SnapsortError):
    """The model is not on this machine and may not or cannot be fetched, or cannot be loaded."""

    exit_code = 5


class PhotoError(Exception):
    """One photo that cannot be used. The loop that reads photos turns it into a `Problem`.

    Args:
        code: stable word for machines, such as ``truncated``.
        reason: one clause for people.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
