"""Where this user's cache, state and settings lie. The one place that reads the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from snapsort.moving import JournalFolder


@dataclass(frozen=True, slots=True)
class Places:
    """Absolute paths; none of them needs to exist yet."""

    cache_file: Path
    state_folder: Path
    settings_file: Path
    hub_cache: Path
    home: Path

    @property
    def thumbnails_folder(self) -> Path:
        """Small copies of pictures, for looking at."""
        return self.cache_file.with_name("thumbnails")

    @property
    def views_folder(self) -> Path:
        """Orders and maps of folders that were reviewed."""
        return self.cache_file.with_name("views")

    @property
    def unlike_file(self) -> Path:
        """What the user has said is no duplicate."""
        return self.state_folder / "unlike.jsonl"

    @property
    def corrections_file(self) -> Path:
        """What the user has said about pictures."""
        return self.state_folder / "corrections.jsonl"

    @property
    def heads_folder(self) -> Path:
        """What was learned from it."""
        return self.state_folder / "heads"

    @property
    def journals(self) -> JournalFolder:
        """Where the journals of this user's runs lie."""
        from snapsort.moving import JournalFolder

        return JournalFolder(self.state_folder)


def find_places() -> Places:
    """The places of the user who runs this, by the rules of the platform (XDG on Linux)."""
    app = platformdirs.PlatformDirs("snapsort", appauthor=False)
    return Places(
        cache_file=app.user_cache_path / "cache.sqlite3",
        state_folder=app.user_state_path,
        settings_file=app.user_config_path / "settings.toml",
        hub_cache=_find_hub_cache(),
        home=Path.home(),
    )


def _find_hub_cache() -> Path:
    """Where huggingface_hub keeps models, by its own rules; importing it takes a third of a second."""
    named = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    if named:
        return Path(named).expanduser()
    home = os.environ.get("HF_HOME")
    if home:
        return Path(home).expanduser() / "hub"
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "huggingface" / "hub"
