"""What the keep rules want to know of the members of a group, read once for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from snapsort.errors import PhotoError
from snapsort.photos import read_content
from snapsort.photos.kinds import is_raw_name
from snapsort.photos.traits import RAW_RANK, Traits, read_traits
from snapsort.records import EmbeddedPhoto, Photo
from snapsort.similarity.duplicates_keep import Facts
from snapsort.similarity.duplicates_look import Glance

_UNKNOWN = Traits("unknown", 0, 0, None)


def make_facts(
    photo: EmbeddedPhoto, glance: Glance | None, *, folders: Sequence[Path], protected: Sequence[Path]
) -> Facts:
    """The facts of a picture.

    Args:
        glance: what its content looks like; None when that could not be read any more.
        folders: those that were searched, the first comes first; protected ones come before all of them.
    """
    path = photo.photo.path
    traits = _read_traits(photo.photo)
    is_protected = any(path.is_relative_to(folder) for folder in protected)
    return Facts(
        path=path,
        width_px=0 if glance is None else glance.width_px,
        height_px=0 if glance is None else glance.height_px,
        size_bytes=photo.photo.file.stamp.size_bytes,
        is_colored=glance is not None and glance.is_colored,
        format=traits.format,
        format_rank=traits.format_rank,
        companions=len(photo.photo.companions),
        tags=traits.tags,
        sharpness=0.0 if glance is None else glance.sharpness,
        folder_rank=-1 if is_protected else _rank(path, folders),
        taken_s=traits.taken_s,
        modified_s=photo.photo.file.stamp.mtime_ns / 1e9,
        is_protected=is_protected,
    )


def _read_traits(photo: Photo) -> Traits:
    try:
        traits = read_traits(photo.path, read_content(photo.file))
    except PhotoError:
        return _UNKNOWN
    # A JPEG with its RAW beside it is as good as the RAW: both go or stay together.
    if any(is_raw_name(file.path.name) for file in photo.companions):
        return Traits(f"{traits.format} with RAW", RAW_RANK + 1, traits.tags, traits.taken_s)
    return traits


def _rank(path: Path, folders: Sequence[Path]) -> int:
    return next((rank for rank, folder in enumerate(folders) if path.is_relative_to(folder)), len(folders))
