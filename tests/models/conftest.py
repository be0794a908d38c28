from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.models import made


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.make_clip(tmp_path_factory.mktemp("models") / "clip")
