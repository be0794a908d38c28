from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from snapsort.errors import LabelFileError
from snapsort.labels import parse_labels
from snapsort.records import Label, LabelSet

CATS = {"folder": "cats", "prompts": ["a photo of a cat"]}
OTHER = {"negative": True, "prompts": ["any other photo"]}


def parse(value: object, source: str = "mine.json") -> LabelSet:
    return parse_labels(json.dumps(value).encode(), source=source)


def parse_label(**keys: object) -> Label:
    return parse({"labels": [CATS | keys, OTHER]}).labels[0]


def error_of(value: object) -> LabelFileError:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    with pytest.raises(LabelFileError) as caught:
        parse_labels(content, source="mine.json")
    return caught.value


def error_of_label(**keys: object) -> str:
    return str(error_of({"labels": [OTHER, CATS | keys]}))


def test_the_short_form_names_folders_by_the_prompts_and_its_last_prompt_is_the_negative() -> None:
    label_set = parse(["a cat / kitten", "a dog?", "anything else"], source="folder/pets.json")

    assert label_set == LabelSet(
        name="pets",
        labels=(
            Label("a cat kitten", ("a cat / kitten",), PurePosixPath("a cat kitten")),
            Label("a dog", ("a dog?",), PurePosixPath("a dog")),
            Label("other", ("anything else",), None),
        ),
    )


def test_the_full_form_says_everything() -> None:
    label_set = parse(
        {
            "$schema": "labels.schema.json",
            "name": "Pets",
            "description": "Cats and dogs.",
            "templates": ["a photo of {}", "a drawing of {}"],
            "threshold": 0.6,
            "margin": 0.1,
            "labels": [
                {"folder": "pets/cats", "prompts": ["a cat", "a kitten"], "threshold": 0.8, "margin": 0},
                {"folder": "pets/dogs", "name": "dog", "prompt": "a dog", "template": "{}", "weight": 2},
                {"negative": True, "folder": None, "prompts": ["a tree"], "templates": ["{} in a park"]},
            ],
        }
    )

    cats = ("a photo of a cat", "a drawing of a cat", "a photo of a kitten", "a drawing of a kitten")
    assert label_set == LabelSet(
        name="Pets",
        description="Cats and dogs.",
        labels=(
            Label("pets/cats", cats, PurePosixPath("pets/cats"), min_probability=0.8, min_margin=0.0),
            Label("dog", ("a dog",), PurePosixPath("pets/dogs"), 0.6, 0.1, weight=2.0),
            Label("other", ("a tree in a park",), None, 0.6, 0.1),
        ),
    )


def test_a_byte_order_mark_is_no_part_of_the_file() -> None:
    assert parse_labels(b'\xef\xbb\xbf["a cat", "other"]', source="x.json").folders == (
        PurePosixPath("a cat"),
    )


def test_a_label_whose_folder_is_null_is_a_negative() -> None:
    assert parse({"labels": [CATS, {"folder": None, "prompt": "other"}]}).labels[1].is_negative


def test_negatives_without_names_get_distinct_ones_that_no_label_has() -> None:
    label_set = parse(
        {
            "labels": [
                {"folder": "Other", "prompts": ["a"]},
                {"negative": True, "prompts": ["b"]},
                {"negative": True, "name": "other 3", "prompts": ["c"]},
                {"negative": True, "prompts": ["d"]},
            ]
        }
    )

    assert [label.name for label in label_set.labels] == ["Other", "other 2", "other 3", "other 4"]


def test_prompts_and_names_are_put_on_one_line_without_control_characters() -> None:
    label = parse_label(prompts=["  a\n photo\x1b[31m of\u00a0caf\u0065\u0301 "], name="big\tcats\u202e")

    assert (label.prompts, label.name) == (("a photo[31m of café",), "big cats")


def test_a_prompt_repeated_within_a_label_counts_once() -> None:
    assert parse_label(prompts=["a cat", "a kitten", "a cat"]).prompts == ("a cat", "a kitten")


def test_a_folder_may_lie_in_another_labels_folder() -> None:
    label_set = parse({"labels": [CATS, {"folder": "cats/kittens", "prompts": ["a kitten"]}, OTHER]})

    assert label_set.folders == (PurePosixPath("cats"), PurePosixPath("cats/kittens"))


