"""A dual encoder that sees colors, and files to show it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import NoReturn

import numpy as np
from PIL import Image

from snapsort.embeddings import LazyEncoder
from snapsort.errors import ModelUnavailable
from snapsort.records import FileStamp, Floats, Photo, Pixels, SourceFile

Color = tuple[int, int, int]

RED, GREEN, BLUE = (250, 5, 5), (5, 250, 5), (5, 5, 250)
DAY_NS = 24 * 3600 * 1_000_000_000


class ColorEncoder:
    """A picture's vector is its mean color, a prompt's the lengths of its first three words, made unit.

    Black has no vector. It keeps what it has seen: the size of each batch, the prompts, and how many pictures
    were prepared and not yet encoded at most. After `batches_until_interrupt` batches it is interrupted.
    """

    scale = 10.0
    streams = 1
    enough_px = 1000
    cuts_elongated = True

    def __init__(self, batch_size: int = 4, *, batches_until_interrupt: int | None = None) -> None:
        self.batch_size = batch_size
        self.batches_until_interrupt = batches_until_interrupt
        self.batches: list[int] = []
        self.prompts: list[str] = []
        self.most_waiting = 0
        self._waiting = 0
        self._lock = Lock()

    def prepare(self, pixels: Pixels) -> Floats:
        with self._lock:
            self._waiting += 1
            self.most_waiting = max(self.most_waiting, self._waiting)
        mean = pixels.reshape(-1, 3).mean(axis=0)
        return np.asarray(mean, dtype=np.float32).reshape(3, 1, 1)

    def encode_images(self, batch: Floats) -> Floats:
        if len(self.batches) == self.batches_until_interrupt:
            raise KeyboardInterrupt
        self.batches.append(len(batch))
        with self._lock:
            self._waiting -= len(batch)
        return unit_rows(batch.reshape(len(batch), 3))

    def encode_prompts(self, prompts: Sequence[str]) -> Floats:
        self.prompts += prompts
        return unit_rows(
            np.array([[len(word) for word in f"{prompt} x x".split()[:3]] for prompt in prompts])
        )

    @property
    def pictures(self) -> int:
        return sum(self.batches)


class SeesOnly(ColorEncoder):
    """One that cannot read what clusters could be called."""

    def encode_prompts(self, prompts: Sequence[str]) -> Floats:
        if "an animal" in prompts:
            raise ModelUnavailable("the model sees but cannot read")
        return super().encode_prompts(prompts)


def unit_rows(rows: Floats) -> Floats:
    with np.errstate(invalid="ignore"):  # a zero row becomes NaN, as in a model that overflows
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def lazy(encoder: ColorEncoder) -> LazyEncoder:
    return LazyEncoder("color float32", lambda: encoder)


def no_model() -> LazyEncoder:
    def load() -> NoReturn:
        raise AssertionError("the model was loaded")

    return LazyEncoder("color float32", load)


def picture(color: Color, size: tuple[int, int] = (8, 8)) -> bytes:
    return png(np.full((size[1], size[0], 3), color, dtype=np.uint8))


def png(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def photo(path: Path) -> Photo:
    status = path.stat()
    stamp = FileStamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_dev, status.st_ino)
    return Photo(SourceFile(path, stamp))


def write(path: Path, content: bytes) -> Photo:
    path.write_bytes(content)
    return photo(path)
