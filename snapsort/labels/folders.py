"""Words of a user -> a relative folder that every file system takes and that stays inside the target."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from snapsort.labels.places import Place
from snapsort.labels.text import plain_text, quoted
from snapsort.words import JOINERS

MAX_PART_CHARACTERS = 100
MAX_PART_BYTES = 255  # ext4, APFS and most others

# learn.microsoft.com, "Naming Files, Paths, and Namespaces": also with an extension, also superscript digits.
RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(\.|$))", re.IGNORECASE
)
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
DRIVE = re.compile(r"\s*[A-Za-z]:")


def read_folder(text: str, place: Place) -> PurePosixPath:
    """The folder that a declared path such as ``papers/receipts`` means; each part is cleaned.

    Raises:
        LabelFileError: it leads out of the target or to a drive, is hidden, or nothing is left of a part.
    """
    if DRIVE.match(plain_text(text)):
        raise place.error(
            f"the folder {quoted(text)} begins like a drive of Windows",
            hint='Leave out the colon; write a path relative to the target, such as "papers/receipts".',
        )
    if _leaves_target(text):
        raise place.error(
            f"the folder {quoted(text)} leads out of the target",
            hint='Write a path relative to the target, without "..", such as "papers/receipts".',
        )
    parts = text.strip().removesuffix("/").split("/")
    return PurePosixPath(*(_read_part(part, text, place) for part in parts))


def folder_of_prompt(prompt: str, place: Place) -> PurePosixPath:
    """The folder named by a prompt's own words; a slash in it does not nest.

    Raises:
        LabelFileError: the name would be hidden, or nothing is left of it.
    """
    return PurePosixPath(_read_part(prompt, prompt, place))


def clean_part(text: str) -> str:
    """One folder's name as every file system takes it, or "" when nothing is left; idempotent.

    NFC, one space for what is forbidden or blank, no control characters, no dot or space at the end, ``_``
    after a name that Windows reserves, at most 100 characters and 255 bytes.
    """
    name = _strip(plain_text(FORBIDDEN.sub(" ", plain_text(text))))
    name = RESERVED.sub(r"\1_", name, count=1) if RESERVED.match(name) else name
    short = name[:MAX_PART_CHARACTERS].encode()[:MAX_PART_BYTES].decode(errors="ignore")
    return _strip(short)


def _strip(name: str) -> str:
    return name.lstrip(f" {JOINERS}").rstrip(f" .{JOINERS}")


def _leaves_target(text: str) -> bool:
    parts = [plain_text(part) for part in re.split(r"[/\\]", text)]
    return ".." in parts or plain_text(text).startswith(("/", "\\"))


def _read_part(part: str, text: str, place: Place) -> str:
    name = clean_part(part)
    if not name:
        raise place.error(
            f"the folder {quoted(text)} has a part without a name that a file system takes",
            hint="Use letters, digits, spaces, dashes.",
        )
    if name.startswith("."):
        raise place.error(
            f"the folder {quoted(text)} would be hidden",
            hint="Write it without the dot at the start; hidden folders are not scanned.",
        )
    return name
