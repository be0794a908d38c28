"""A large folder of small made pictures, and a cache that knows them: what a second visit begins with.

Nobody waits for a model to look at 50,000 pictures only to time a page. Vectors are made as `clusters` does
and put into the cache under the model's key: everything after embedding is what users meet.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.clusters import make_clusters
from snapsort.embeddings import Cache
from snapsort.embeddings.cache import Reading
from snapsort.embeddings.cache.spaces import space_key
from snapsort.photos import fingerprint, read_details
from snapsort.photos.content import stamp_of
from snapsort.records import Fingerprint, Floats, SourceFile

PER_FOLDER = 1_000
SIZES = ((96, 64), (64, 96), (80, 80), (120, 60))


def make_home(folder: Path, n: int, *, seed: int = 0) -> Path:
    """The home folder of a user with n pictures in `pictures`, all of them seen before.

    Raises:
        CalledProcessError: the one picture that the model is asked about could not be sorted.
    """
    cache_file = folder / ".cache" / "snapsort" / "cache.sqlite3"
    if cache_file.is_file():
        return folder
    paths = make_folder(folder / "pictures", n, seed=seed)
    one = folder / "one"
    one.mkdir(parents=True, exist_ok=True)
    shutil.copy(paths[0], one)
    # The model sees one picture and all prompts; from then on the cache knows its key and its dimension.
    command = (sys.executable, "-m", "snapsort", str(one), "--dry-run", "--quiet")
    subprocess.run(command, env=home_environment(folder), check=True, stdout=subprocess.DEVNULL)
    with closing(sqlite3.connect(cache_file)) as connection:
        query = "SELECT key, dimension FROM spaces WHERE id IN (SELECT space FROM vectors)"
        key, dimension = connection.execute(query).fetchone()
    with Cache(cache_file) as cache:
        fill_cache(cache, paths, model_key=key.partition(" | pixels")[0], dimension=dimension, seed=seed)
    return folder


def home_environment(home: Path) -> dict[str, str]:
    """The environment of a process of the user whose home this is."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HF_"))}
    return {**kept, "HOME": str(home)}


def make_folder(folder: Path, n: int, *, seed: int = 0) -> tuple[Path, ...]:
    """n JPEGs that all differ, a thousand a folder, in path order; those that are there are left."""
    paths = tuple(folder / f"{i // PER_FOLDER:03}" / f"IMG_{i:06}.jpg" for i in range(n))
    generator = np.random.default_rng(seed)
    for i, path in enumerate(paths):
        coarse = generator.integers(0, 256, size=(4, 4, 3), dtype=np.uint8)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_draw(coarse, SIZES[i % len(SIZES)]))
    return paths


def fill_cache(
    cache: Cache, paths: tuple[Path, ...], *, model_key: str, dimension: int, seed: int = 0
) -> None:
    """Let the cache know made vectors and the details of these pictures, as if they had been seen."""
    vectors = make_clusters(len(paths), d=dimension, seed=seed)
    contents = [fingerprint(path.read_bytes()) for path in paths]
    later_ns = time.time_ns() + 10**10  # else the files would count as too fresh to be known by their times
    files = [SourceFile(path, stamp_of(path.lstat())) for path in paths]
    cache.put_fingerprints(
        Reading(file, content, later_ns) for file, content in zip(files, contents, strict=True)
    )
    by_content: dict[Fingerprint, Floats] = dict(zip(contents, vectors, strict=True))
    cache.put_vectors(space_key(model_key, "auto"), by_content)
    cache.put_details(((file, read_details(file.path)) for file in files), read_ns=later_ns)


def _draw(coarse: np.typing.NDArray[np.uint8], size: tuple[int, int]) -> bytes:
    stream = BytesIO()
    Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC).save(stream, "JPEG", quality=80)
    return stream.getvalue()
