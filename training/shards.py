"""Pictures and what is known of them in a few compact files, small enough to travel to another machine.

A shard is an .npz: `jpegs`, the bytes of all pictures one after the other; `ends`, where each of them ends;
`rows`, their rows as JSON. All pictures of a shard are squares of one size.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from training.rows import Row

MAX_SHARD_BYTES = 48_000_000
SMALL_PX = 64
MAX_PIXELS = 100_000_000

Pictures = npt.NDArray[np.uint8]

# What Pillow raises on files that are damaged, foreign or far too large.
DECODING_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,
    struct.error,
    UnidentifiedImageError,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True)
class Packed:
    """A picture as a JPEG square of `px` pixels, with its row."""

    jpeg: bytes
    px: int
    row: Row


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """Pictures of one size, (n, px, px, 3) uint8, and their n rows."""

    pixels: Pictures
    rows: tuple[Row, ...]


def pack(
    tables: Iterable[tuple[Path, Sequence[Row]]],
    out: Path,
    *,
    px: int,
    quality: int,
    workers: int,
    on_progress: Callable[[int], None],
) -> int:
    """Write shards of the pictures of some folders; how many pictures. What cannot be decoded is left out.

    Args:
        tables: a folder and its rows; a row's file is relative to the folder, or absolute.
        out: the folder for the shards; existing ones there are replaced.
        px: side of the squares. Pictures of up to 64 px keep 64.
        quality: of the JPEGs.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.npz"):
        old.unlink()
    jobs = [_Job(folder / row.file, row, px, quality) for folder, rows in tables for row in rows]
    writers: dict[int, _Writer] = {}
    done = 0
    with ProcessPoolExecutor(workers) as pool:
        for count, packed in enumerate(pool.map(_pack_one, jobs, chunksize=64), 1):
            on_progress(count)
            if packed is not None:
                writers.setdefault(packed.px, _Writer(out, packed.px)).add(packed)
                done += 1
    for writer in writers.values():
        writer.flush()
    return done


def read_shards(folder: Path, is_wanted: Callable[[Row], bool]) -> Iterator[Shard]:
    """The wanted pictures of each shard of a folder that has any, in the order of the shards' names."""
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as content:
            rows = _parse_rows(content["rows"])
            places = [place for place, row in enumerate(rows) if is_wanted(row)]
            if not places:
                continue
            jpegs, ends = content["jpegs"].tobytes(), content["ends"].tolist()
        starts = [0, *ends[:-1]]
        pixels = [np.asarray(Image.open(io.BytesIO(jpegs[starts[place] : ends[place]]))) for place in places]
        yield Shard(np.stack(pixels), tuple(rows[place] for place in places))


def read_packed_rows(folder: Path) -> list[Row]:
    """The rows of all shards of a folder, in their order, without the pictures."""
    rows: list[Row] = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as content:
            rows.extend(_parse_rows(content["rows"]))
    return rows


def square(content: bytes, px: int) -> Image.Image:
    """A picture upright, on white where it is transparent, squashed to a square as the model sees it.

    Raises one of DECODING_ERRORS when there is none.
    """
    opened = Image.open(io.BytesIO(content))
    if opened.width * opened.height > MAX_PIXELS:
        raise ValueError(f"{opened.width} x {opened.height} pixels are too many")
    opened.draft("RGB", (3 * px, 3 * px))
    picture: Image.Image = ImageOps.exif_transpose(opened)
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        picture = Image.new("RGBA", seen.size, "white")
        picture.alpha_composite(seen)
    return picture.convert("RGB").resize((px, px), Image.Resampling.BICUBIC, reducing_gap=3.0)


def _parse_rows(packed: Pictures) -> tuple[Row, ...]:
    records: list[list[str]] = json.loads(packed.tobytes())
    return tuple(
        Row(file, source, form, kind, label, tuple(captions))
        for file, source, form, kind, label, captions in records
    )


@dataclass(frozen=True, slots=True)
class _Job:
    path: Path
    row: Row
    px: int
    quality: int


def _pack_one(job: _Job) -> Packed | None:
    try:
        content = job.path.read_bytes()
        px = SMALL_PX if max(Image.open(io.BytesIO(content)).size) <= SMALL_PX else job.px
        stream = io.BytesIO()
        square(content, px).save(stream, "JPEG", quality=job.quality)
    except DECODING_ERRORS:
        return None
    return Packed(stream.getvalue(), px, job.row)


class _Writer:
    """Collects pictures of one size and writes a shard whenever enough have come together."""

    def __init__(self, out: Path, px: int) -> None:
        self._out, self._px, self._written = out, px, 0
        self._waiting: list[Packed] = []
        self._bytes = 0

    def add(self, packed: Packed) -> None:
        if self._bytes + len(packed.jpeg) > MAX_SHARD_BYTES:
            self.flush()
        self._waiting.append(packed)
        self._bytes += len(packed.jpeg)

    def flush(self) -> None:
        if not self._waiting:
            return
        records = json.dumps([astuple(packed.row) for packed in self._waiting]).encode()
        np.savez(
            self._out / f"{self._px:04}-{self._written:03}.npz",
            jpegs=np.frombuffer(b"".join(packed.jpeg for packed in self._waiting), np.uint8),
            ends=np.cumsum([len(packed.jpeg) for packed in self._waiting]),
            rows=np.frombuffer(records, np.uint8),
        )
        self._waiting, self._bytes, self._written = [], 0, self._written + 1
