"""Which model is used, and why. No model is loaded here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from snapsort.errors import ModelUnavailable, UsageError
from snapsort.models import BUILTIN, KNOWN_MODELS, choose_model
from snapsort.models.known import CLIP_B32

OTHER = "0123456789abcdef" * 2 + "01234567"


def make_folder(folder: Path, *, weights: str = "model.safetensors") -> Path:
    """A folder with all the files of a model, empty but for their names."""
    folder.mkdir(parents=True)
    for name in ("config.json", "preprocessor_config.json", "tokenizer.json", weights):
        (folder / name).write_text(name)
    return folder


def make_snapshot(hub_cache: Path, repo_id: str, commit: str, *, weights: str = "model.safetensors") -> Path:
    """What huggingface_hub leaves after fetching a repository's main branch."""
    repository = hub_cache / f"models--{repo_id.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True, exist_ok=True)
    (repository / "refs" / "main").write_text(commit)
    return make_folder(repository / "snapshots" / commit, weights=weights)


def test_with_nothing_asked_for_and_nothing_there_the_builtin_model_is_used(tmp_path: Path) -> None:
    for hub_cache in (None, tmp_path / "absent"):
        source = choose_model(None, setting=None, hub_cache=hub_cache)

        assert (source.id, source.folder) == ("builtin", BUILTIN.folder)
        assert "snapsort model fetch" in source.why


def test_clip_in_the_hub_cache_is_used_when_nothing_is_asked_for(tmp_path: Path) -> None:
    folder = make_snapshot(tmp_path, CLIP_B32.repo_id, OTHER)

    source = choose_model(None, setting=None, hub_cache=tmp_path)

    assert (source.id, source.revision, source.folder) == (CLIP_B32.repo_id, OTHER, folder)
    assert source.key == f"openai/clip-vit-base-patch32@{OTHER}"


def test_the_setting_wins_over_the_cache_and_the_request_over_the_setting(tmp_path: Path) -> None:
    make_snapshot(tmp_path / "hub", CLIP_B32.repo_id, OTHER)
    mine = make_folder(tmp_path / "mine")

    by_setting = choose_model(None, setting="builtin", hub_cache=tmp_path / "hub")
    by_request = choose_model(str(mine), setting="builtin", hub_cache=tmp_path / "hub")

    assert (by_setting.id, by_setting.why) == ("builtin", "it is in your settings")
    assert (by_request.id, by_request.why) == (str(mine.resolve()), "you asked for it")


@pytest.mark.parametrize("name", ["clip-b32", "openai/clip-vit-base-patch32"])
def test_a_known_model_has_two_names(name: str, tmp_path: Path) -> None:
    make_snapshot(tmp_path, CLIP_B32.repo_id, OTHER)

    assert choose_model(name, setting=None, hub_cache=tmp_path).id == "openai/clip-vit-base-patch32"


def test_the_pinned_commit_wins_over_the_newest(tmp_path: Path) -> None:
    make_snapshot(tmp_path, CLIP_B32.repo_id, CLIP_B32.revision)
    make_snapshot(tmp_path, CLIP_B32.repo_id, OTHER)

    assert choose_model(None, setting=None, hub_cache=tmp_path).revision == CLIP_B32.revision


def test_the_newest_commit_wins_over_others_and_any_over_none(tmp_path: Path) -> None:
    make_snapshot(tmp_path, "a/b", "f" * 40)
    make_snapshot(tmp_path, "a/b", OTHER)

    assert choose_model("a/b", setting=None, hub_cache=tmp_path).revision == OTHER
    (tmp_path / "models--a--b" / "refs" / "main").unlink()
    (tmp_path / "models--a--b" / "snapshots" / OTHER / "config.json").unlink()
    assert choose_model("a/b", setting=None, hub_cache=tmp_path).revision == "f" * 40


