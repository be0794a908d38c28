"""What is said of duplicates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from snapsort.duplicates import Duplicates, Group, Kind, Member
from snapsort.records import EmbeddedPhoto, Fingerprint
from snapsort.report import Terminal, report_duplicates
from snapsort.similarity.duplicates_keep import judge
from tests.duplicates.test_keep import EVEN
from tests.moving.trees import imagined

ROOT = Path("/pictures")


def group(kind: Kind) -> Group:
    facts = [replace(EVEN, path=ROOT / f"{kind}-{name}.jpg") for name in ("a", "b")]
    photos = [EmbeddedPhoto(imagined(str(item.path)).photo, Fingerprint("ab" * 32)) for item in facts]
    return Group(
        kind,
        tuple(
            Member(photo, item, verdict, 1.0)
            for photo, item, verdict in zip(photos, facts, judge(facts), strict=True)
        ),
    )


def said_of(kinds: list[Kind], capsys: pytest.CaptureFixture[str]) -> str:
    groups = tuple(group(kind) for kind in kinds)
    report_duplicates(Duplicates(groups, (), 10), root=ROOT, terminal=Terminal())
    return capsys.readouterr().out


def test_nothing_is_to_free_among_takes_that_are_similar(capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of(["similar"], capsys)

    assert "to free" not in said
    assert "need not be kept" not in said
    assert "which takes to keep is yours to judge" in said


def test_of_copies_it_is_said_what_they_take(capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of(["exact", "same", "similar"], capsys)

    assert said.count("to free") == 2
    assert "without the 2 that need not be kept" in said
    assert "yours to judge" not in said_of(["same"], capsys)
