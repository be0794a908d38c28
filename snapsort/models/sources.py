"""Which model, and where it is. Never touches the network, and reads no more than a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from snapsort.errors import ModelUnavailable, UsageError
from snapsort.models.folders import find_gap, find_snapshot, hash_folder
from snapsort.models.known import CLIP_B32, KNOWN_MODELS, get_known_model

REPO_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model that is on this machine.

    Attributes:
        id: "builtin", a repository id such as "openai/clip-vit-base-patch32", or a folder's absolute path.
        revision: the commit it was fetched at; of the built-in one and of a folder, a hash of the content.
        folder: where its files are.
        why: one clause for people: why this one.
    """

    id: str
    revision: str
    folder: Path
    why: str

    @property
    def key(self) -> str:
        """What the vectors of this model are cached under."""
        return f"{self.id}@{self.revision}"


BUILTIN = ModelSource(
    id="builtin",
    # The first 12 digits of SHA-256 of model.safetensors. To swap the model: the folder's files, and this.
    revision="9cbff6db1f5a",
    folder=Path(__file__).with_name("builtin"),
    why="it comes with snapsort",
)


def choose_model(requested: str | None, *, setting: str | None, hub_cache: Path | None) -> ModelSource:
    """The model to use: the requested one, else the setting's, else CLIP ViT-B/32 if here, else the built-in.

    Args:
        requested: "builtin", a known model's short name, a repository id, or a folder.
        setting: the same, from the user's settings.
        hub_cache: where huggingface_hub keeps models; None: nowhere.

    Raises:
        ModelUnavailable: the requested model, or the setting's, is not complete on this machine.
        UsageError: there is no such model.
    """
    if requested is not None:
        return find_model(requested, hub_cache=hub_cache, why="you asked for it")
    if setting is not None:
        return find_model(setting, hub_cache=hub_cache, why="it is in your settings")
    why = "it is on this machine and better than the built-in one"
    return _get_fetched(CLIP_B32.repo_id, hub_cache=hub_cache, why=why) or replace(
        BUILTIN, why="no CLIP model is here; `snapsort model fetch` gets one"
    )


def find_model(name: str, *, hub_cache: Path | None, why: str) -> ModelSource:
    """The model of that name on this machine.

    A known name or "builtin" wins over a folder of that name, a folder over a repository.

    Raises:
        ModelUnavailable: it is not here, or not complete.
        UsageError: it names neither a model nor a folder.
    """
    if name == BUILTIN.id:
        return replace(BUILTIN, why=why)
    known = get_known_model(name)
    if known is None and name and Path(name).is_dir():
        return _read_folder(Path(name).resolve(), why=why)
    repo_id = known.repo_id if known else parse_repo_id(name)
    source = _get_fetched(repo_id, hub_cache=hub_cache, why=why)
    if source is None:
        raise ModelUnavailable(
            f"the model {repo_id} is not on this machine, or only in part",
            hint=f"snapsort model fetch {name}",
        )
    return source


def parse_repo_id(name: str) -> str:
    """The repository id that the name is; UsageError when it is none."""
    if REPO_ID.fullmatch(name) is None:
        known = ", ".join(model.name for model in KNOWN_MODELS)
        raise UsageError(
            f"{name!r} is no model that snapsort knows, and no folder",
            hint=f"builtin, {known}, a repository such as {CLIP_B32.repo_id}, or a folder",
        )
    return name


def _get_fetched(repo_id: str, *, hub_cache: Path | None, why: str) -> ModelSource | None:
    if hub_cache is None:
        return None
    known = get_known_model(repo_id)
    folder = find_snapshot(hub_cache, repo_id, revision=known.revision if known else None)
    if folder is None:
        return None
    return ModelSource(id=repo_id, revision=folder.name, folder=folder, why=why)


def _read_folder(folder: Path, *, why: str) -> ModelSource:
    gap = find_gap(folder)
    if gap is not None:
        raise ModelUnavailable(f"the folder {folder} {gap}")
    return ModelSource(id=str(folder), revision=hash_folder(folder), folder=folder, why=why)
