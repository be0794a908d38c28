"""Label sets by name or path: the ready-made ones, and the user's files."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from snapsort.errors import LabelFileError
from snapsort.labels.files import parse_labels
from snapsort.labels.jsontext import MAX_FILE_BYTES
from snapsort.labels.text import quoted
from snapsort.records import LabelSet


def load_labels(name_or_path: str) -> LabelSet:
    """The ready-made set of that name, else the set in the JSON file at that path.

    Raises:
        LabelFileError: no such set and no such file, or a file that cannot be read or used.
    """
    if name_or_path in ready_made_names():
        return _load_file(_sets_folder() / f"{name_or_path}.json", shown=f"{name_or_path}.json")
    if not _is_path(name_or_path):
        raise LabelFileError(_unknown_name(name_or_path), hint=_choices())
    return _load_file(Path(name_or_path), shown=name_or_path)


def ready_made_names() -> tuple[str, ...]:
    """The names of the sets that come with snapsort, in alphabetical order."""
    return tuple(sorted(path.stem for path in _sets_folder().glob("*.json")))


def _sets_folder() -> Path:
    """Where the ready-made sets are: in the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve()
    installed = here.with_name("sets")
    return installed if installed.is_dir() else here.parents[2] / "labels"


def _is_path(text: str) -> bool:
    """Whether the user means a file: it is spelled like one, or it exists."""
    return "/" in text or "\\" in text or text.lower().endswith(".json") or _exists(text)


def _exists(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with a null character
        return False


def _unknown_name(name: str) -> str:
    nearest = get_close_matches(name.lower(), ready_made_names(), n=1)
    suggestion = f'; did you mean "{nearest[0]}"?' if nearest else ""
    return f"there is no label set {quoted(name)}{suggestion}"


def _choices() -> str:
    return f"Ready-made: {', '.join(ready_made_names())}. Or give the path of a JSON file."


def _load_file(path: Path, *, shown: str) -> LabelSet:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LabelFileError(f"{shown}: cannot be read: {reason}", hint=_choices()) from error
    except ValueError as error:
        raise LabelFileError(f"{quoted(shown)} is no path: {error}", hint=_choices()) from error
    return parse_labels(content, source=shown)
