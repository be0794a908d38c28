"""The edge to the decoders: what they raise for bad data becomes a `PhotoError`, and nothing else does."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL.Image import DecompressionBombError

from snapsort.errors import PhotoError

# Pillow parses files in Python and lets through what its code runs into on a bad one.
BAD_DATA = (
    OSError,  # truncated or unreadable streams, UnidentifiedImageError
    SyntaxError,  # "not a PNG file", and whatever its header parsers cannot read
    ValueError,  # sizes, modes, UnicodeDecodeError; pillow-heif
    EOFError,  # pillow-heif, GIF
    LookupError,  # IndexError and KeyError: tables that are too short, unknown modes
    ArithmeticError,  # OverflowError, ZeroDivisionError in resolutions
    TypeError,  # a TIFF tag of another type than its use
    AttributeError,  # a stream that a decoder closed after an error
    AssertionError,  # Pillow states what it expects of some chunks
    RuntimeError,  # pillow-heif, NotImplementedError
    SystemError,  # a C extension that failed without saying so
    struct.error,
    zlib.error,
)
_TRUNCATED_WORDS = ("truncat", "end of file", "end of data", "premature", "unexpected eof")


@contextmanager
def as_photo_errors(what: str) -> Iterator[None]:
    """A context in which exceptions from a decoder become PhotoErrors. Keep only a decoder's calls in it.

    Args:
        what: the kind of data for the message, such as ``PNG``.
    """
    try:
        yield
    except DecompressionBombError as error:
        raise PhotoError("too_many_pixels", f"its {what} data would unpack to too many pixels") from error
    except MemoryError as error:
        raise PhotoError("out_of_memory", "there is not enough memory to decode it") from error
    except BAD_DATA as error:
        if any(word in str(error).lower() for word in _TRUNCATED_WORDS):
            raise PhotoError("truncated", f"its {what} data ends too early") from error
        raise PhotoError("broken", f"its {what} data is damaged or of a rare sort") from error


def check_size(size: tuple[int, int], *, max_pixels: int) -> None:
    """Raise PhotoError when a picture of this width and height has no pixels or too many."""
    w, h = size
    if w < 1 or h < 1:
        raise PhotoError("broken", f"it has no pixels ({w} x {h})")
    if w * h > max_pixels:
        raise PhotoError("too_many_pixels", f"it has {w} x {h} pixels; the limit is {max_pixels}")
