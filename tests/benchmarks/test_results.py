from __future__ import annotations

import json
from pathlib import Path

from benchmarks.figures import FigureGroup, sample, share
from benchmarks.results import append_result
from benchmarks.table import format_group

GROUP = FigureGroup(
    "crops 1",
    (("model", "builtin@1"),),
    8,
    3,
    (share("accuracy", 6, 8), share("none", 0, 0), sample("t", [2.0], unit="s")),
)


def test_each_group_is_a_line_of_strict_json(tmp_path: Path) -> None:
    append_result("accuracy", GROUP, folder=tmp_path / "results")
    path = append_result("accuracy", GROUP, folder=tmp_path / "results")
    lines = [json.loads(line, parse_constant=lambda word: 1 / 0) for line in path.read_text().splitlines()]
    assert len(lines) == 2
    record = lines[0]
    assert record["group"] == "crops 1"
    assert (record["n"], record["seed"], record["settings"]) == (8, 3, {"model": "builtin@1"})
    assert record["figures"][0] == {
        "name": "accuracy",
        "value": 0.75,
        "low": 0.409275,
        "high": 0.928521,
        "n": 8,
        "unit": "",
        "interval": "Wilson 95 %",
    }
    assert record["figures"][1]["value"] is None
    assert {"commit", "date", "machine", "versions"} <= record.keys()
    assert record["machine"]["cores"] >= 1
    assert record["versions"]["torch"] is not None


def test_a_table_has_a_heading_and_a_row_a_figure() -> None:
    lines = format_group(GROUP).splitlines()
    assert lines[0] == "crops 1 (n = 8, model builtin@1)"
    assert [line.split()[0] for line in lines[1:]] == ["figure", "accuracy", "none", "t"]
    assert lines[2].split()[1:3] == ["75.0", "%"]
