"""What the camera noted about a picture: when it was taken, and how much else. Decodes no pixels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from snapsort.photos.content import open_regular
from snapsort.photos.kinds import HEAD_BYTES, find_kind

# Exif 3.0 (CIPA DC-008-2023), section 4.6.5.
_DATE_TIME_ORIGINAL, _DATE_TIME_DIGITIZED = 0x9003, 0x9004
_SUBSEC_ORIGINAL, _SUBSEC_DIGITIZED = 0x9291, 0x9292

_DATE = re.compile(r"(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Capture:
    """What a picture says of its making.

    Attributes:
        time_s: when it was taken by the camera's own clock, as seconds since 1970 as if that clock showed
            UTC; None when it does not say. Cameras rarely know their time zone, so none is applied: the
            times of one camera can be compared, which is what a series needs.
        tags: how many entries its metadata has; 0 for none.
    """

    time_s: float | None = None
    tags: int = 0


def read_capture(content: bytes) -> Capture:
    """What the picture in these bytes says of its making; nothing when it says nothing that can be read."""
    return _read(BytesIO(content))


def read_capture_time_s(path: Path) -> float | None:
    """When a picture was taken, by the camera's clock (see `Capture.time_s`); None when it does not say.

    Reads the file's header, not its pixels. None also for a file that cannot be read.
    """
    try:
        with open_regular(path) as stream:
            return _read(stream).time_s
    except OSError:
        return None


def _read(stream: BinaryIO) -> Capture:
    from snapsort.photos.exif import read_tags  # here, so that importing the room loads no decoder

    kind = find_kind(stream.read(HEAD_BYTES))
    stream.seek(0)
    return Capture() if kind is None else _make_capture(read_tags(stream, kind))


def _make_capture(tags: Mapping[int, object]) -> Capture:
    time_s = _time_s(tags, _DATE_TIME_ORIGINAL, _SUBSEC_ORIGINAL)
    if time_s is None:
        time_s = _time_s(tags, _DATE_TIME_DIGITIZED, _SUBSEC_DIGITIZED)
    return Capture(time_s, len(tags))


def _time_s(tags: Mapping[int, object], date_tag: int, subsec_tag: int) -> float | None:
    match = _DATE.match(str(tags.get(date_tag, "")))
    if match is None:
        return None
    try:
        whole = datetime.strptime(" ".join(match.groups()), "%Y %m %d %H %M %S").replace(tzinfo=UTC)
    except ValueError:  # 0000:00:00 is what a camera without a clock writes
        return None
    digits = str(tags.get(subsec_tag, "")).strip()
    return whole.timestamp() + (float(f"0.{digits}") if digits.isdecimal() else 0.0)
