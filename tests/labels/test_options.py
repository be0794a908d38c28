from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapsort.errors import LabelFileError
from snapsort.labels import labels_from_options
from snapsort.records import Label, LabelSet


def error_of(labels: list[str], negatives: list[str]) -> str:
    with pytest.raises(LabelFileError) as caught:
        labels_from_options(labels, negatives)
    assert caught.value.hint
    return str(caught.value)


def test_options_give_labels_in_order_and_then_the_negatives() -> None:
    label_set = labels_from_options(
        ["papers/receipts=a photo of a receipt", "a cat: asleep", "math=1+1=2"], ["a tree", "a car"]
    )

    assert label_set == LabelSet(
        name="command line",
        labels=(
            Label("papers/receipts", ("a photo of a receipt",), PurePosixPath("papers/receipts")),
            Label("a cat asleep", ("a cat: asleep",), PurePosixPath("a cat asleep")),
            Label("math", ("1+1=2",), PurePosixPath("math")),
            Label("other", ("a tree",), None),
            Label("other 2", ("a car",), None),
        ),
    )


def test_a_folder_given_again_gets_one_more_prompt() -> None:
    label_set = labels_from_options(["pets=a cat", "cars=a car", "pets=a dog"], ["a tree"])

    assert [label.prompts for label in label_set.labels] == [("a cat", "a dog"), ("a car",), ("a tree",)]


def test_without_a_negative_everyday_photos_compete() -> None:
    label_set = labels_from_options(["receipts=a photo of a receipt"], [])

    default = Label("other", ("a photo of a real-world scene, an object or a person",), None)
    assert label_set.labels[1:] == (default,)


@pytest.mark.parametrize(
    ("labels", "negatives", "message"),
    [
        ([], ["a tree"], "no --label"),
        (["pets="], [], '--label "pets=": the prompt is empty'),
        ([" "], [], '--label "": the prompt is empty'),
        (["pets=a cat"], [""], '--negative "": the prompt is empty'),
        (
            ["=a cat"],
            [],
            '--label "=a cat": the folder before "=" is empty',
        ),
        (["../x=a cat"], [], '--label "../x=a cat": the folder "../x" leads out of the target'),
        ([".x=a cat"], [], '--label ".x=a cat": the folder ".x" would be hidden'),
        (["A=a", "a=b"], [], '--label "a=b": the folder "a" is the same as "A" of --label "A=a"'),
        (["x=a", "y=A"], [], '--label "y=A": the prompt "A" is also --label "x=a"'),
        (["x=a"], ["a"], '--negative "a": the prompt "a" is also --label "x=a"'),
    ],
)
def test_a_bad_option_is_named(labels: list[str], negatives: list[str], message: str) -> None:
    assert error_of(labels, negatives) == message


def test_a_label_like_the_built_in_negative_asks_for_another() -> None:
    message = error_of(["x=a photo of a real-world scene, an object or a person"], [])

    assert message.startswith("the built-in negative (there is no --negative): the prompt")


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), max_size=3), st.lists(st.text(max_size=4), max_size=2))
def test_any_options_give_a_set_with_a_negative_or_an_error(labels: list[str], negatives: list[str]) -> None:
    try:
        label_set = labels_from_options(labels, negatives)
    except LabelFileError:
        return
    assert label_set.labels[-1].is_negative
    assert label_set.folders
