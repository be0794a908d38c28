"""What decides between two pictures of the same besides their pixels: size, format, metadata. No decoding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from snapsort.photos.capture import read_capture
from snapsort.photos.kinds import HEAD_BYTES, Kind, find_kind, is_raw_name

RAW_RANK, CAMERA_RANK, LOSSLESS_RANK, LOSSY_RANK, POOR_RANK = 4, 3, 2, 1, 0

_WORDS: dict[Kind, str] = {"jpeg2000": "JPEG 2000", "webp": "WebP"}
_RANKS: dict[Kind, int] = {
    **dict.fromkeys(("tiff", "png", "bmp"), LOSSLESS_RANK),
    **dict.fromkeys(("heif", "jpeg"), LOSSY_RANK),  # what cameras write
    **dict.fromkeys(("jpeg2000", "avif", "webp", "gif"), POOR_RANK),  # what pictures are converted to
}


@dataclass(frozen=True, slots=True)
class Traits:
    """How near a file is to the camera.

    Attributes:
        format: in words.
        format_rank: larger is nearer: RAW; a camera's own HEIF or JPEG, which tells when it was taken;
            lossless; other HEIF and JPEG; the rest.
        tags: how many entries its metadata has.
        taken_s: as in `Capture.time_s`.
    """

    format: str
    format_rank: int
    tags: int
    taken_s: float | None


def read_traits(path: Path, content: bytes) -> Traits:
    """The traits of a picture with that name and content."""
    kind = find_kind(content[:HEAD_BYTES])
    capture = read_capture(content)
    if kind == "raw" or is_raw_name(path.name):
        return Traits("RAW", RAW_RANK, capture.tags, capture.time_s)
    words = "unknown" if kind is None else _WORDS.get(kind, kind.upper())
    rank = POOR_RANK if kind is None else _RANKS[kind]
    if rank == LOSSY_RANK and capture.time_s is not None:
        words, rank = f"camera {words}", CAMERA_RANK
    return Traits(words, rank, capture.tags, capture.time_s)
