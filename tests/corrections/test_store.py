"""The file of corrections: what is said last counts, and nothing that was said is lost."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapsort.corrections import Correction, CorrectionStore, Said
from snapsort.errors import UsageError
from snapsort.records import Fingerprint


def content(number: int) -> Fingerprint:
    return Fingerprint(f"{number:064x}")


def say(number: int, folder: str | None, *, labels: str = "default", path: str | None = None) -> Correction:
    said = Said(
        content(number),
        None if folder is None else PurePosixPath(folder),
        None if path is None else Path(path),
    )
    return Correction(said, labels=labels, source="train", when="2026-11-20T09:00:00+00:00")


@pytest.fixture
def store(tmp_path: Path) -> CorrectionStore:
    return CorrectionStore(tmp_path / "state" / "corrections.jsonl")


def test_no_file_is_no_corrections(store: CorrectionStore) -> None:
    assert store.read().latest == ()


def test_what_was_added_is_there_for_the_next_process(store: CorrectionStore) -> None:
    said = (say(1, "papers/receipts", path="/a/b.jpg"), say(2, None), say(3, "Füße"))
    assert store.add(said) == said
    assert CorrectionStore(store.path).read().latest == said


def test_the_latest_correction_of_a_content_wins_and_the_earlier_one_is_named(store: CorrectionStore) -> None:
    store.add([say(1, "receipts"), say(2, "receipts")])
    store.add([say(1, "screenshots")])
    read = store.read()
    assert read.latest == (say(2, "receipts"), say(1, "screenshots"))
    assert [(item.earlier, item.latest) for item in read.superseded] == [
        (say(1, "receipts"), say(1, "screenshots"))
    ]


def test_saying_the_same_again_is_no_news(store: CorrectionStore) -> None:
    store.add([say(1, "receipts", path="/a")])
    before = store.path.read_bytes()
    assert store.add([say(1, "receipts", path="/a")]) == ()
    assert store.path.read_bytes() == before


def test_a_new_place_is_remembered_without_being_a_new_correction(store: CorrectionStore) -> None:
    store.add([say(1, "receipts", path="/a")])
    assert store.add([say(1, "receipts", path="/b")]) == ()
    assert store.read().latest == (say(1, "receipts", path="/b"),)
    assert store.read().superseded == ()


def test_label_sets_do_not_mix(store: CorrectionStore) -> None:
    store.add([say(1, None), say(1, "documents", labels="everyday")])
    assert store.read().of("default") == (say(1, None),)
    assert store.read().of("everyday") == (say(1, "documents", labels="everyday"),)


def test_what_is_removed_does_not_come_back_as_what_was_said_before(store: CorrectionStore) -> None:
    store.add([say(1, "receipts"), say(2, "receipts")])
    store.add([say(1, "screenshots")])
    assert store.remove(lambda item: item.said.fingerprint == content(1)) == (say(1, "screenshots"),)
    assert store.read().latest == (say(2, "receipts"),)


def test_a_line_that_was_cut_off_costs_that_line_only(store: CorrectionStore) -> None:
    store.add([say(1, "receipts"), say(2, "receipts")])
    store.path.write_bytes(store.path.read_bytes()[:-20])
    assert store.read().latest == (say(1, "receipts"),)
    store.add([say(3, None)])
    assert store.read().latest == (say(1, "receipts"), say(3, None))


SOUND = {
    "hash": content(1),
    "label": "a",
    "labels": "",
    "source": "train",
    "when": "2026-11-20T09:00:00+00:00",
    "path": None,
}


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "{}",
        *(
            json.dumps(SOUND | wrong)
            for wrong in (
                {"hash": "12"},
                {"label": "../a"},
                {"label": "/a"},
                {"label": 3},
                {"source": "hearsay"},
                {"when": "yesterday"},
                {"when": "2026-11-20T09:00:00"},
            )
        ),
    ],
)
def test_a_line_that_makes_no_sense_is_named(store: CorrectionStore, line: str) -> None:
    store.add([say(1, "receipts")])
    store.path.write_text(store.path.read_text() + line + "\n")
    with pytest.raises(UsageError, match="line 2"):
        store.read()


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["a", "b", None]))))
def test_the_store_is_a_dictionary_that_remembers(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str | None]]
) -> None:
    store = CorrectionStore(tmp_path_factory.mktemp("store") / "corrections.jsonl")
    expected: dict[int, str | None] = {}
    for number, folder in steps:
        store.add([say(number, folder)])
        expected[number] = folder
    latest = {item.said.fingerprint: item.word for item in store.read().latest}
    assert latest == {content(number): folder or "(stays)" for number, folder in expected.items()}
