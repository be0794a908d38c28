from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from jsonschema import Draft202012Validator

from snapsort.errors import LabelFileError
from snapsort.labels import load_labels, read_schema, ready_made_names
from snapsort.records import Label, LabelSet
from tests.powers import as_a_user

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("default", "documents", "everyday", "moods", "objects", "wallpapers")


def error_of(name_or_path: str) -> LabelFileError:
    with pytest.raises(LabelFileError) as caught:
        load_labels(name_or_path)
    return caught.value


def test_the_ready_made_sets_are_these() -> None:
    assert ready_made_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_made_set_loads_and_says_what_it_is_for(name: str) -> None:
    label_set = load_labels(name)

    assert label_set.name == name
    assert label_set.description
    assert all(str(folder) == str(folder).lower() for folder in label_set.folders)


def test_sets_that_the_built_in_model_guesses_at_say_so() -> None:
    wanting = [name for name in NAMES if load_labels(name).wants_larger_model]
    assert wanting == ["documents", "moods", "objects", "wallpapers"]


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_made_set_follows_the_published_schema(name: str) -> None:
    path = ROOT / "labels" / f"{name}.json"
    value = json.loads(path.read_text("utf-8"))

    assert Draft202012Validator(read_schema()).is_valid(value)
    assert (path.parent / value["$schema"]).resolve() == ROOT / "docs" / "labels.schema.json"


def test_an_installed_package_finds_the_sets_within_itself(tmp_path: Path) -> None:
    package = tmp_path / "snapsort"
    left_out = shutil.ignore_patterns("sets", "builtin", "__pycache__")
    shutil.copytree(ROOT / "snapsort", package, ignore=left_out)
    (package / "labels" / "sets").mkdir()
    shutil.copy(ROOT / "labels" / "objects.json", package / "labels" / "sets")
    (tmp_path / "labels").mkdir()

    code = "from snapsort.labels import *; print(ready_made_names(), load_labels('objects').name)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert found.stdout == "('objects',) objects\n"


def test_the_default_set_has_the_three_prompts_of_old() -> None:
    label_set = load_labels("default")

    photo = (
        "a photo of a real-world scene, an object, a person, or any image not fitting the description of a"
        " screenshot, receipt, or invoice"
    )
    screenshot = "a screenshot of a software interface or a screen capture from phone"
    assert label_set == LabelSet(
        name="default",
        description="Takes screenshots and receipts out of the photos.",
        labels=(
            Label("screenshots", (screenshot,), PurePosixPath("screenshots")),
            Label("receipts", ("a photo of an invoice or a receipt",), PurePosixPath("receipts")),
            Label("photo", (photo,), None),
        ),
    )


def test_a_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "pets"
    path.write_text('["a cat", "other"]')

    assert load_labels(str(path)).folders == (PurePosixPath("a cat"),)


def test_a_misspelled_name_is_answered_with_the_nearest_one_and_the_list() -> None:
    error = error_of("Everday")

    assert str(error) == 'there is no label set "Everday"; did you mean "everyday"?'
    assert error.hint == f"Ready-made: {', '.join(NAMES)}. Or give the path of a JSON file."


def test_a_name_that_is_like_no_other_is_answered_with_the_list() -> None:
    error = error_of("zzz")

    assert str(error) == 'there is no label set "zzz"'
    assert "default, documents" in error.hint


@pytest.mark.parametrize("name", ["", "x" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have_is_an_unknown_name(name: str) -> None:
    assert str(error_of(name)).startswith("there is no label set")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone.json"

    assert str(error_of(str(path))) == f"{path}: cannot be read: no such file or directory"


@pytest.mark.skipif(os.name == "nt", reason="Windows answers with permission denied")
def test_a_folder_is_no_label_file(tmp_path: Path) -> None:
    assert str(error_of(str(tmp_path))) == f"{tmp_path}: cannot be read: is a directory"


@as_a_user
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.json"
    path.write_text("[]")
    path.chmod(0)

    assert str(error_of(str(path))) == f"{path}: cannot be read: permission denied"


def test_a_path_with_a_null_character_is_no_path() -> None:
    assert str(error_of("a/\0.json")).startswith('"a/.json" is no path')


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(10**12)

    assert str(error_of(str(path))) == f"{path}: is larger than a label file can be (1 MB)"


def test_an_error_in_a_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('["a cat", ""]')

    assert str(error_of(str(path))) == f"{path}: [1]: the prompt is empty"
