"""Removing fetched models from a hub cache that others use, too."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from snapsort.errors import ModelUnavailable, NothingToDo, UsageError
from snapsort.models import choose_model, find_fetched, remove_fetched

FILES = {"config.json": b"{}", "preprocessor_config.json": b"{ }", "tokenizer.json": b"{  }"}
WEIGHTS = b"weights" * 1000
OLD, NEW = "0" * 40, "f" * 40


def keep(hub_cache: Path, repo_id: str, commit: str, *, weights: bytes = WEIGHTS) -> Path:
    """A complete model as the hub's library lays it out: blobs by their hash, and links to them."""
    repository = hub_cache / f"models--{repo_id.replace('/', '--')}"
    snapshot = repository / "snapshots" / commit
    for folder in (repository / "blobs", repository / "refs", snapshot):
        folder.mkdir(parents=True, exist_ok=True)
    (repository / "refs" / "main").write_text(commit)
    for name, content in {**FILES, "model.safetensors": weights}.items():
        blob = repository / "blobs" / hashlib.sha256(content).hexdigest()
        blob.write_bytes(content)
        (snapshot / name).symlink_to(Path("../../blobs") / blob.name)
    return repository


def tree(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.is_dir()}


def test_a_removed_model_is_gone_and_all_others_stay_even_with_the_same_commit(tmp_path: Path) -> None:
    repository = keep(tmp_path, "some/model", NEW)
    others = tree(keep(tmp_path, "some/copy", NEW)) | {tmp_path / "datasets--some--model"}
    (tmp_path / "datasets--some--model").write_bytes(b"")

    fetched = find_fetched("some/model", hub_cache=tmp_path)
    remove_fetched(fetched, hub_cache=tmp_path)

    assert fetched.size_bytes == len(WEIGHTS) + sum(map(len, FILES.values()))
    assert not repository.exists()
    assert tree(tmp_path) == others
    with pytest.raises(ModelUnavailable):
        choose_model("some/model", setting=None, hub_cache=tmp_path)


def test_another_revision_keeps_the_files_that_both_have(tmp_path: Path) -> None:
    keep(tmp_path, "some/model", OLD, weights=b"older")
    keep(tmp_path, "some/model", NEW)

    fetched = find_fetched("some/model", hub_cache=tmp_path)
    remove_fetched(fetched, hub_cache=tmp_path)

    assert (fetched.source.revision, fetched.size_bytes) == (NEW, len(WEIGHTS))
    assert choose_model("some/model", setting=None, hub_cache=tmp_path).revision == OLD


def test_what_was_not_fetched_is_not_removed(tmp_path: Path) -> None:
    own = keep(tmp_path, "some/model", NEW) / "snapshots" / NEW
    before = tree(tmp_path)

    for name, refusal in (("builtin", UsageError), (str(own), UsageError), ("no/such", NothingToDo)):
        with pytest.raises(refusal):
            find_fetched(name, hub_cache=tmp_path)

    assert tree(tmp_path) == before
