"""Small copies of many pictures, in order, from the folder where they are kept or made now."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from snapsort.embeddings.ordered import map_ordered
from snapsort.errors import PhotoError
from snapsort.records import Fingerprint, SourceFile
from snapsort.thumbnails import thumbnail


@dataclass(frozen=True, slots=True)
class Thumbs:
    """How small copies are made.

    Attributes:
        folder: where they are kept; None keeps none.
        max_pixels: larger pictures are not opened.
        workers: threads.
    """

    folder: Path | None
    max_pixels: int
    workers: int

    def make(
        self,
        files: Sequence[tuple[SourceFile, Fingerprint]],
        *,
        size_px: Literal[160, 320, 640],
        on_progress: Callable[[int], None] = lambda _: None,
    ) -> Iterator[bytes | None]:
        """A JPEG for each file, in order; None for one that is gone or has changed meanwhile."""

        def make_one(item: tuple[SourceFile, Fingerprint]) -> bytes | None:
            file, fingerprint = item
            try:
                return thumbnail(
                    file, fingerprint, size_px=size_px, folder=self.folder, max_pixels=self.max_pixels
                )
            except PhotoError:
                return None

        pool = ThreadPoolExecutor(self.workers)
        try:
            for done, made in enumerate(map_ordered(pool, make_one, files, ahead=4 * self.workers), start=1):
                yield made
                on_progress(done)
        finally:
            pool.shutdown(cancel_futures=True)


def data_uri(content: bytes, media_type: str = "image/jpeg") -> str:
    """The content as an address that needs no file."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"
