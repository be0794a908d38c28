"""`python -m benchmarks.memory_process FOLDER`: embed FOLDER/pictures with a stand-in; print the peak."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from snapsort.embeddings import Cache, EmbedOptions, LazyEncoder, embed_photos
from snapsort.photos import MAX_PIXELS, ScanOptions, scan
from snapsort.records import Floats, Pixels

INPUT_PX, DIMENSION = 224, 512


class StandIn:
    """An encoder that takes what a ViT-B/32 takes, gives what it gives, and computes next to nothing."""

    scale = 100.0
    batch_size = 32
    streams = 1
    enough_px = 3 * INPUT_PX
    cuts_elongated = True

    def prepare(self, pixels: Pixels) -> Floats:
        """(3, 224, 224) float32, all of the picture's mean color."""
        colors = pixels.reshape(-1, 3).mean(axis=0, dtype=np.float32)
        return np.broadcast_to(colors[:, None, None], (3, INPUT_PX, INPUT_PX)).copy()

    def encode_images(self, batch: Floats) -> Floats:
        """(b, 512) float32 unit rows, different for different colors."""
        angles = batch[:, :, 0, 0] @ np.linspace(0.1, 9, 3 * DIMENSION, dtype=np.float32).reshape(
            3, DIMENSION
        )
        rows = np.cos(angles)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def encode_prompts(self, prompts: Sequence[str]) -> Floats:
        """(p, 512) float32 unit rows, all the same."""
        return np.full((len(prompts), DIMENSION), DIMENSION**-0.5, np.float32)


def main(folder: Path) -> None:
    """Embed, and print one line of JSON."""
    photos = scan(folder / "pictures", ScanOptions()).photos
    before_bytes = peak_bytes()
    options = EmbedOptions(crops="1", max_pixels=MAX_PIXELS, workers=2)
    with Cache(folder / "cache.sqlite") as cache:
        model = LazyEncoder("stand-in", StandIn)
        embedded = embed_photos(photos, model=model, cache=cache, options=options, on_progress=lambda _: None)
    vectors_bytes = embedded.photos.vectors.nbytes
    beyond_bytes = peak_bytes() - before_bytes - vectors_bytes
    found = {"peak_bytes": peak_bytes(), "vectors_bytes": vectors_bytes, "beyond_bytes": beyond_bytes}
    print(json.dumps(found))


def peak_bytes() -> int:
    """The most memory that this process has had so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


if __name__ == "__main__":
    main(Path(sys.argv[1]))
