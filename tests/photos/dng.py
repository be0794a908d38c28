"""A minimal DNG: a sensor IFD and a JPEG preview, as cameras and converters write them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_SHORT, _LONG = 3, 4
_SENSOR_PX = 64  # LibRaw takes no sensor under 22 for one


@dataclass(frozen=True, slots=True)
class _Field:
    tag: int
    type: int
    values: tuple[int, ...] | bytes


def make_dng(preview: bytes, *, preview_size: tuple[int, int], orientation: int = 1) -> bytes:
    """A DNG with an all-black sensor, whose only preview is the given JPEG."""
    sensor = bytes(_SENSOR_PX * _SENSOR_PX * 2)
    preview_at, sensor_at = 8, 8 + len(preview)
    sub_at = sensor_at + len(sensor)
    w, h = preview_size
    sub = _ifd(
        sub_at,
        (
            _Field(254, _LONG, (1,)),  # a reduced picture
            _Field(256, _LONG, (w,)),
            _Field(257, _LONG, (h,)),
            _Field(258, _SHORT, (8, 8, 8)),
            _Field(259, _SHORT, (7,)),  # JPEG
            _Field(262, _SHORT, (6,)),  # YCbCr
            _Field(273, _LONG, (preview_at,)),
            _Field(277, _SHORT, (3,)),
            _Field(278, _LONG, (h,)),
            _Field(279, _LONG, (len(preview),)),
        ),
    )
    main_at = sub_at + len(sub)
    main = _ifd(
        main_at,
        (
            _Field(254, _LONG, (0,)),
            _Field(256, _LONG, (_SENSOR_PX,)),
            _Field(257, _LONG, (_SENSOR_PX,)),
            _Field(258, _SHORT, (16,)),
            _Field(259, _SHORT, (1,)),
            _Field(262, _SHORT, (32803,)),  # color filter array
            _Field(271, 2, b"Maker\0"),
            _Field(272, 2, b"Camera\0"),
            _Field(273, _LONG, (sensor_at,)),
            _Field(274, _SHORT, (orientation,)),
            _Field(277, _SHORT, (1,)),
            _Field(278, _LONG, (_SENSOR_PX,)),
            _Field(279, _LONG, (len(sensor),)),
            _Field(330, _LONG, (sub_at,)),
            _Field(33421, _SHORT, (2, 2)),
            _Field(33422, 1, b"\x00\x01\x01\x02"),
            _Field(50706, 1, b"\x01\x04\x00\x00"),
            _Field(50708, 2, b"Maker Camera\0"),
        ),
    )
    return b"II*\0" + struct.pack("<I", main_at) + preview + sensor + sub + main


def _ifd(at: int, fields: tuple[_Field, ...]) -> bytes:
    """One image file directory; values over four bytes lie behind it."""
    entries, behind = b"", b""
    behind_at = at + 2 + 12 * len(fields) + 4
    for field in fields:
        packed = _packed(field)
        count = len(field.values)
        if len(packed) > 4:
            where, behind = (
                struct.pack("<I", behind_at + len(behind)),
                behind + packed + bytes(len(packed) % 2),
            )
        else:
            where = packed.ljust(4, b"\0")
        entries += struct.pack("<HHI", field.tag, field.type, count) + where
    return struct.pack("<H", len(fields)) + entries + bytes(4) + behind


def _packed(field: _Field) -> bytes:
    if isinstance(field.values, bytes):
        return field.values
    code = "H" if field.type == _SHORT else "I"
    return struct.pack(f"<{len(field.values)}{code}", *field.values)
