"""What `labels check --on` says of prompts."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapsort.report import Terminal, report_label_check
from snapsort.teaching.check_labels import LabelSetCheck, PromptCheck


def findings(prompts: tuple[PromptCheck, ...], capsys: pytest.CaptureFixture[str]) -> list[str]:
    check = LabelSetCheck(labels=(), prompts=prompts, twins=(), photos=3, problems=(), has_negative=True)
    report_label_check(check, root=Path("/pictures"), terminal=Terminal())
    return [line.strip() for line in capsys.readouterr().out.splitlines() if "left out" in line]


def test_of_several_spare_prompts_of_a_label_only_one_is_said_to_be_spare(
    capsys: pytest.CaptureFixture[str],
) -> None:
    prompts = (
        PromptCheck("receipts", "a receipt", 0.0),
        PromptCheck("receipts", "a till receipt", 0.0),
        PromptCheck("charts", "a chart", 0.1),
        PromptCheck("charts", "a diagram", 0.0),
    )
    assert findings(prompts, capsys) == [
        'receipts: one of "a receipt", "a till receipt" may be left out; no winner here changes without it',
        'charts: "a diagram" may be left out; no winner here changes without it',
    ]


def test_prompts_that_decide_something_are_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert findings((PromptCheck("charts", "a chart", 0.1),), capsys) == []