@pytest.mark.parametrize("weights", ["pytorch_model.bin", "model.safetensors.incomplete"])
def test_a_model_without_its_weights_is_not_there(weights: str, tmp_path: Path) -> None:
    make_snapshot(tmp_path, CLIP_B32.repo_id, OTHER, weights=weights)

    assert choose_model(None, setting=None, hub_cache=tmp_path).id == "builtin"
    with pytest.raises(ModelUnavailable) as refusal:
        choose_model("clip-b32", setting=None, hub_cache=tmp_path)
    assert refusal.value.hint == "snapsort model fetch clip-b32"


def test_a_link_to_a_blob_that_never_came_is_no_weights(tmp_path: Path) -> None:
    folder = make_snapshot(tmp_path, CLIP_B32.repo_id, OTHER)
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").symlink_to(tmp_path / "blobs" / "absent")

    assert choose_model(None, setting=None, hub_cache=tmp_path).id == "builtin"


def test_weights_in_shards_count_when_all_shards_are_there(tmp_path: Path) -> None:
    folder = make_snapshot(tmp_path, "a/b", OTHER, weights="model.safetensors.index.json")
    index = '{"weight_map": {"x": "model-1.safetensors", "y": "model-2.safetensors"}}'
    (folder / "model.safetensors.index.json").write_text(index)
    (folder / "model-1.safetensors").touch()

    with pytest.raises(ModelUnavailable):
        choose_model("a/b", setting=None, hub_cache=tmp_path)
    (folder / "model-2.safetensors").touch()
    assert choose_model("a/b", setting=None, hub_cache=tmp_path).folder == folder


def test_a_damaged_reference_does_not_lead_out_of_the_cache(tmp_path: Path) -> None:
    make_folder(tmp_path / "outside")
    make_snapshot(tmp_path / "hub", "a/b", OTHER)
    (tmp_path / "hub" / "models--a--b" / "refs" / "main").write_text("../../../outside")

    assert choose_model("a/b", setting=None, hub_cache=tmp_path / "hub").revision == OTHER


@pytest.mark.parametrize("setting", ["siglip2-b16", "some/model"])
def test_a_setting_that_is_gone_is_an_error_and_not_another_model(setting: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as refusal:
        choose_model(None, setting=setting, hub_cache=tmp_path)

    assert refusal.value.hint == f"snapsort model fetch {setting}"


@pytest.mark.parametrize("name", ["clip", "", "/no/such/folder", "a/b/c", "../a", "a b/c", "a/b@main"])
def test_a_name_that_is_no_model_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="is no model that snapsort knows") as refusal:
        choose_model(name, setting=None, hub_cache=None)

    assert "clip-b32" in refusal.value.hint


@pytest.mark.parametrize(
    "missing", ["config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"]
)
def test_an_incomplete_folder_is_refused(missing: str, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "mine")
    (folder / missing).unlink()

    with pytest.raises(ModelUnavailable, match="mine has no"):
        choose_model(str(folder), setting=None, hub_cache=None)


@pytest.mark.parametrize(
    "changed", ["config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"]
)
def test_a_folders_revision_changes_with_each_file_that_is_read(changed: str, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "mine")
    before = choose_model(str(folder), setting=None, hub_cache=None)
    again = choose_model(str(folder), setting=None, hub_cache=None)

    (folder / changed).write_text("other")

    assert before == again
    assert choose_model(str(folder), setting=None, hub_cache=None).revision != before.revision


def test_a_folders_revision_does_not_change_with_its_readme(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "mine")
    before = choose_model(str(folder), setting=None, hub_cache=None)

    (folder / "README.md").write_text("words")

    assert choose_model(str(folder), setting=None, hub_cache=None) == before


def test_the_builtin_revision_is_that_of_its_weights() -> None:
    content = (BUILTIN.folder / "model.safetensors").read_bytes()

    assert hashlib.sha256(content).hexdigest()[:12] == BUILTIN.revision


def test_known_models_have_distinct_names_and_a_pinned_commit() -> None:
    names = [name for model in KNOWN_MODELS for name in (model.name, model.repo_id)]

    assert len(set(names)) == len(names)
    for model in KNOWN_MODELS:
        assert len(model.revision) == 40
        assert 0.5 < model.imagenet_top1 < 0.9
