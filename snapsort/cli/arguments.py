"""Options that belong together reach a command as one record; these are the records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:  # records would bring numpy along
    from snapsort.models import Device, Precision
    from snapsort.photos import ScanOptions
    from snapsort.records import Crops, Mode, OnConflict


@dataclass(frozen=True, slots=True)
class LabelArguments:
    """Which labels compete, and when the winner is believed."""

    labels: str | None
    label: tuple[str, ...]
    negative: tuple[str, ...]
    threshold: float
    margin: float
    head: str
    max_error: float | None


@dataclass(frozen=True, slots=True)
class ScanArguments:
    """Which files are looked at."""

    recursive: bool
    exclude: tuple[str, ...]
    include_hidden: bool
    max_depth: int | None
    one_file_system: bool

    def to_options(
        self, *, skip_folders: tuple[Path, ...] = (), include_repositories: bool = False
    ) -> ScanOptions:
        """As the scan takes them."""
        from snapsort.photos import ScanOptions

        return ScanOptions(
            recursive=self.recursive,
            exclude=self.exclude,
            include_hidden=self.include_hidden,
            skip_folders=skip_folders,
            one_file_system=self.one_file_system,
            include_repositories=include_repositories,
            max_depth=self.max_depth,
        )


@dataclass(frozen=True, slots=True)
class ModelArguments:
    """Which model looks at them, and how."""

    model: str | None
    device: Device
    precision: Precision
    crops: Crops
    max_pixels: float
    offline: bool
    cache: bool


@dataclass(frozen=True, slots=True)
class MoveArguments:
    """What happens to a photo that goes."""

    into: Path | None
    move: bool
    copy: bool
    link: Literal["hard", "sym"] | None
    on_conflict: OnConflict
    number: bool
    force: bool

    @property
    def mode(self) -> Mode:
        """The one way that was asked for; UsageError when several were."""
        asked: list[Mode] = [mode for mode, wanted in self._wanted() if wanted]
        if len(asked) > 1:
            raise click.UsageError("--move, --copy and --link exclude each other.")
        return asked[0] if asked else "move"

    def _wanted(self) -> tuple[tuple[Mode, bool], ...]:
        return (
            ("move", self.move),
            ("copy", self.copy),
            ("hardlink", self.link == "hard"),
            ("symlink", self.link == "sym"),
        )


@dataclass(frozen=True, slots=True)
class AskArguments:
    """How far to go, and what to show on the way."""

    dry_run: bool
    yes: bool
    every: bool
    plan: Path | None
    html: Path | None

    @property
    def needs_ranks(self) -> bool:
        """Whether the order of likeness will be seen."""
        return self.every or self.plan is not None or self.html is not None


@dataclass(frozen=True, slots=True)
class PageArguments:
    """Where a page is served, and whether it is opened."""

    port: int
    browser: bool


@dataclass(frozen=True, slots=True)
class OutArguments:
    """The file that is written."""

    out: Path
    overwrite: bool

    @property
    def path(self) -> Path:
        """Where it is, absolute."""
        return self.out.expanduser().absolute()


@dataclass(frozen=True, slots=True)
class OutputArguments:
    """How the answer is told."""

    json: bool
    quiet: bool
