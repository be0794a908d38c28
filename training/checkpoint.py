"""The state of a stage on disk: written whole or not at all, so that a killed run goes on where it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import torch

State = Mapping[str, object]


def write_checkpoint(path: Path, state: State) -> None:
    """Replace the checkpoint."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    torch.save(dict(state), fresh)
    fresh.replace(path)


def read_checkpoint(path: Path, *, device: str = "cpu") -> dict[str, object]:
    """What was written last."""
    return cast("dict[str, object]", torch.load(path, map_location=device, weights_only=True))
