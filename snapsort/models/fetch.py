"""Fetching a model: the one function of snapsort that uses the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from snapsort.errors import ModelUnavailable
from snapsort.files import hash_file
from snapsort.models.folders import find_gap, find_snapshot
from snapsort.models.known import get_known_model
from snapsort.models.sources import ModelSource, parse_repo_id

if TYPE_CHECKING:
    from huggingface_hub.utils.tqdm import tqdm

# Configuration and tokenizers in text form, and weights as safetensors: nothing that runs code when loaded.
PATTERNS = ["*.json", "*.txt", "*.model", "model.safetensors", "model-*-of-*.safetensors"]


def fetch_model(
    name: str,
    *,
    hub_cache: Path | None,
    offline: bool,
    on_progress: Callable[[int], None] | None = None,
    endpoint: str | None = None,
) -> ModelSource:
    """The model of that name from the hub, at its pinned revision; at once when it is already here.

    A repository that snapsort does not know is fetched at its newest commit, which the source records. An
    interrupted fetch goes on where it was.

    Args:
        name: a known model's short name, or a repository id.
        hub_cache: where huggingface_hub keeps models; None: its own default.
        offline: never use the network.
        on_progress: is given the bytes fetched so far, from several threads.
        endpoint: the hub's address, for a mirror; None: the hub itself.

    Raises:
        ModelUnavailable: offline, no connection, no such repository, or none with safetensors.
        UsageError: the name cannot be a repository's.
    """
    known = get_known_model(name)
    repo_id = known.repo_id if known else parse_repo_id(name)
    revision = known.revision if known else None
    local = _find_pinned(hub_cache, repo_id, revision)
    if local is None and offline:
        raise ModelUnavailable(
            f"{repo_id} is not on this machine and snapsort is offline", hint=f"snapsort model fetch {name}"
        )
    folder = local or _download(repo_id, revision, hub_cache, endpoint=endpoint, on_progress=on_progress)
    gap = find_gap(folder)
    if gap is not None:
        raise ModelUnavailable(f"the repository {repo_id} {gap}")
    return ModelSource(id=repo_id, revision=folder.name, folder=folder, why="it was fetched")


def _find_pinned(hub_cache: Path | None, repo_id: str, revision: str | None) -> Path | None:
    if hub_cache is None or revision is None:
        return None
    folder = find_snapshot(hub_cache, repo_id, revision=revision)
    return folder if folder is not None and folder.name == revision else None


def _download(
    repo_id: str,
    revision: str | None,
    hub_cache: Path | None,
    *,
    endpoint: str | None,
    on_progress: Callable[[int], None] | None,
) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    # OSError and the HTTP library's own error: which library that is differs between versions of the hub's.
    connection_errors = tuple(base for base in HfHubHTTPError.__bases__ if issubclass(base, Exception))
    try:
        with _quiet_hub():
            folder = snapshot_download(
                repo_id,
                revision=revision,
                cache_dir=hub_cache,
                endpoint=endpoint,
                allow_patterns=PATTERNS,
                tqdm_class=_make_counter(on_progress),
            )
    except RepositoryNotFoundError as error:
        raise ModelUnavailable(
            f"the hub has no public repository {repo_id}", hint="check its name; log in if it is private"
        ) from error
    except connection_errors as error:
        raise ModelUnavailable(
            f"fetching {repo_id} failed: {_first_line(error)}",
            hint="check the connection and run it again; it goes on where it was",
        ) from error
    _check_hashes(Path(folder))
    return Path(folder)


@contextmanager
def _quiet_hub() -> Iterator[None]:
    """Inside, the hub's library says nothing of its retries: what comes of them is said once, by us."""
    import logging

    from huggingface_hub.utils.logging import get_verbosity, set_verbosity

    verbosity = get_verbosity()
    set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        set_verbosity(verbosity)


def _check_hashes(folder: Path) -> None:
    """Delete weights whose SHA-256 is not the one the hub named them by, and raise ModelUnavailable."""
    for path in sorted(folder.glob("*.safetensors")):
        blob = path.resolve()
        # Where the file system has no links, the hub's library keeps the file itself, under its plain name.
        if len(blob.name) == 64 and hash_file(blob) != blob.name:
            blob.unlink()
            raise ModelUnavailable(f"{path.name} was damaged on the way", hint="fetch it again")


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _make_counter(on_progress: Callable[[int], None] | None) -> type[tqdm]:
    """A class of progress bars that shows nothing and passes on how many bytes have come."""
    from threading import Lock

    from huggingface_hub.utils.tqdm import tqdm as hub_tqdm

    fetched_bytes = 0
    lock = Lock()

    class Counter(hub_tqdm):
        def __init__(self, *args: object, **options: object) -> None:
            self._counts_bytes = options.get("name") == "huggingface_hub.snapshot_download"
            initialize: Callable[..., None] = super().__init__
            initialize(*args, **{**options, "disable": True})

        def update(self, n: float | None = 1) -> None:
            nonlocal fetched_bytes
            if on_progress is None or not self._counts_bytes:
                return
            with lock:
                fetched_bytes += int(n or 0)
                on_progress(fetched_bytes)

    return Counter
