"""The model as embedding sees it: what an encoder offers, and one that is loaded only when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from snapsort.records import Floats, Pixels


class Encoder(Protocol):
    """A dual encoder: pictures and prompts become unit vectors of one space."""

    @property
    def scale(self) -> float:
        """The logit scale that the model was trained with: what a cosine is multiplied by."""
        ...

    @property
    def batch_size(self) -> int:
        """How many pictures `encode_images` is given at most; may shrink when memory runs out."""
        ...

    @property
    def streams(self) -> int:
        """How many batches `encode_images` may be given at once, from as many threads: one a device, say."""
        ...

    @property
    def enough_px(self) -> int:
        """The shorter side of a picture, in pixels, beyond which `prepare` gains nothing that counts."""
        ...

    @property
    def cuts_elongated(self) -> bool:
        """Whether `prepare` keeps the middle square of an elongated picture, and so loses its ends."""
        ...

    def prepare(self, pixels: Pixels) -> Floats:
        """(3, h, w) float32, resized and normalized as the model wants it. On the CPU, from any thread."""
        ...

    def encode_images(self, batch: Floats) -> Floats:
        """(b, 3, h, w) to (b, d) float32, unit rows, in order."""
        ...

    def encode_prompts(self, prompts: Sequence[str]) -> Floats:
        """(p, d) float32, unit rows, in order."""
        ...


class LazyEncoder:
    """A model that is known by its key and loaded when it is first needed.

    Args:
        key: model, revision, precision and the version of its preprocessing: everything the vectors depend on
            but the pixels. They are cached under it.
        load: makes the encoder; called once at most.
    """

    def __init__(self, key: str, load: Callable[[], Encoder]) -> None:
        self.key = key
        self._load = load
        self._encoder: Encoder | None = None

    def get(self) -> Encoder:
        """The encoder, loaded now if it was not."""
        if self._encoder is None:
            self._encoder = self._load()
        return self._encoder
