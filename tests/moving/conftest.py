from __future__ import annotations

from pathlib import Path

import pytest

from tests.moving.trees import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture(params=["same disk", "other disk"])
def any_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """A desk, once with its target folder on the same file system and once on another."""
    if request.param == "same disk":
        return make_desk(tmp_path)
    elsewhere: Path = request.getfixturevalue("elsewhere")
    return make_desk(tmp_path, into=elsewhere)
