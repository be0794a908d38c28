"""The user's settings file: a few lines of TOML."""

from __future__ import annotations

import difflib
import json
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from snapsort.errors import UsageError
from snapsort.files import write_whole
from snapsort.words import why_unread


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user has chosen for good.

    Attributes:
        model: "builtin", a known model's name, a repository id, or a folder; None: snapsort chooses.
    """

    model: str | None = None


def read_settings(path: Path) -> Settings:
    """The settings in the file; the defaults when there is no file.

    Raises:
        UsageError: the file is not TOML, or has an unknown key or a value of the wrong type. The message
            names the file and the line.
    """
    try:
        content = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the settings file {path} cannot be read: {why_unread(error)}") from error
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:  # its message ends with line and column
        raise UsageError(f"the settings file {path} is not TOML: {error}") from error
    return _make_settings(table, content, path)


def write_settings(path: Path, settings: Settings) -> None:
    """Replace the file by one with these settings; a reader sees the old or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with write_whole(path) as file:
        file.write(_format(settings).encode("utf-8"))


def _make_settings(table: dict[str, object], content: str, path: Path) -> Settings:
    known = [field.name for field in fields(Settings)]
    for key in table:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1) or known
            raise UsageError(
                f"the settings file {path}, line {_find_line(content, key)}: unknown key {key!r}",
                hint=f"did you mean {nearest[0]!r}?",
            )
    model = table.get("model")
    if model is not None and not isinstance(model, str):
        raise UsageError(
            f"the settings file {path}, line {_find_line(content, 'model')}: model is not a text in quotes"
        )
    return Settings(model=model)


def _find_line(content: str, key: str) -> int:
    """The number of the first line that begins with the key, as a value or a table; 1 when none does."""
    starts = (line.lstrip(" \t[\"'") for line in content.splitlines())
    return next((number for number, start in enumerate(starts, 1) if start.startswith(key)), 1)


def _format(settings: Settings) -> str:
    if settings.model is None:
        return ""
    # A JSON string is a TOML basic string, but for the one control character that JSON leaves as it is.
    text = json.dumps(settings.model, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"model = {text}\n"
