"""What a sorted tree says about sorting: for people tables, for machines a line a picture and a summary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from snapsort.heads import KeptHead
from snapsort.learning import Evaluation, LabelScores, ThresholdChoice
from snapsort.report.learning_report import number, share_record, share_words
from snapsort.report.promise_report import describe_missing, limit_words
from snapsort.report.terminal import Terminal
from snapsort.words import count, printable, relative

if TYPE_CHECKING:  # it would bring the whole pipeline along
    from snapsort.teaching.measure import Measured, MeasuredPhoto

NAMED = 10
PROBABILITY_DIGITS = 6


def report_measured(measured: Measured, *, root: Path, head: KeptHead | None, terminal: Terminal) -> None:
    """All that was measured: confusion, labels, calibration, thresholds, and the pictures to look at."""
    if terminal.json:
        for photo in measured.photos:
            terminal.record(_photo_record(photo))
        terminal.record(_summary(measured, head))
        return
    names = [printable(label.name) for label in measured.labels.labels]
    terminal.answer(_confusion_table(measured.with_head, names), "")
    terminal.answer(_label_table(measured.with_head, names), "")
    terminal.answer(*_quality_lines(measured), "")
    terminal.answer("suggested thresholds, for pictures like these, with 95 % confidence:")
    terminal.answer(*(f"  {_threshold_words(choice, names)}" for choice in measured.thresholds), "")
    surely_wrong = [measured.photos[row] for row in measured.with_head.surely_wrong]
    _name_photos("most surely wrong:", surely_wrong, root=root, terminal=terminal)
    least_sure = [measured.photos[row] for row in measured.with_head.least_sure]
    _name_photos("least sure:", least_sure, root=root, terminal=terminal)
    _report_left_out(measured, terminal)


def _confusion_table(evaluation: Evaluation, names: list[str]) -> Table:
    """Rows are the truth, columns what would win; labels without a picture either way are left out."""
    confusion = evaluation.confusion
    shown = [column for column in range(len(names)) if confusion[column].any() or confusion[:, column].any()]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("truth, and what wins", overflow="fold")
    for column in shown:
        table.add_column(Text(names[column]), justify="right", overflow="fold")
    for row in shown:
        cells = [
            Text(f"{confusion[row, column]:,}", style="bold" if row == column else "")
            if confusion[row, column]
            else Text("·", style="dim")
            for column in shown
        ]
        table.add_row(Text(names[row], style="bold"), *cells)
    return table


def _label_table(evaluation: Evaluation, names: list[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("label", "pictures", "precision", "recall"):
        table.add_column(heading, justify="right" if heading == "pictures" else "left", overflow="fold")
    for name, scores in zip(names, evaluation.labels, strict=True):
        if scores.n or scores.precision.n:
            table.add_row(
                Text(name, style="bold"),
                f"{scores.n:,}",
                share_words(scores.precision),
                share_words(scores.recall),
            )
    return table


def _quality_lines(measured: Measured) -> list[str]:
    with_head, without = measured.with_head, measured.without_head
    lines = [
        f"{share_words(with_head.accuracy)} of {count(len(measured.photos), 'picture')} right, "
        f"log loss {with_head.log_loss:.3f}, probabilities {with_head.ece * 100:.1f} points off on average"
    ]
    if without is not None:
        lines.append(
            f"without the head {share_words(without.accuracy)}, log loss {without.log_loss:.3f}, "
            f"{without.ece * 100:.1f} points off"
        )
    if measured.seen:
        lines.append(
            f"the head was learned from {measured.seen:,} of these, "
            "which are judged by heads that had not seen them"
        )
    return lines


def _threshold_words(choice: ThresholdChoice, names: list[str]) -> str:
    promise = f"at most {choice.max_error * 100:.3g} % wrong"
    if not choice.is_proven:
        return f"{promise}: cannot be promised; {describe_missing(choice, names)}"
    limit = min(label.move_from for label in choice.labels)
    return (
        f"{promise}: from {limit_words(limit)} on it moves {choice.n:,} of these, {choice.errors:,} wrongly"
    )


def _name_photos(heading: str, photos: Sequence[MeasuredPhoto], *, root: Path, terminal: Terminal) -> None:
    if not photos:
        return
    terminal.answer(Text(heading, style="bold"))
    for photo in photos[:NAMED]:
        decision = photo.decision
        terminal.answer(
            f"  {relative(photo.path, root)}: {printable(decision.label)} {decision.probability:.2f}, "
            f"then {printable(decision.runner_up)} {decision.runner_up_probability:.2f}; "
            f"it is {printable(photo.truth)}"
        )


def _report_left_out(measured: Measured, terminal: Terminal) -> None:
    for folder, n in sorted(measured.unknown.items()):
        terminal.remark(
            f"left out: {count(n, 'picture')} in {printable(str(folder))}/, which is no label's folder",
            style="yellow",
        )
    for problem in measured.problems[:NAMED]:
        terminal.remark(f"left out: {printable(problem.path)}: {problem.reason}", style="yellow")


def _photo_record(photo: MeasuredPhoto) -> dict[str, object]:
    decision = photo.decision
    return {
        "type": "photo",
        "path": str(photo.path),
        "truth": photo.truth,
        "label": decision.label,
        "folder": None if decision.folder is None else str(decision.folder),
        "probability": round(decision.probability, PROBABILITY_DIGITS),
    }


def _summary(measured: Measured, head: KeptHead | None) -> dict[str, object]:
    names = [label.name for label in measured.labels.labels]
    evaluation = measured.with_head
    return {
        "type": "summary",
        "photos": len(measured.photos),
        **_evaluation_record(evaluation),
        "labels": {
            name: _scores_record(scores) for name, scores in zip(names, evaluation.labels, strict=True)
        },
        "confusion": evaluation.confusion.tolist(),
        "thresholds": [_threshold_record(choice) for choice in measured.thresholds],
        "head": None if head is None else {"labels_key": head.labels_key, "made": head.made},
        "without_head": None if measured.without_head is None else _evaluation_record(measured.without_head),
        "seen": measured.seen,
        "left_out": {str(folder): n for folder, n in sorted(measured.unknown.items())},
        "problems": len(measured.problems),
    }


def _evaluation_record(evaluation: Evaluation) -> dict[str, object]:
    accuracy = share_record(evaluation.accuracy)
    return {
        "accuracy": accuracy["value"],
        "interval": accuracy["interval"],
        "log_loss": number(evaluation.log_loss),
        "ece": number(evaluation.ece),
    }


def _scores_record(scores: LabelScores) -> dict[str, object]:
    precision, recall = share_record(scores.precision), share_record(scores.recall)
    return {
        "precision": precision["value"],
        "recall": recall["value"],
        "n": scores.n,
        "precision_interval": precision["interval"],
        "recall_interval": recall["interval"],
    }


def _threshold_record(choice: ThresholdChoice) -> dict[str, object]:
    limit = min(label.move_from for label in choice.labels)
    return {
        "max_error": choice.max_error,
        "proven": choice.is_proven,
        "threshold": number(limit),
        "moved": choice.n,
        "wrong": choice.errors,
        "more": sum(label.more for label in choice.labels),
    }
