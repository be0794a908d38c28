"""What was learned from corrections: how good it is, where it helps, and what could not be used."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.learning import Difference, FitReport, LabelReport, Quality, Share
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable

if TYPE_CHECKING:  # it would bring the whole pipeline along
    from snapsort.teaching.fitting import Taught

NAMED = 5

FEW = 10
"""Of fewer corrections no share is shown: its interval would span half of all there is."""

REASON_WORDS = {"helps": "on", "no_examples": "no corrections", "not_proven": "off, no proof yet"}


def report_taught(taught: Taught, path: Path, *, are_mistakes: bool, terminal: Terminal) -> None:
    """What the head is worth on corrections it had not seen, label by label, and where it is kept.

    Args:
        are_mistakes: all corrections are of pictures that were sorted wrongly.
    """
    report = taught.report
    _report_unused(taught, terminal)
    _report_one_label(report, terminal)
    terminal.answer(_label_table(report), "", *_quality_lines(report, are_mistakes=are_mistakes))
    for label in report.labels:
        terminal.record(_label_record(label))
    remembered = len(taught.head.head.memory)
    if remembered:
        terminal.answer(
            f"  remembered    {count(remembered, 'picture')} that it still gets wrong: "
            "what looks nearly the same goes where you put them"
        )
    terminal.record(_summary(taught, path))
    terminal.answer(
        Text.assemble(
            f'sorting by the labels "{printable(taught.head.labels)}" uses it from now on; without it  ',
            ("--head off", "bold"),
            ", for good  ",
            (f"snapsort head remove {path.stem}", "bold"),
        )
    )


def share_words(share: Share) -> str:
    """A share with its interval: "93 % (88 to 96)"; empty when there is nothing to count."""
    if not share.n:
        return ""
    return f"{share.value * 100:.0f} % ({share.low * 100:.0f} to {share.high * 100:.0f})"


def share_record(share: Share) -> dict[str, object]:
    """A share for machines; null where there is nothing to count."""
    if not share.n:
        return {"value": None, "interval": None}
    return {"value": round(share.value, 6), "interval": [round(share.low, 6), round(share.high, 6)]}


def _report_unused(taught: Taught, terminal: Terminal) -> None:
    gone = taught.gone
    if gone:
        terminal.remark(f"{count(len(gone), 'correction')} left out: the picture is gone", style="yellow")
    for item in gone[:NAMED]:
        terminal.remark(f"  {printable(item.said.path or item.said.fingerprint)}", style="yellow")
    if len(gone) > NAMED:
        terminal.remark(f"  and {len(gone) - NAMED:,} more; snapsort corrections lists them", style="yellow")
    for pair in taught.lookalikes[:NAMED]:
        kept, dropped = pair.kept.said, pair.dropped.said
        terminal.remark(
            f"{printable(dropped.path or dropped.fingerprint)} is said to be {printable(pair.dropped.word)}, "
            f"but {printable(kept.path or kept.fingerprint)}, which looks the same, "
            f"{printable(pair.kept.word)}: the latter counts",
            style="yellow",
        )


def _report_one_label(report: FitReport, terminal: Terminal) -> None:
    known = [label.name for label in report.labels if label.n]
    if len(known) == 1:
        terminal.remark(
            f"all {report.n:,} corrections are of one label ({printable(known[0])}), so there is nothing to "
            "tell apart: they are remembered, but no rule is learned. Correct pictures of another label too; "
            "`snapsort learn --agree 0` counts those left in place.",
            style="yellow",
        )


def _label_table(report: FitReport) -> Table:
    """Each label without the head and with it, on corrections that the head had not seen."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    shares = ("precision", "recall") if report.n >= FEW else ()
    for heading in ("label", "pictures", *shares, "head"):
        table.add_column(heading, justify="right" if heading == "pictures" else "left", overflow="fold")
    for label in report.labels:
        changes = (
            _change_words(label.zero_shot.precision, label.learned.precision),
            _change_words(label.zero_shot.recall, label.learned.recall),
        )
        table.add_row(
            Text(printable(label.name), style="bold"),
            f"{label.n:,}",
            *changes[: len(shares)],
            Text(REASON_WORDS[label.reason], style="" if label.is_on else "dim"),
        )
    return table


def _change_words(before: Share, after: Share) -> str:
    """ "72 → 95 % (88 to 98)": the interval is that of the second."""
    if not after.n:
        return ""
    first = f"{before.value * 100:.0f} → " if before.n else ""
    return f"{first}{share_words(after)}"


def _quality_lines(report: FitReport, *, are_mistakes: bool) -> list[str]:
    if report.n < FEW:
        return [f"  {count(report.n, 'correction')}: too few to say how good it is; that takes {FEW}"]
    before, after, gain = report.zero_shot, report.learned, report.gain
    harder = "  these are pictures that were sorted wrongly; of all pictures more are right than of these"
    return [
        f"on corrections it had not seen (cross-validation of {report.n:,}, {report.n_groups:,} of them "
        "independent), without the head → with it:",
        f"  right         {before.accuracy.value * 100:.0f} → {share_words(after.accuracy)}, "
        f"{gain.value * 100:+.1f} points ({gain.low * 100:+.1f} to {gain.high * 100:+.1f})",
        f"  log loss      {before.log_loss:.3f} → {after.log_loss:.3f}",
        f"  calibration   {before.ece * 100:.1f} → {after.ece * 100:.1f} points off",
        *([harder] if are_mistakes else ()),
    ]


def _label_record(label: LabelReport) -> dict[str, object]:
    return {
        "type": "label",
        "name": label.name,
        "n": label.n,
        "independent": label.n_groups,
        "on": label.is_on,
        "reason": label.reason,
        "precision": share_record(label.learned.precision),
        "recall": share_record(label.learned.recall),
        "zero_shot_precision": share_record(label.zero_shot.precision),
        "zero_shot_recall": share_record(label.zero_shot.recall),
        "gain": _difference_record(label.gain),
    }


def _summary(taught: Taught, path: Path) -> dict[str, object]:
    report = taught.report
    return {
        "type": "summary",
        "corrections": report.n,
        "independent": report.n_groups,
        "gone": len(taught.gone),
        "remembered": len(taught.head.head.memory),
        "with_head": _quality_record(report.learned),
        "without_head": _quality_record(report.zero_shot),
        "gain": _difference_record(report.gain),
        "labels": taught.head.labels,
        "model": taught.head.model,
        "head": str(path),
    }


def _quality_record(quality: Quality) -> dict[str, object]:
    return {
        "accuracy": share_record(quality.accuracy),
        "log_loss": number(quality.log_loss),
        "ece": number(quality.ece),
    }


def _difference_record(difference: Difference) -> dict[str, object]:
    return {
        "value": number(difference.value),
        "interval": numbers([difference.low, difference.high]),
        "p_value": number(difference.p_value),
    }


def number(value: float) -> float | None:
    """A number that JSON knows."""
    return round(value, 6) if math.isfinite(value) else None


def numbers(values: Sequence[float]) -> list[float | None]:
    """Numbers that JSON knows."""
    return [number(value) for value in values]
