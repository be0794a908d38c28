"""Folders of pretended pictures, and looking at what is in them. Content is a few bytes: nobody decodes."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import FrameType
from typing import TYPE_CHECKING

from snapsort.moving import (
    DiskFolders,
    JournalFolder,
    MergePlan,
    Outcome,
    PlanTarget,
    Run,
    Twin,
    apply_units,
    find_run,
    list_runs,
    make_header,
    plan_merges,
)
from snapsort.moving import apply_plan as apply
from snapsort.moving import plan_moves as plan
from snapsort.moving import undo_run as undo
from snapsort.records import (
    DecidedPhoto,
    Decision,
    FileStamp,
    Fingerprint,
    Mode,
    OnConflict,
    Photo,
    Plan,
    Reason,
    SourceFile,
)

if TYPE_CHECKING:  # processes that are killed in tests should start quickly
    import pytest

OLD_NS = 1_600_000_000_123_456_789


@dataclass(frozen=True)
class Entry:
    """What a file is to us; for a symbolic link, where it leads. `names` counts its hard links."""

    content: bytes
    mtime_ns: int = 0
    permissions: int = 0
    names: int = 1


def write_file(path: Path, content: bytes = b"", *, mtime_ns: int = OLD_NS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content or path.name.encode("utf-8", "surrogateescape"))
    os.utime(path, ns=(mtime_ns, mtime_ns))
    return path


def tree(*folders: Path) -> dict[str, Entry | None]:
    """Everything below folders but journals: files with bytes and times, folders as None."""
    found: dict[str, Entry | None] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if ".snapsort" not in path.relative_to(folder).parts:
                found[str(path)] = _entry(path)
    return found


def files(*folders: Path) -> dict[str, Entry]:
    """The files of `tree`."""
    return {path: entry for path, entry in tree(*folders).items() if entry is not None}


def source_file(path: Path) -> SourceFile:
    status = path.lstat()
    stamp = FileStamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_dev, status.st_ino)
    return SourceFile(path, stamp)


def write_twins(desk: Desk, names: Iterable[str]) -> None:
    """Files in `kept`, and the same bytes in `copies`, later and with other permissions."""
    for name in names:
        kept = write_file(desk.root / "kept" / name, os.urandom(3000))
        copy = write_file(desk.root / "copies" / name, kept.read_bytes(), mtime_ns=OLD_NS + 10**9)
        copy.chmod(0o600)


def decided(path: Path, *companions: Path, folder: str = "receipts", reason: Reason = "sure") -> DecidedPhoto:
    """A photo that is on the disk, with a decision."""
    photo = Photo(source_file(path), tuple(source_file(companion) for companion in companions))
    return DecidedPhoto(photo, sha256(path.read_bytes()), decision(folder, reason))


def imagined(
    path: str, *companions: str, folder: str = "receipts", content: bytes = b"", reason: Reason = "sure"
) -> DecidedPhoto:
    """A photo that is nowhere, with a decision."""
    stamp = FileStamp(len(content), OLD_NS, OLD_NS, 1, 1)
    photo = Photo(SourceFile(Path(path), stamp), tuple(SourceFile(Path(name), stamp) for name in companions))
    return DecidedPhoto(photo, sha256(content or path.encode("utf-8", "replace")), decision(folder, reason))


def decision(folder: str, reason: Reason = "sure") -> Decision:
    return Decision(
        label=folder,
        folder=None if reason == "negative" else PurePosixPath(folder),
        probability=0.875,
        runner_up="other",
        runner_up_probability=0.125,
        min_probability=0.5,
        min_margin=0.0,
        reason=reason,
    )


def sha256(content: bytes) -> Fingerprint:
    return Fingerprint(hashlib.sha256(content).hexdigest())


@dataclass(frozen=True)
class Names:
    """Target folders that exist in the test's head only."""

    contents: Mapping[str, bytes]

    def names(self, folder: Path) -> Iterable[str]:
        return [Path(path).name for path in self.contents if Path(path).parent == folder]

    def fingerprint(self, path: Path) -> Fingerprint | None:
        content = self.contents.get(str(path))
        return None if content is None else sha256(content)


@dataclass(frozen=True)
class Desk:
    """A root, a target folder and a state folder, and the calls that a command line would make."""

    root: Path
    into: Path
    journals: JournalFolder

    def plan(
        self, photos: Sequence[DecidedPhoto], *, mode: Mode = "move", on_conflict: OnConflict = "rename"
    ) -> Plan:
        target = PlanTarget(self.root, self.into, mode, on_conflict)
        return plan(photos, target=target, existing=DiskFolders(), problems=(), model="m@1", labels="default")

    def apply(self, plan: Plan) -> Outcome:
        return apply(plan, journals=self.journals, on_progress=ignore, stop=never)

    def plan_merges(self) -> MergePlan:
        """Each file in `copies` with that of its name in `kept`, both below the root."""
        return plan_merges(
            Twin(source_file(path), sha256(path.read_bytes()), self.root / "kept" / path.name)
            for path in sorted((self.root / "copies").iterdir())
        )

    def merge(self, plan: MergePlan | None = None) -> Outcome:
        header = make_header("dupes", root=self.root, into=self.root, mode="hardlink")
        units = (plan or self.plan_merges()).units
        return apply_units(units, header, journals=self.journals, on_progress=ignore, stop=never)

    def undo(self, which: str | None = None) -> Outcome:
        return undo(self.run(which), journals=self.journals, on_progress=ignore, stop=never)

    def run(self, which: str | None = None) -> Run:
        return find_run(self.journals, which)

    def run_ids(self) -> list[str]:
        """Newest first."""
        return [run.id for run in list_runs(self.journals)]

    def tree(self) -> dict[str, Entry | None]:
        return tree(self.root, self.into)

    def files(self) -> dict[str, Entry]:
        return files(self.root, self.into)


def make_desk(folder: Path, *, into: Path | None = None) -> Desk:
    """A desk below a folder; photos go to `sorted` beside `messy` unless said otherwise."""
    root = folder / "messy"
    root.mkdir()
    target = into or folder / "sorted"
    target.mkdir(exist_ok=True)
    return Desk(root, target, JournalFolder(folder / "state"))


def ignore(done: int) -> None:
    pass


def never() -> bool:
    return False


def spoil_what_is_synced(monkeypatch: pytest.MonkeyPatch, *, size_bytes: int) -> None:
    """From now on the disk changes a byte of each file of that size when it is synced."""
    fsync = os.fsync

    def spoil(handle: int) -> None:
        if os.fstat(handle).st_size == size_bytes:
            os.pwrite(handle, b"?", 0)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", spoil)


def count_calls(act: Callable[[], object]) -> int:
    """How many functions are called meanwhile: a measure of work that no other process disturbs."""
    calls = 0

    def count(_frame: FrameType, kind: str, _argument: object) -> None:
        nonlocal calls
        calls += kind == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    act()
    sys.setprofile(before)
    return calls


def _entry(path: Path) -> Entry | None:
    if path.is_symlink():
        return Entry(os.fsencode(path.readlink()))
    if path.is_dir():
        return None
    status = path.stat()
    return Entry(path.read_bytes(), status.st_mtime_ns, stat.S_IMODE(status.st_mode), status.st_nlink)
