"""Heads on disk: what goes in comes out, and nothing that is no head gets in."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt
import pytest

from snapsort.errors import HeadError
from snapsort.heads import (
    HeldOut,
    KeptHead,
    check_fits,
    delete_head,
    head_file,
    labels_key,
    learned_labels,
    list_heads,
    read_head,
    write_head,
)
from snapsort.learning import Head, Memory, NamedFigure
from snapsort.records import Fingerprint, Label, LabelSet

LABELS = LabelSet(
    "my set",
    (
        Label("receipts", ("a receipt", "a bill"), PurePosixPath("papers/receipts")),
        Label("other", ("anything",), None, weight=2.0),
    ),
)


def make_kept(*, model: str = "m@1", labels: LabelSet = LABELS) -> KeptHead:
    rng = np.random.default_rng(1)
    return KeptHead(
        model=model,
        labels=labels.name,
        labels_key=labels_key(labels),
        folders=(PurePosixPath("papers/receipts"), None, PurePosixPath("zoo é")),
        made="2026-11-20T09:00:00+00:00",
        head=Head(
            names=("receipts", "other", "zoo é"),
            weights=rng.normal(size=(3, 4)).astype(np.float32),
            biases=rng.normal(size=3).astype(np.float32),
            is_on=np.array([True, False, True]),
            counts=np.array([3, 0, 2]),
            memory=Memory(rng.normal(size=(2, 4)).astype(np.float32), np.array([2, 0])),
            temperature=1.25,
            figures=(NamedFigure("accuracy", 0.875),),
        ),
        held_out=HeldOut(
            fingerprints=(Fingerprint("0" * 64), Fingerprint("ab" * 32)),
            targets=np.array([0, 2]),
            groups=np.array([0, 1]),
            probabilities=np.array([[0.5, 0.25, 0.25], [0.0, 0.0, 1.0]]),
        ),
    )


def test_what_was_written_is_read(tmp_path: Path) -> None:
    kept, path = make_kept(), tmp_path / "heads" / "a.npz"
    write_head(path, kept)
    read = read_head(path)
    assert (read.model, read.labels, read.labels_key) == (kept.model, kept.labels, kept.labels_key)
    assert (read.folders, read.made) == (kept.folders, kept.made)
    assert (read.head.names, read.head.temperature) == (kept.head.names, kept.head.temperature)
    assert read.head.figures == kept.head.figures
    for name in ("weights", "biases", "is_on", "counts"):
        np.testing.assert_array_equal(getattr(read.head, name), getattr(kept.head, name))
    np.testing.assert_array_equal(read.head.memory.vectors, kept.head.memory.vectors)
    np.testing.assert_array_equal(read.head.memory.targets, kept.head.memory.targets)
    assert read.held_out.rows == {"0" * 64: 0, "ab" * 32: 1}
    np.testing.assert_array_equal(read.held_out.probabilities, kept.held_out.probabilities)
    assert list_heads(path.parent) == (path,)


def test_no_part_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    write_head(path, make_kept())
    write_head(path, make_kept(model="m@2"))
    assert [item.name for item in tmp_path.iterdir()] == ["a.npz"]
    assert read_head(path).model == "m@2"


def damaged(path: Path, **changes: npt.NDArray[np.generic]) -> Path:
    """The file with other arrays in it."""
    with np.load(path) as arrays:
        content = {name: arrays[name] for name in arrays.files} | changes
    np.savez(path, **content)
    return path


def described(path: Path, changes: Mapping[str, object]) -> Path:
    """The file with another description in it."""
    with np.load(path) as arrays:
        fields = json.loads(arrays["description"].tobytes())
    return damaged(path, description=np.frombuffer(json.dumps(fields | changes).encode(), np.uint8))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.npz"
    write_head(path, make_kept())
    return path


def test_a_number_that_is_none_is_refused(path: Path) -> None:
    weights = np.full((3, 4), np.nan, np.float32)
    with pytest.raises(HeadError, match="not finite"):
        read_head(damaged(path, weights=weights))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("weights", np.zeros((2, 4), np.float32)),
        ("weights", np.zeros((3, 4))),
        ("biases", np.zeros(4, np.float32)),
        ("targets", np.array([0, 9], np.int32)),
        ("targets", np.array([0], np.int32)),
        ("probabilities", np.full((2, 3), np.nan, np.float32)),
        ("probabilities", np.zeros((2, 3), np.float32)),
        ("fingerprints", np.zeros((2, 31), np.uint8)),
        ("description", np.zeros(3, np.uint8)),
    ],
)
def test_arrays_that_do_not_fit_are_refused(path: Path, name: str, array: npt.NDArray[np.generic]) -> None:
    with pytest.raises(HeadError, match="cannot be used"):
        read_head(damaged(path, **{name: array}))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "something else"},
        {"version": 2},
        {"version": "1"},
        {"folders": ["../out", None, "zoo"]},
        {"folders": ["/etc", None, "zoo"]},
        {"folders": ["receipts"]},
        {"temperature": 0},
        {"names": None},
        {"figures": 3},
    ],
)
def test_descriptions_that_make_no_sense_are_refused(path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(HeadError, match="cannot be used"):
        read_head(described(path, changes))


@pytest.mark.parametrize("length", [0, 10, 500])
def test_a_file_that_was_cut_off_is_refused(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(HeadError, match="cannot be used"):
        read_head(path)


class Trap:
    """Tells when it is unpickled."""

    sprung = False

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return setattr, (Trap, "sprung", True)


def test_pickles_are_not_opened(path: Path) -> None:
    trapped = np.array([Trap()], dtype=object)
    stream = io.BytesIO()
    np.save(stream, trapped, allow_pickle=True)
    with pytest.raises(HeadError, match="cannot be used"):
        read_head(damaged(path, weights=trapped))
    path.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(HeadError, match="cannot be used"):
        read_head(path)
    assert not Trap.sprung


def test_a_head_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(HeadError, match="there is no head"):
        read_head(tmp_path / "nowhere.npz")
    with pytest.raises(HeadError, match="cannot be removed"):
        delete_head(tmp_path / "nowhere.npz")


def test_a_head_for_another_model_or_other_labels_is_refused() -> None:
    kept, where = make_kept(), Path("a.npz")
    check_fits(kept, model="m@1", label_set=LABELS, where=where)
    with pytest.raises(HeadError, match="for the model m@1, not for m@2"):
        check_fits(kept, model="m@2", label_set=LABELS, where=where)
    other = replace(LABELS, labels=(LABELS.labels[0], replace(LABELS.labels[1], weight=1.0)))
    with pytest.raises(HeadError, match="other labels"):
        check_fits(kept, model="m@1", label_set=other, where=where)


def test_each_model_and_label_set_has_a_file_of_its_own(tmp_path: Path) -> None:
    other = replace(LABELS, labels=(replace(LABELS.labels[0], prompts=("a receipt",)), LABELS.labels[1]))
    files = {
        head_file(tmp_path, model=model, label_set=labels)
        for model in ("m@1", "m@2", "/a folder/with é@3")
        for labels in (LABELS, other, replace(LABELS, name="../../etc"))
    }
    assert len(files) == 9
    assert {file.parent for file in files} == {tmp_path}


def test_thresholds_and_description_do_not_make_other_labels() -> None:
    same = replace(
        LABELS, description="new", labels=(replace(LABELS.labels[0], min_probability=0.9), LABELS.labels[1])
    )
    assert labels_key(same) == labels_key(LABELS)


def test_labels_that_only_the_head_knows_are_added() -> None:
    grown = learned_labels(LABELS, make_kept())
    assert grown.labels[:2] == LABELS.labels
    assert grown.labels[2] == Label("zoo é", (), PurePosixPath("zoo é"))
