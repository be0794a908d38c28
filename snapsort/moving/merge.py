"""One file under two names instead of two files with the same bytes; and two files again.

What is to take a name's place is made in a part file beside it; then the kernel exchanges the two at once. So
the name leads to the content at each instant, and what lay there is looked at once more before it goes.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from snapsort.errors import PhotoError
from snapsort.files import hash_file, hash_stream
from snapsort.moving.disk import check_unchanged, explain_error, has_same_content, look_at
from snapsort.moving.kernel import exchange_names
from snapsort.moving.steps import Step, Unit
from snapsort.moving.transfer import VerifiedCopy, copy_metadata, open_private
from snapsort.records import Fingerprint, Problem, SourceFile


@dataclass(frozen=True, slots=True)
class Twin:
    """A file that holds the same bytes as one that is kept."""

    file: SourceFile
    fingerprint: Fingerprint
    kept: Path


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Units that make twins names of what is kept, and why others stay as they are."""

    units: tuple[Unit, ...]
    problems: tuple[Problem, ...]


def plan_merges(twins: Iterable[Twin]) -> MergePlan:
    """What merging these would do now; changes nothing, and does not compare bytes yet."""
    units: list[Unit] = []
    problems: list[Problem] = []
    for twin in twins:
        try:
            step = _make_step(twin)
            check_can_exchange(step)
        except PhotoError as error:
            problems.append(Problem(twin.file.path, "plan", error.code, str(error)))
        else:
            units.append(Unit(len(units), (step,)))
    return MergePlan(tuple(units), tuple(problems))


def check_can_exchange(step: Step) -> None:
    """Raise PhotoError unless a twin can be merged, or a merged one split, as far as looking can tell."""
    check_unchanged(step.target, step)
    if step.action == "merge":
        _check_is_twin(step)


def exchange(step: Step, *, part: Path, on_verified: Callable[[VerifiedCopy], None]) -> None:
    """Merge or split; OSError or PhotoError when the target stays what it was.

    Args:
        step: merge: the target becomes another name of the source. split: the target becomes a file of its
            own, with the step's time and permissions.
        part: beside the target, gone afterwards.
        on_verified: called when the bytes were found equal, right before the names are exchanged.
    """
    was = step.target.lstat()
    check_can_exchange(step)
    make_part = _link_source if step.action == "merge" else _copy_target
    try:
        content = make_part(step, part)
        on_verified(VerifiedCopy(part.lstat().st_ino, content))
        _exchange_names(part, step.target)
    except (OSError, PhotoError):
        part.unlink(missing_ok=True)  # nothing has been exchanged, so it is ours
        raise
    if not _is_untouched(part, was):
        _exchange_back(step, part)
        raise PhotoError("changed", "it changed at the last moment")
    part.unlink()


def settle_exchange(step: Step, part: Path, inodes: frozenset[int]) -> None:
    """After a kill: nothing is at `part`, and the target is either what it was or what it was to become.

    Args:
        inodes: what the journal notes of the files that were about to take a place.

    Raises:
        PhotoError: `stuck`, when neither can be told; both files stay.
    """
    beside, target = look_at(part), look_at(step.target)
    if beside is None:
        return
    is_exchanged = bool(inodes) and beside.st_ino not in inodes
    if not is_exchanged or has_same_content(part, step.target):
        part.unlink()
    elif target is not None and target.st_ino in inodes:
        _exchange_back(step, part)  # somebody has written into one of the two since
    else:
        raise PhotoError("stuck", f"{part} holds what was at {step.target}")


def _make_step(twin: Twin) -> Step:
    status = look_at(twin.file.path)
    if status is None:
        raise PhotoError("gone", "it is no longer there")
    return Step(
        action="merge",
        source=twin.kept,
        target=twin.file.path,
        size_bytes=twin.file.stamp.size_bytes,
        mtime_ns=twin.file.stamp.mtime_ns,
        fingerprint=twin.fingerprint,
        permissions=stat.S_IMODE(status.st_mode),
    )


def _check_is_twin(step: Step) -> None:
    """Raise PhotoError unless splitting could give back all that merging takes."""
    kept, twin = look_at(step.source), step.target.lstat()
    if kept is None or not stat.S_ISREG(kept.st_mode):
        raise PhotoError("gone", f"what it equals, {step.source}, is no longer there")
    if os.path.samestat(kept, twin):
        raise PhotoError("already_linked", f"it is the same file as {step.source} already")
    if kept.st_dev != twin.st_dev:
        raise PhotoError("other_device", "a hard link cannot lead to another file system")
    if (twin.st_mtime_ns, stat.S_IMODE(twin.st_mode)) != (step.mtime_ns, step.permissions):
        raise PhotoError("changed", "it has changed since")
    if (kept.st_uid, kept.st_gid) != (twin.st_uid, twin.st_gid) or not _may_give_to(twin.st_uid):
        raise PhotoError("other_owner", f"it or {step.source} belongs to somebody else")
    if _attributes(step.source) != _attributes(step.target):
        raise PhotoError("other_attributes", f"its extended attributes are not those of {step.source}")


def _may_give_to(user: int) -> bool:
    """Whether a file that is made now can be this user's: only root may give files away."""
    return not hasattr(os, "geteuid") or os.geteuid() in (0, user)


def _attributes(path: Path) -> dict[str, bytes]:
    """Extended attributes and access lists, but for what the system keeps for itself; on Linux."""
    if not hasattr(os, "listxattr"):
        return {}
    try:
        names = [name for name in os.listxattr(path) if not name.startswith(("security.", "trusted."))]
        return {name: os.getxattr(path, name) for name in names}
    except OSError as error:
        raise explain_error(error) from error


def _link_source(step: Step, part: Path) -> Fingerprint:
    os.link(step.source, part)
    with part.open("rb") as kept, step.target.open("rb") as twin:
        content = hash_stream(kept)
        if not content == hash_stream(twin) == step.fingerprint:
            raise PhotoError("changed", f"it does not hold the same bytes as {step.source}")
    return content


def _copy_target(step: Step, part: Path) -> Fingerprint:
    with step.target.open("rb") as reader, open(part, "xb", opener=open_private) as writer:
        shutil.copyfileobj(reader, writer)
        writer.flush()
        copy_metadata(step.target, part)
        part.chmod(step.permissions)
        os.utime(part, ns=(part.stat().st_atime_ns, step.mtime_ns))
        os.fsync(writer.fileno())
    content = hash_file(part)
    if content != step.fingerprint:
        raise PhotoError("copy_differs", "the copy does not read back as it was written")
    return content


def _exchange_names(one: Path, other: Path) -> None:
    if not exchange_names(one, other):
        raise PhotoError("no_exchange", "this file system cannot exchange two names at once")


def _is_untouched(path: Path, was: os.stat_result) -> bool:
    now = path.lstat()
    return os.path.samestat(now, was) and (now.st_size, now.st_mtime_ns) == (was.st_size, was.st_mtime_ns)


def _exchange_back(step: Step, part: Path) -> None:
    try:
        exchange_names(part, step.target)
        part.unlink()
    except OSError as error:
        raise PhotoError(
            "stuck", f"{part} holds what was at {step.target}: {explain_error(error)}"
        ) from error
