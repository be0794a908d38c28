from __future__ import annotations

from training.repositories import SOURCES
from training.rows import HELD_OUT, Row


def row(source: str, number: int) -> Row:
    return Row(f"{number}.jpg", source, "photo", "", "")


def test_of_most_sources_a_tenth_is_for_validation_and_always_the_same() -> None:
    chosen = [number for number in range(2000) if row("a/b", number).is_validation]

    assert 150 < len(chosen) < 250
    assert chosen == [number for number in range(2000) if row("a/b", number).is_validation]


def test_of_held_out_sources_nothing_is_learned() -> None:
    assert all(row(source, number).is_validation for source in HELD_OUT for number in range(20))


def test_each_form_that_is_collected_is_still_learned_from() -> None:
    forms = {rule.form for source in SOURCES for rule in source.rules}
    learned = {rule.form for source in SOURCES if source.repository not in HELD_OUT for rule in source.rules}

    assert learned == forms
