"""What a threshold would move, and what can be promised about it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich import box
from rich.table import Table

from snapsort.learning import ExpectedErrors, ThresholdChoice
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable


def report_expected_errors(table: Sequence[ExpectedErrors], *, terminal: Terminal) -> None:
    """A row a threshold; the errors are the model's own expectation, which nothing has proven."""
    view = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("threshold", "would move", "expected error (unproven)"):
        view.add_column(heading, justify="right")
    for row in table:
        error = None if math.isnan(row.expected_error) else round(row.expected_error, 6)
        view.add_row(f"{row.threshold:.2f}", f"{row.n:,}", "" if error is None else f"{error:.1%}")
        terminal.record(
            {
                "type": "threshold",
                "threshold": row.threshold,
                "moved": row.n,
                "expected_error": error,
                "proven": False,
            }
        )
    terminal.answer(view)


def describe_promise(choice: ThresholdChoice) -> str:
    """The promise in words, with its evidence."""
    limit = min(label.move_from for label in choice.labels)
    return (
        f"with {choice.confidence:.0%} confidence, at most {choice.max_error:.3g} of what moves is wrong, "
        f"for pictures like those you corrected: from a probability of {limit_words(limit)} on, "
        f"{choice.errors:,} of {count(choice.n, 'correction')} went wrong"
    )


def limit_words(limit: float) -> str:
    """A limit below 1 with as many digits as tell it from 1: "0.66", "0.9998"."""
    return next((text for text in (f"{limit:.{digits}f}" for digits in range(2, 9)) if float(text) < 1), "1")


def describe_missing(choice: ThresholdChoice, names: Sequence[str]) -> str:
    """Why there is no promise: corrections are missing, or there are enough and too many errors."""
    missing = [
        f"{label.more:,} of {printable(name)}"
        for name, label in zip(names, choice.labels, strict=True)
        if label.more
    ]
    if not missing:
        return "there are enough corrections, but too many of them go wrong at any threshold"
    return f"about {sum(label.more for label in choice.labels):,} more corrections are needed: " + ", ".join(
        missing
    )
