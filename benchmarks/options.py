"""What a benchmark is told, and how it gets a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from snapsort.models import ModelSource, choose_model


class CannotRunError(Exception):
    """A benchmark that lacks something; the message says what."""


@dataclass(frozen=True, slots=True)
class BenchmarkOptions:
    """What was asked for.

    Attributes:
        pictures: a folder of pictures, for the benchmarks that want one.
        model: as the command line's `--model`.
        rounds: how often each timing is taken.
        sample: how many pictures are timed, at most.
        seed: which ones.
        vectors: a file of (n, d) unit rows to order, instead of those of pictures.
        sizes: how many vectors are made to be ordered.
    """

    pictures: Path | None
    model: str
    rounds: int
    sample: int
    seed: int
    vectors: Path | None = None
    sizes: tuple[int, ...] = ()

    def need_pictures(self) -> Path:
        """The folder of pictures.

        Raises:
            CannotRunError: none was named.
        """
        if self.pictures is None or not self.pictures.is_dir():
            raise CannotRunError("name a folder of pictures: --pictures FOLDER")
        return self.pictures.absolute()

    def find_model(self) -> ModelSource:
        """The model, which must be on this machine."""
        from huggingface_hub.constants import HF_HUB_CACHE

        return choose_model(self.model, setting=None, hub_cache=Path(HF_HUB_CACHE))
