"""The one file that all corrections live in: JSON lines, appended, rewritten only to take some away."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from snapsort.corrections.correction import Correction, correction_record, read_correction
from snapsort.errors import UsageError
from snapsort.files import write_whole
from snapsort.words import why_unread


@dataclass(frozen=True, slots=True)
class Superseded:
    """An earlier correction that said otherwise of the same content, and the one that counts."""

    earlier: Correction
    latest: Correction


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the file holds: the latest correction of each content in each label set, in the order of saying.

    `superseded` are those that said something else before.
    """

    latest: tuple[Correction, ...]
    superseded: tuple[Superseded, ...]

    def of(self, labels: str) -> tuple[Correction, ...]:
        """Those for one label set."""
        return tuple(correction for correction in self.latest if correction.labels == labels)


class CorrectionStore:
    """The corrections at `path`; no file is no corrections. Several processes may use it at once.

    Raises:
        UsageError: from every method, when the file cannot be read or written; the message names the line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Corrections:
        """All corrections."""
        latest: dict[tuple[str, str], Correction] = {}
        superseded: list[Superseded] = []
        lines = list(self._read_lines())
        for correction in lines:
            latest.pop(correction.key, None)  # so that the order is that of the latest word
            latest[correction.key] = correction
        for correction in lines:
            winner = latest[correction.key]
            if correction.said.folder != winner.said.folder:
                superseded.append(Superseded(earlier=correction, latest=winner))
        return Corrections(tuple(latest.values()), tuple(superseded))

    def add(self, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
        """Append those that say something new; when this returns, they survive a power cut.

        Returns:
            The ones whose content was not known, or belonged elsewhere until now, in order.
        """
        with self._locked():
            self._mend()
            known = {item.key: item for item in self.read().latest}
            new = [item for item in corrections if item.key not in known or known[item.key].said != item.said]
            if new:
                with self.path.open("ab") as file:
                    file.write(b"".join(_line(item) for item in new))
                    file.flush()
                    os.fsync(file.fileno())
        return tuple(
            item for item in new if item.key not in known or known[item.key].said.folder != item.said.folder
        )

    def remove(self, is_doomed: Callable[[Correction], bool]) -> tuple[Correction, ...]:
        """Take away what the function picks, with all that was said of these contents before.

        Returns:
            The ones that counted until now.
        """
        with self._locked():
            lines = list(self._read_lines())
            doomed = tuple(item for item in self.read().latest if is_doomed(item))
            keys = {item.key for item in doomed}
            if doomed:
                self._replace(item for item in lines if item.key not in keys)
        return doomed

    def _read_lines(self) -> Iterator[Correction]:
        try:
            lines = self.path.read_bytes().decode("utf-8").split("\n")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the corrections in {self.path} cannot be read: {why_unread(error)}") from error
        for number, line in enumerate(lines, 1):
            if not line:
                continue
            try:
                yield read_correction(line)
            except ValueError as error:
                if number == len(lines):  # no line end: it was cut off while it was written
                    return
                raise UsageError(
                    f"{self.path}, line {number}: {error}", hint="take this line out with an editor"
                ) from error

    def _mend(self) -> None:
        """Drop a last line that was cut off, so that the next one does not grow onto it."""
        if self.path.is_file() and not self.path.read_bytes().endswith(b"\n"):
            self._replace(list(self._read_lines()))

    def _replace(self, corrections: Iterable[Correction]) -> None:
        with write_whole(self.path) as file:
            file.write(b"".join(_line(item) for item in corrections))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(f"{self.path.name}.lock")):
                yield
        except OSError as error:
            raise UsageError(f"the corrections in {self.path} cannot be written: {error.strerror}") from error


def _line(correction: Correction) -> bytes:
    return json.dumps(correction_record(correction), ensure_ascii=True).encode("ascii") + b"\n"
