"""`snapsort labels` and `snapsort model`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from snapsort.cli.places import find_places
from snapsort.labels import ready_made_names
from tests.cli.lines import Lines
from tests.models.test_removing import NEW, keep

Snapsort = Callable[..., Lines]


def test_labels_lists_every_ready_made_set(snapsort: Snapsort) -> None:
    assert {item["name"] for item in snapsort("labels", "--json").records} == set(ready_made_names())
    assert "everyday" in snapsort("labels").out


def test_labels_show_prints_every_prompt(snapsort: Snapsort) -> None:
    records = snapsort("labels", "show", "default", "--json").records
    assert [item["folder"] for item in records if item["type"] == "label"] == [
        "screenshots",
        "receipts",
        None,
    ]
    shown = snapsort("labels", "show", "default").out
    assert all(prompt in shown for item in records[1:] for prompt in as_list(item["prompts"]))


def test_labels_check_says_what_is_sound_and_what_is_not(snapsort: Snapsort, tmp_path: Path) -> None:
    labels = tmp_path / "mine.json"
    labels.write_text('["a receipt", "anything else"]')
    assert snapsort("labels", "check", labels).code == 0
    labels.write_text('["a receipt", ""]')
    result = snapsort("labels", "check", labels)
    assert result.code == 2
    assert "[1]" in result.err


def test_a_new_user_has_the_built_in_model_and_is_told_why(snapsort: Snapsort) -> None:
    used = snapsort("model", "--json").records[0]
    assert used["id"] == "builtin"
    assert "snapsort model fetch" in str(used["why"])
    assert "builtin" in snapsort("model").out


def test_it_says_how_the_model_is_run(snapsort: Snapsort) -> None:
    record = snapsort("model", "--json").records[0]
    assert record["devices"] and record["precision"] in ("float32", "bfloat16", "float16")
    assert f"in {record['precision']}" in snapsort("model").out


def test_the_chosen_model_is_remembered_and_forgotten(snapsort: Snapsort) -> None:
    assert snapsort("model", "use", "builtin", "--json").records[0]["why"] == "it is in your settings"
    assert snapsort("model", "--json").records[0]["why"] == "it is in your settings"
    assert "no CLIP model" in str(snapsort("model", "use", "auto", "--json").records[0]["why"])


def test_a_model_that_is_not_here_cannot_be_chosen(snapsort: Snapsort) -> None:
    assert snapsort("model", "use", "clip-l14").code == 5
    assert snapsort("model", "--json").records[0]["id"] == "builtin"


def test_known_models_are_listed_with_license_and_size(snapsort: Snapsort) -> None:
    records = snapsort("model", "list", "--json").records
    assert {"clip-b32", "clip-l14", "siglip2-b16"} <= {item["name"] for item in records}
    builtin, *others = records
    assert all(item["license"] and item["download_bytes"] and not item["local"] for item in others)
    assert (builtin["name"], builtin["id"], builtin["local"]) == ("builtin", "builtin", True)
    assert (builtin["download_bytes"], builtin["imagenet_top1"], builtin["source"]) == (0, None, None)
    assert all(set(item) == set(builtin) for item in others)


def test_offline_is_absolute(snapsort: Snapsort) -> None:
    result = snapsort("model", "fetch", "--offline")
    assert result.code == 5
    assert "offline" in result.err


def as_list(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


@pytest.mark.parametrize("arguments", [["--dry-run", "--labels"], ["labels"], ["labels", "show"]])
def test_labels_that_the_built_in_model_guesses_at_are_remarked_in_a_line(
    snapsort: Snapsort, pictures: Path, arguments: list[str]
) -> None:
    in_place = [pictures] if arguments[0] == "--dry-run" else []
    last = ["objects"] if arguments != ["labels"] else []

    lines = snapsort(*in_place, *arguments, *last).err.splitlines()

    assert sum("mostly guesses" in line and "objects" in line for line in lines) == 1


def test_labels_that_the_built_in_model_knows_are_not_remarked(snapsort: Snapsort, pictures: Path) -> None:
    assert "guesses" not in snapsort(pictures, "--dry-run").err
    assert "guesses" not in snapsort("labels", "show", "default").err


def test_a_model_is_removed_after_asking_and_the_settings_are_not_forgotten(snapsort: Snapsort) -> None:
    keep(find_places().hub_cache, "some/model", NEW)
    snapsort("model", "use", "some/model")

    unasked = snapsort("model", "remove", "some/model")
    assert unasked.code == 2
    assert snapsort("model").code == 0

    removed = snapsort("model", "remove", "some/model", "--yes")
    assert (removed.code, removed.out) == (0, "removed some/model, 7.01 kB are free again\n")
    assert "snapsort model use auto" in removed.err


def test_a_model_that_is_not_here_is_nothing_to_remove(snapsort: Snapsort) -> None:
    result = snapsort("model", "remove", "clip-b32", "--yes")
    assert (result.code, result.out) == (3, "")
    assert "nothing to remove" in result.err
    assert "fetch" not in result.err
