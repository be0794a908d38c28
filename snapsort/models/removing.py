"""Taking a fetched model out of the hub's cache, and nothing else: other programs keep theirs there, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from snapsort.errors import ModelUnavailable, NothingToDo, SnapsortError, UsageError
from snapsort.models.sources import BUILTIN, ModelSource, find_model

if TYPE_CHECKING:
    from huggingface_hub import DeleteCacheStrategy


@dataclass(frozen=True, slots=True)
class FetchedModel:
    """A model in the hub's cache, and how much space is free without it."""

    source: ModelSource
    size_bytes: int


def find_fetched(name: str, *, hub_cache: Path) -> FetchedModel:
    """The fetched model of that name, at the revision that snapsort uses.

    Raises:
        NothingToDo: it is not here.
        UsageError: it is built in or a folder of the user's, or there is no such model.
    """
    try:
        source = find_model(name, hub_cache=hub_cache, why="it was fetched")
    except ModelUnavailable as error:
        raise NothingToDo(f"there is nothing to remove: {error}") from error
    if source.id == BUILTIN.id:
        raise UsageError("the built-in model comes with snapsort and stays")
    if source.id == str(source.folder):
        raise UsageError(f"{source.folder} is a folder of yours; only what was fetched can be removed")
    return FetchedModel(source, _find_what_goes(source, hub_cache).expected_freed_size)


def remove_fetched(model: FetchedModel, *, hub_cache: Path) -> None:
    """Delete that revision. Other revisions, and files that they share with it, stay.

    Raises:
        SnapsortError: something of it cannot be deleted.
    """
    _find_what_goes(model.source, hub_cache).execute()
    if model.source.folder.exists():  # the hub's library tells only its log what it could not delete
        raise SnapsortError(
            f"not all of {model.source.id} could be removed", hint=f"look at {model.source.folder}"
        )


def _find_what_goes(source: ModelSource, hub_cache: Path) -> DeleteCacheStrategy:
    from huggingface_hub import scan_cache_dir

    known = scan_cache_dir(hub_cache)
    # Alone, because copies of a repository have the same commits, and these would go with it.
    own = {repo for repo in known.repos if (repo.repo_type, repo.repo_id) == ("model", source.id)}
    return replace(known, repos=frozenset(own)).delete_revisions(source.revision)
