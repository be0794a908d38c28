"""What is said when no error can be promised."""

from __future__ import annotations

import json
import math

import pytest

from snapsort.learning import ExpectedErrors
from snapsort.report import Terminal, report_expected_errors


def test_machines_get_six_places_and_null_where_nothing_would_move(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = [
        ExpectedErrors(threshold=0.5, n=3, expected_error=0.123456789),
        ExpectedErrors(threshold=0.9, n=0, expected_error=math.nan),
    ]

    report_expected_errors(table, terminal=Terminal(json=True))

    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [item["expected_error"] for item in records] == [0.123457, None]
