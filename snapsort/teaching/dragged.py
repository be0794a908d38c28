"""What became of the pictures that runs have put somewhere: dragged elsewhere, left, gone.

A picture is found by its content. Where it lies now says what it is; the newest run that touched it is the
one it is compared with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from snapsort.corrections import Correction, Said, find_label_folder
from snapsort.embeddings import Cache
from snapsort.moving import Run
from snapsort.records import Fingerprint
from snapsort.teaching.whereabouts import Whereabouts, find_whereabouts


@dataclass(frozen=True, slots=True)
class Filed:
    """A content, the run that put it somewhere last, and where: several places when there were duplicates."""

    fingerprint: Fingerprint
    run: Run
    sources: tuple[Path, ...]
    targets: tuple[Path, ...]
    size_bytes: int
    mtime_ns: int

    @property
    def changes_folder(self) -> bool:
        """Whether it went elsewhere; a new name in the same folder says nothing of what it shows."""
        return {source.parent for source in self.sources} != {target.parent for target in self.targets}


@dataclass(frozen=True, slots=True)
class Dragged:
    """What is to be learned from where pictures lie now.

    Args:
        said: pictures that the user has put elsewhere, in the order of the runs, newest first.
        agreed: pictures that have stayed for long; empty unless asked for.
        scattered: pictures that lie in the folders of several labels now, which says nothing.
        untouched: how many lie where they were put.
        gone: how many are nowhere to be found.
    """

    said: tuple[Said, ...]
    agreed: tuple[Said, ...]
    scattered: tuple[tuple[Path, ...], ...]
    untouched: int
    gone: int


@dataclass(frozen=True, slots=True)
class LearnOptions:
    """What counts as a word of the user.

    Args:
        labels: the name of the label set; only what was sorted by it is looked at.
        folders: of its labels, and of those learned before.
        known: the corrections that there are, by content.
        agree_after: pictures left alone for so long count as agreement; None: they say nothing.
    """

    labels: str
    folders: tuple[PurePosixPath, ...]
    known: Mapping[Fingerprint, Correction]
    agree_after: timedelta | None = None


def find_dragged(runs: Sequence[Run], options: LearnOptions, *, cache: Cache) -> Dragged:
    """What became of the pictures of these runs, newest run first, as `list_runs` gives them."""
    filed = list_filed(runs, options.labels)
    whereabouts = find_whereabouts(filed, cache=cache)
    sorter = _Sorter(options)
    for item in filed:
        sorter.add(item, whereabouts)
    return Dragged(
        tuple(sorter.said), tuple(sorter.agreed), tuple(sorter.scattered), sorter.untouched, sorter.gone
    )


def list_filed(runs: Iterable[Run], labels: str) -> tuple[Filed, ...]:
    """The contents that a run with this label set was the last to put into another folder.

    Symbolic links are left out: a link has no content to be found by.
    """
    touched: set[Fingerprint] = set()
    filed: list[Filed] = []
    for run in runs:
        if run.command == "undo":
            continue
        own = [item for item in _filed_by(run) if item.changes_folder]
        if run.journal.header.labels == labels and run.mode != "symlink":
            filed += [item for item in own if item.fingerprint not in touched]
        touched |= {item.fingerprint for item in own}
    return tuple(filed)


def _filed_by(run: Run) -> list[Filed]:
    steps = defaultdict(list)
    for unit in run.standing_units:
        picture = unit.files[0]
        if picture.fingerprint is not None and not picture.exchanges:
            steps[picture.fingerprint].append(picture)
    return [
        Filed(
            fingerprint=content,
            run=run,
            sources=tuple(step.source for step in same),
            targets=tuple(step.target for step in same),
            size_bytes=same[0].size_bytes,
            mtime_ns=same[0].mtime_ns,
        )
        for content, same in steps.items()
    ]


@dataclass(slots=True)
class _Sorter:
    options: LearnOptions
    said: list[Said] = field(default_factory=list)
    agreed: list[Said] = field(default_factory=list)
    scattered: list[tuple[Path, ...]] = field(default_factory=list)
    untouched: int = 0
    gone: int = 0

    def add(self, filed: Filed, whereabouts: Whereabouts) -> None:
        places = [place for place in whereabouts.places(filed) if self._counts(place, filed)]
        if not places:
            self.gone += 1
            return
        folders = {self._folder_of(place, filed.run) for place in places}
        before = {self._folder_of(target, filed.run) for target in filed.targets}
        if len(folders) > 1:
            self.scattered.append(tuple(places))
        elif folders == before:
            self._add_untouched(filed, places[0])
        else:
            self.said.append(Said(filed.fingerprint, next(iter(folders)), places[0]))

    def _add_untouched(self, filed: Filed, place: Path) -> None:
        self.untouched += 1
        said = Said(filed.fingerprint, self._folder_of(place, filed.run), place)
        known = self.options.known.get(filed.fingerprint)
        if known is not None:
            if known.source == "learn" and _time(known.when) > _time(filed.run.started):
                self.said.append(said)  # dragged away, learned, and dragged back again
        elif self._is_old(filed.run) and said.folder is not None:
            self.agreed.append(said)

    def _counts(self, place: Path, filed: Filed) -> bool:
        """The originals of copies lie where they always lay, which says nothing of the copies."""
        if filed.run.mode == "move":
            return True
        return place not in filed.sources and self._folder_of(place, filed.run) is not None

    def _folder_of(self, place: Path, run: Run) -> PurePosixPath | None:
        if not place.is_relative_to(run.into):
            return None
        return find_label_folder(
            PurePosixPath(*place.parent.relative_to(run.into).parts), self.options.folders
        )

    def _is_old(self, run: Run) -> bool:
        after = self.options.agree_after
        return after is not None and datetime.now(UTC) - _time(run.started) >= after


def _time(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