@pytest.mark.parametrize("limit", [0, 0.5, 1])
def test_limits_include_their_ends(limit: float) -> None:
    label = parse_label(threshold=limit, margin=limit)

    assert (label.min_probability, label.min_margin) == (limit, limit)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"treshold": 0.5}, 'labels[1]: unknown key "treshold"; did you mean "threshold"?'),
        ({"Prompts": ["x"]}, 'labels[1]: unknown key "Prompts"; did you mean "prompts"?'),
        ({"zzz": 1}, 'labels[1]: unknown key "zzz"'),
        ({"prompts": []}, "labels[1].prompts: needs at least one prompt"),
        ({"prompts": ["a cat", " \n"]}, "labels[1].prompts[1]: the prompt is empty"),
        ({"prompts": ["\u200b\u0000"]}, "labels[1].prompts[0]: the prompt is empty"),
        ({"prompts": ["\ud83d"]}, "labels[1].prompts[0]: the prompt is empty"),
        ({"prompts": "a cat"}, 'labels[1].prompts: must be an array, not "a cat"'),
        ({"prompts": [["a"]]}, "labels[1].prompts[0]: must be a text, not an array"),
        ({"prompt": "a cat"}, 'labels[1]: has both "prompts" and "prompt"'),
        ({"template": "a photo"}, 'labels[1].template: must contain {} exactly once (it is "a photo")'),
        ({"template": "{} {}"}, 'labels[1].template: must contain {} exactly once (it is "{} {}")'),
        ({"templates": ["{}", "\n"]}, "labels[1].templates[1]: must contain {} exactly once"),
        ({"templates": []}, "labels[1].templates: needs at least one template"),
        ({"template": "{}", "templates": ["{}"]}, 'labels[1]: has both "templates" and "template"'),
        ({"threshold": 1.5}, "labels[1].threshold: must be between 0 and 1 (it is 1.5)"),
        ({"threshold": -0.01}, "labels[1].threshold: must be between 0 and 1 (it is -0.01)"),
        ({"threshold": "0.5"}, 'labels[1].threshold: must be a number, not "0.5"'),
        ({"threshold": True}, "labels[1].threshold: must be a number, not true"),
        ({"threshold": None}, "labels[1].threshold: must be a number, not null"),
        ({"margin": 2}, "labels[1].margin: must be between 0 and 1 (it is 2)"),
        ({"weight": 0}, "labels[1].weight: must be above 0 and at most 1000 (it is 0)"),
        ({"weight": 1001}, "labels[1].weight: must be above 0 and at most 1000 (it is 1001)"),
        ({"name": ""}, "labels[1].name: the name is empty"),
        ({"name": {}}, "labels[1].name: must be a text, not an object"),
        ({"folder": 7}, "labels[1].folder: must be a text or null, not 7"),
        ({"negative": "yes"}, 'labels[1].negative: must be true or false, not "yes"'),
        (
            {"negative": True},
            'labels[1].folder: must be absent in a negative: what it wins stays where it is (it is "cats")',
        ),
        (
            {"folder": None, "negative": False},
            "labels[1].negative: must be true in a label without a folder (it is false)",
        ),
        ({"folder": "../up"}, 'labels[1].folder: the folder "../up" leads out of the target'),
        ({"folder": "/etc"}, 'labels[1].folder: the folder "/etc" leads out of the target'),
        ({"folder": ".snapsort"}, 'labels[1].folder: the folder ".snapsort" would be hidden'),
        (
            {"folder": "a//b"},
            'labels[1].folder: the folder "a//b" has a part without a name that a file system takes',
        ),
    ],
)
def test_a_bad_label_is_named_by_its_place(keys: dict[str, object], message: str) -> None:
    assert error_of_label(**keys) == f"mine.json: {message}"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "must be an object, not 3"),
        ([], "needs at least two prompts"),
        (["a cat"], "needs at least two prompts"),
        (["a cat", ""], "[1]: the prompt is empty"),
        (["a cat", CATS], "[1]: must be a text, not an object"),
        (["a cat", "A Cat!", "A cat?", "other"], '[2]: the folder "A cat" is the same as "a cat" of [0]'),
        (["..", "other"], '[0]: the folder ".." has a part without a name that a file system takes'),
        ([".hidden", "other"], '[0]: the folder ".hidden" would be hidden'),
        ({}, 'has no "labels"'),
        ({"labels": [5], "zzz": 1}, 'unknown key "zzz"'),
        (
            {"labels": [CATS | {"foldr": 1, "prompts": 2}]},
            'labels[0]: unknown key "foldr"; did you mean "folder"?',
        ),
        ({"lables": [CATS, OTHER]}, 'unknown key "lables"; did you mean "labels"?'),
        ({"labels": CATS}, "labels: must be an array, not an object"),
        ({"labels": [CATS, "other"]}, 'labels[1]: must be an object, not "other"'),
        ({"labels": []}, "labels: needs at least one negative"),
        ({"labels": [CATS]}, "labels: needs at least one negative"),
        ({"labels": [OTHER]}, "labels: needs at least one label with a folder"),
        ({"labels": [CATS, OTHER, {"prompts": ["x"]}]}, "labels[2]: has no folder"),
        ({"labels": [CATS, OTHER, {"folder": "x"}]}, "labels[2]: has no prompts"),
        ({"labels": [CATS, OTHER], "threshold": 2}, "threshold: must be between 0 and 1 (it is 2)"),
        (
            {"labels": [CATS, OTHER], "template": "x" * 99},
            f'template: must contain {{}} exactly once (it is "{"x" * 59}…")',
        ),
        (
            {"labels": [CATS, {"negatve": True, "prompts": ["x"]}]},
            'labels[1]: unknown key "negatve"; did you mean "negative"?',
        ),
        (
            {"labels": [CATS, OTHER, CATS | {"prompts": ["A Photo of a Cat"], "folder": "x"}]},
            'labels[2].prompts[0]: the prompt "A Photo of a Cat" is also labels[0].prompts[0]',
        ),
        (
            {"labels": [CATS, OTHER, {"folder": "x", "name": "CATS", "prompts": ["x"]}]},
            'labels[2]: the name "CATS" is also that of labels[0]',
        ),
        (
            {"labels": [CATS, OTHER, {"folder": "Cats.", "prompts": ["x"]}]},
            'labels[2]: the folder "Cats" is the same as "cats" of labels[0]',
        ),
        (
            {"labels": [{"folder": "straße", "prompt": "a"}, {"folder": "STRASSE", "prompt": "b"}, OTHER]},
            'labels[1]: the folder "STRASSE" is the same as "straße" of labels[0]',
        ),
        (
            {"labels": [{"folder": "é", "prompt": "a"}, {"folder": "e\u0301", "prompt": "b"}, OTHER]},
            'labels[1]: the folder "é" is the same as "é" of labels[0]',
        ),
    ],
)
def test_a_bad_file_gets_one_message_with_the_place(value: object, message: str) -> None:
    assert str(error_of(value)) == f"mine.json: {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1, column 1: not JSON: Expecting value"),
        (b'[\n  "a cat" "other"\n]', "line 2, column 11: not JSON: Expecting ',' delimiter"),
        (b'{"labels": [\n  {"folder" "cats"}]}', "line 2, column 13: not JSON: Expecting ':' delimiter"),
        (b'["a cat",\n "caf\xe9"]', "line 2, byte 6: not UTF-8 (0xe9)"),
        ('["a", "b"]'.encode("utf-16"), "line 1, byte 1: not UTF-8 (0xff)"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'["a", ' + b"[" * 50 + b"]" * 50 + b"]", "[1]: must be a text, not an array"),
        (b"[" + b"9" * 5000 + b', "x"]', "[0]: must be a text, not inf"),
        (b'["a", NaN]', "[1]: is NaN, which is no JSON number"),
        (b'{"threshold": -Infinity}', "threshold: is -Infinity, which is no JSON number"),
        (b'{"threshold": 1e999, "labels": []}', "threshold: must be between 0 and 1 (it is inf)"),
        (b'{"labels": [{"folder": "a", "folder": "b"}]}', "labels[0].folder: is written twice in one object"),
        (
            b'{"labels": [{"negative": true, "negative": true}]}',
            "labels[0].negative: is written twice in one object",
        ),
        (b'{"labels": [], "labels": []}', "labels: is written twice in one object"),
        (b" " * 1_000_001, "is larger than a label file can be (1 MB)"),
    ],
)
def test_content_that_is_no_json_value_is_refused_with_its_line(content: bytes, message: str) -> None:
    assert str(error_of(content)).startswith(f"mine.json: {message}")


def test_every_error_says_what_to_do() -> None:
    files = [[], {}, {"labels": [CATS]}, {"labels": [CATS, OTHER], "name": 1}, {"labels": [CATS | {"x": 1}]}]

    assert all(error_of(file).hint for file in files)


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    hint = error_of({"labels": [CATS | {"zzz": 1}, OTHER]}).hint

    assert hint == (
        "Known here: folder, negative, name, prompt, prompts, template, templates, threshold, margin, weight."
    )
