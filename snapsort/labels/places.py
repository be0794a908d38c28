"""Where in a label file or an option something stands, so that an error can say it."""

from __future__ import annotations

from dataclasses import dataclass

from snapsort.errors import LabelFileError


@dataclass(frozen=True, slots=True)
class Place:
    """A file or option, and the steps that lead to a value in it; shown as ``labels[2].prompts[0]``."""

    source: str
    steps: tuple[str | int, ...] = ()

    def at(self, *steps: str | int) -> Place:
        """The place that many steps further in."""
        return Place(self.source, (*self.steps, *steps))

    def error(self, message: str, *, hint: str) -> LabelFileError:
        """An error that starts with this place."""
        parts = (self.source, str(self), message) if self.steps else (self.source, message)
        return LabelFileError(": ".join(parts), hint=hint)

    def __str__(self) -> str:
        shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps)
        return shown.removeprefix(".")
