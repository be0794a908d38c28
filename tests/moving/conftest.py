from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.moving.trees import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system."""
    memory = Path("/dev/shm")  # a memory disk on every Linux
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("needs a second file system at /dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(params=["same disk", "other disk"])
def any_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """A desk, once with its target folder on the same file system and once on another."""
    if request.param == "same disk":
        return make_desk(tmp_path)
    elsewhere: Path = request.getfixturevalue("elsewhere")
    return make_desk(tmp_path, into=elsewhere)
