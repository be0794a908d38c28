"""Smaller copies of pictures: how large, in which format, under which name. Loads no decoder by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from snapsort.errors import PhotoError
from snapsort.photos.kinds import HEAD_BYTES, Kind, extension_of, find_kind, is_raw_name

JPEG_QUALITY = 92
"""Above it files grow fast for what nobody sees. WebP and AVIF look alike at less."""
WEBP_QUALITY, AVIF_QUALITY = 90, 80

_WRITTEN: frozenset[Kind] = frozenset(("jpeg", "png", "webp", "avif", "tiff", "bmp"))


@dataclass(frozen=True, slots=True)
class Resize:
    """How large a smaller copy is; one of the two is given.

    Attributes:
        scale: its sides as a share of the picture's, in (0, 1].
        longest_px: its longer side, at most.
    """

    scale: float | None = None
    longest_px: int | None = None

    def fit(self, size: tuple[int, int]) -> tuple[int, int]:
        """Width and height of the copy: never larger than the picture, never less than 1.

        >>> Resize(scale=0.5).fit((300, 201)), Resize(longest_px=100).fit((300, 200))
        ((150, 100), (100, 67))
        """
        factor = self.scale or 1.0
        if self.longest_px is not None:
            factor = self.longest_px / max(size)
        width, height = (max(1, round(side * min(factor, 1.0))) for side in size)
        return width, height


def choose_format(head: bytes, name: str) -> Kind:
    """The format of a smaller copy: the picture's own where it can be written, else JPEG.

    Args:
        head: the first `HEAD_BYTES` of the picture.
        name: the picture's, which tells RAW files from TIFFs.
    """
    kind = find_kind(head)
    return kind if kind in _WRITTEN and not is_raw_name(name) else "jpeg"


def smaller_name(head: bytes, name: str) -> str:
    """The name of a smaller copy: another extension only when the format is another one."""
    if choose_format(head, name) == find_kind(head):
        return name
    return PurePath(name).stem + ".jpg" if extension_of(name) else name + ".jpg"


def make_smaller(content: bytes, name: str, resize: Resize, *, max_pixels: int) -> bytes:
    """The content of a smaller copy: upright, with EXIF (orientation 1) and color profile.

    A picture that is small enough, upright and of a format that is written stays as it is, byte for byte. Of
    an animation the first frame is taken. JPEG has quality 92, WebP 90, AVIF 80; the others lose nothing.

    Raises:
        PhotoError: it cannot be decoded.
    """
    from snapsort.photos.resize import resize_picture

    head = content[:HEAD_BYTES]
    kind = find_kind(head)
    if kind is None:
        raise PhotoError("unsupported_kind", "its content is not a picture of a kind that is read")
    return resize_picture(content, kind, resize, written=choose_format(head, name), max_pixels=max_pixels)
