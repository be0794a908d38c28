"""The house rules of docs/ARCHITECTURE.md, read off the source. Nothing of snapsort is imported here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "snapsort"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = {
    "errors": 0,
    "words": 0,
    "records": 0,
    "files": 0,
    "folding": 0,
    "decide": 1,
    "similarity": 1,
    "layout": 1,
    "learning": 1,
    "moving.plan": 1,
    "moving.names": 1,
    "moving.taken": 1,
    "moving.numbers": 1,
    "moving.numbering": 1,
    "labels": 2,
    "photos": 2,
    "models": 2,
    "settings": 2,
    "corrections": 2,
    "heads": 2,
    "moving": 2,
    "embeddings.cache": 2,
    "embeddings": 3,
    "outputs": 3,
    "thumbnails": 3,
    "pipeline": 4,
    "mapping": 4,
    "ranking": 4,
    "ordering": 4,
    "features": 4,
    "finding": 4,
    "discovering": 4,
    "duplicates": 4,
    "teaching": 4,
    "reviewing": 4,
    "report": 5,
    "pages": 5,
    "web": 5,
    "cli": 6,
    "__main__": 6,
    "": 6,
}
PURE = {1}
IMPURE_MODULES = {"os", "time", "random", "shutil", "subprocess", "sqlite3", "tempfile"}

# A third-party package and the rooms that may import it.
HOMES = {
    "click": {"cli", "__main__"},
    "faiss": {"similarity"},
    "filelock": {"moving", "corrections"},
    "huggingface_hub": {"models"},
    "jsonschema": {"labels"},
    "numba": {"similarity", "layout"},
    "numpy": {
        "records",
        "decide",
        "layout",
        "learning",
        "similarity",
        "photos",
        "models",
        "embeddings",
        "pipeline",
        "ranking",
        "ordering",
        "features",
        "finding",
        "discovering",
        "duplicates",
        "heads",
        "teaching",
        "reviewing",
        "mapping",
        "pages",
    },
    "pathspec": {"photos"},
    "PIL": {"photos", "models", "thumbnails", "pages"},
    "pillow_heif": {"photos"},
    "platformdirs": {"cli"},
    "pyarrow": {"features"},
    "rawpy": {"photos"},
    "rich": {"report"},
    "safetensors": {"models"},
    "scipy": {"learning", "layout"},
    "starlette": {"web"},
    "threadpoolctl": {"duplicates"},
    "torch": {"models"},
    "transformers": {"models"},
    "uvicorn": {"web"},
}


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def layer_of(module: str) -> int:
    while module not in LAYERS:
        module = module.rpartition(".")[0]
    return LAYERS[module]


def room_of(module: str) -> str:
    return module.partition(".")[0]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def our_modules(path: Path) -> set[str]:
    known = {name_of(module) for module in MODULES}
    names = {name.removeprefix("snapsort.") for name in imports_of(path) if name.startswith("snapsort.")}
    return names & known


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_import_points_up(path: Path) -> None:
    module = name_of(path)
    upward = [
        other
        for other in our_modules(path)
        if layer_of(other) > layer_of(module)
        or (
            layer_of(other) == layer_of(module)
            and layer_of(module) == 2
            and room_of(other) != room_of(module)
        )
    ]
    assert upward == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_third_party_packages_stay_at_home(path: Path) -> None:
    room = room_of(name_of(path))
    strangers = [name for name in imports_of(path) if room not in HOMES.get(name.split(".")[0], {room})]
    assert strangers == []


@pytest.mark.parametrize("path", [path for path in MODULES if layer_of(name_of(path)) in PURE], ids=name_of)
def test_pure_rooms_do_not_touch_the_world(path: Path) -> None:
    assert {name.split(".")[0] for name in imports_of(path)} & IMPURE_MODULES == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_short(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40 + docstring_lines(node), node.name


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0


def test_every_dependency_has_a_home() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["parquet"]
    distributions = {item.split(">")[0].strip().lower().replace("-", "_") for item in declared}
    assert distributions == {
        {"PIL": "pillow", "faiss": "faiss_cpu"}.get(name, name).lower() for name in HOMES
    }


def test_every_home_is_used() -> None:
    used = {name.split(".")[0] for path in MODULES for name in imports_of(path)}
    assert set(HOMES) - used == set()
