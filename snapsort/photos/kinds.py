"""What a file is, read off its first bytes, and what its name claims it is. Opens nothing."""

from __future__ import annotations

from typing import Literal

Kind = Literal["jpeg", "png", "gif", "bmp", "tiff", "webp", "avif", "heif", "jpeg2000", "raw"]
"""Kinds of pictures that are read. Most RAW files look like TIFF; see `is_raw_name`."""

KINDS_VERSION = 1
"""Raise it when `find_kind` begins to say something else of the same bytes."""

HEAD_BYTES = 512
"""How much of a file `find_kind` wants to see; an `ftyp` box with dozens of brands fits."""

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jpeg2000"),
    (b"\xff\x4f\xff\x51", "jpeg2000"),  # a bare codestream
    (b"FUJIFILMCCD-RAW", "raw"),
    (b"II\x1a\x00\x00\x00HEAPCCDR", "raw"),  # Canon CRW
    (b"IIRO", "raw"),  # Olympus ORF, three spellings
    (b"IIRS", "raw"),
    (b"MMOR", "raw"),
    (b"IIU\x00", "raw"),  # Panasonic RW2
    (b"\x00MRM", "raw"),  # Minolta MRW
    (b"FOVb", "raw"),  # Sigma X3F
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00\x08\x00\x00\x00", "tiff"),  # BigTIFF
    (b"MM\x00+\x00\x08\x00\x00", "tiff"),
)

# Two letters are too few to know a BMP by: its header names its own length, and these are all there are.
_BMP_HEADER_BYTES = {12, 16, 40, 52, 56, 64, 108, 124}

# ISO/IEC 23008-12 (HEIF) annex B, AVIF 1.1 section 6, and Canon's CR3.
_BRANDS: dict[bytes, Kind] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), "heif"),
    b"avif": "avif",
    b"avis": "avif",
    b"crx ": "raw",
}
_GENERIC_BRANDS = {b"mif1", b"mif2", b"msf1"}

# fmt: off
_RAW_EXTENSIONS = frozenset((
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".k25", ".kdc",
    ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf", ".srw",
    ".x3f",
))
_READ_EXTENSIONS = _RAW_EXTENSIONS | {
    ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".pjpeg", ".mpo", ".png", ".apng", ".gif", ".bmp", ".dib",
    ".tif", ".tiff", ".webp", ".avif", ".avifs", ".heic", ".heif", ".heics", ".heifs", ".hif",
    ".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc",
}
_UNREAD_EXTENSIONS = frozenset((
    ".ai", ".blp", ".cur", ".dds", ".djvu", ".emf", ".eps", ".exr", ".fits", ".fli", ".hdr", ".icns", ".ico",
    ".jxl", ".jxr", ".kra", ".pbm", ".pcx", ".pgm", ".pnm", ".ppm", ".psb", ".psd", ".qoi", ".sgi", ".svg",
    ".svgz", ".tga", ".wdp", ".wmf", ".xbm", ".xcf", ".xpm",
))
# fmt: on

_LOOKALIKES = (
    (b"%PDF", "a PDF"),
    (b"%!PS", "PostScript"),
    (b"8BPS", "a Photoshop document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "XML text"),
    (b"\x00" * 64, "nothing but zeros"),
)


def find_kind(head: bytes) -> Kind | None:
    """The kind of picture that starts with these bytes, or None when it is none that is read.

    Args:
        head: the first `HEAD_BYTES` of the file, fewer when it is shorter.
    """
    if head[8:11] == b"CR\x02":
        return "raw"  # Canon CR2: a TIFF that says so
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADER_BYTES:
        return "bmp"
    if head[4:8] == b"ftyp":
        return _kind_of_brands(head)
    return None


def is_raw_name(name: str) -> bool:
    """Whether the name is that of a camera's RAW file."""
    return extension_of(name) in _RAW_EXTENSIONS


def claims_read_picture(name: str) -> bool:
    """Whether the name is that of a picture which is read."""
    return extension_of(name) in _READ_EXTENSIONS


def claims_unread_picture(name: str) -> bool:
    """Whether the name is that of a picture of a kind which is not read, such as a drawing."""
    return extension_of(name) in _UNREAD_EXTENSIONS


def extension_of(name: str) -> str:
    """The last extension with its dot, in lower case; empty without one."""
    return name[len(stem_of(name)) :].lower()


def stem_of(name: str) -> str:
    """The name without its last extension. Dots that a name begins with begin none."""
    # `os.path.splitext` for names that are no paths, in a third of the time: a scan asks often.
    stem, _, _ = name.rpartition(".")
    return stem if stem.strip(".") else name


def describe_content(head: bytes) -> str:
    """What a file that is no picture seems to be, in a word or two, for a message."""
    start = head.lstrip().lower()
    for magic, words in _LOOKALIKES:
        if start.startswith(magic.lower()):
            return words
    return "not a picture"


def _kind_of_brands(head: bytes) -> Kind | None:
    """The first brand that names a codec decides; `mif1` alone says only that it is HEIF."""
    box_bytes = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(box_bytes, len(head)), 4))]
    for brand in brands:
        if brand in _BRANDS:
            return _BRANDS[brand]
    return "heif" if _GENERIC_BRANDS.intersection(brands) else None
