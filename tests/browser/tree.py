"""The files of a folder, as a value to compare."""

from __future__ import annotations

from pathlib import Path


def read_tree(folder: Path) -> dict[str, bytes]:
    """Content by path below the folder; what is hidden, such as journals, is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def moved(tree: dict[str, bytes], moves: dict[str, str]) -> dict[str, bytes]:
    """The tree after moves."""
    return {moves.get(path, path): content for path, content in tree.items()}
