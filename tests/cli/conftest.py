"""A small messy folder of drawn pictures and real photographs, and a user of our own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.catalog import PICTURES
from snapsort.cli import run
from snapsort.cli.places import find_places
from tests.cli.lines import Lines, run_lines

CHOSEN = ("scan0007.jpg", "Taxes 2025/fuel.webp", "Desktop/Capture.PNG", "IMG_2077.PNG", "DSC_0142.JPG")
"""Two receipts, two screenshots and a photograph; the built-in model is sure of each."""


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chosen pictures, drawn once for all tests."""
    folder = tmp_path_factory.mktemp("drawn")
    for picture in PICTURES:
        if picture.name in CHOSEN:
            path = folder / picture.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(picture.content(0))
    assert len([path for path in folder.rglob("*") if path.is_file()]) == len(CHOSEN)
    return folder


@pytest.fixture
def pictures(drawn: Path, tmp_path: Path) -> Path:
    """A copy of the chosen pictures that a test may sort."""
    folder = tmp_path / "pictures"
    shutil.copytree(drawn, folder)
    return folder


@pytest.fixture(scope="session")
def warm_cache(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that knows the chosen pictures: tests need not all load the model, which takes seconds."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as monkeypatch:
        move_in(home, monkeypatch)
        assert run([str(drawn), "--dry-run", "--quiet", "--json"]) == 0
        return find_places().cache_file


@pytest.fixture
def user(tmp_path: Path, warm_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of a user without settings, journals and models, who has seen the chosen pictures."""
    home = tmp_path / "home"
    home.mkdir()
    move_in(home, monkeypatch)
    cache_file = find_places().cache_file
    cache_file.parent.mkdir(parents=True)
    shutil.copy(warm_cache, cache_file)
    return home


def move_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this the home folder of whoever runs snapsort."""
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HF_HOME", "HF_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def snapsort(user: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Lines]:
    """Runs a command line in this process, as that user, without a terminal."""
    return lambda *arguments: run_lines(capsys, arguments)
