"""Folders of tiny pictures that a cache knows, without a model having seen them: what a second run meets."""

from __future__ import annotations

import os
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.options import CannotRunError
from snapsort.embeddings import Cache
from snapsort.embeddings.cache import Reading
from snapsort.photos import ScanOptions, fingerprint_file, scan
from snapsort.records import Floats

PER_FOLDER = 1_000
SIDE = 16
ROWS_AT_ONCE = 10_000
LATER_NS = 3_600_000_000_000


def make_pictures(folder: Path, n: int, *, seed: int) -> None:
    """n bitmaps of noise that all differ, a thousand a folder."""
    generator = np.random.default_rng(seed)
    body_bytes = SIDE * SIDE * 3
    # BITMAPFILEHEADER and BITMAPINFOHEADER, as Windows has them.
    head = struct.pack(
        "<2sIHHIIiiHHIIiiII", b"BM", 54 + body_bytes, 0, 0, 54, 40, SIDE, SIDE, 1, 24, 0, 0, 0, 0, 0, 0
    )
    for number in range(n):
        path = folder / f"{number // PER_FOLDER:04}" / f"IMG_{number:06}.bmp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(head + generator.bytes(body_bytes))


def make_known(folder: Path, *, home: Path, seed: int) -> None:
    """Enter a made vector for each picture of the folder into the cache of a user who has run snapsort."""
    database = find_database(home)
    space, dimension = find_space(database)
    generator = np.random.default_rng(seed)
    files = [photo.file for photo in scan(folder, ScanOptions()).photos]
    with Cache(database) as cache:
        for start in range(0, len(files), ROWS_AT_ONCE):
            readings = [
                Reading(file, fingerprint_file(file.path), file.stamp.ctime_ns + LATER_NS)
                for file in files[start : start + ROWS_AT_ONCE]
            ]
            cache.put_fingerprints(readings)
            rows = make_unit_rows(len(readings), dimension, generator)
            cache.put_vectors(
                space, {item.fingerprint: row for item, row in zip(readings, rows, strict=True)}
            )


def dry_run(folder: Path, home: Path) -> None:
    """`snapsort FOLDER --dry-run` with the built-in model, as a user with this home folder.

    Raises:
        CannotRunError: it failed.
    """
    command = (sys.executable, "-m", "snapsort", str(folder), "--dry-run", "--model", "builtin", "--quiet")
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotRunError(f"snapsort ended with {done.returncode}: {done.stderr[-300:]}")


def environment(home: Path) -> Mapping[str, str]:
    """This process's environment, with another home folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return kept | {"HOME": str(home)}


def find_database(home: Path) -> Path:
    """The cache of a user who has run snapsort."""
    return next(home.rglob("cache.sqlite3"))


def find_space(database: Path) -> tuple[str, int]:
    """The key and the dimension of the only space of photo vectors in a cache."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT key, dimension FROM spaces WHERE id IN (SELECT space FROM vectors)"
        key, dimension = connection.execute(query).fetchone()
    return str(key), int(dimension)


def make_unit_rows(n: int, dimension: int, generator: np.random.Generator) -> Floats:
    """(n, d) float32 rows of length 1."""
    rows = generator.standard_normal((n, dimension), dtype=np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
