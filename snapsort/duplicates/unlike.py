"""What the user has said is no duplicate: pairs of contents, remembered whatever their files are called.

A file of JSON lines that only grows; of several lines about one pair the last one counts.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from snapsort.errors import UsageError
from snapsort.records import Fingerprint

UnlikePairs: TypeAlias = frozenset[frozenset[Fingerprint]]
"""Sets of two fingerprints each."""

Word = Literal["unlike", "alike"]

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def make_pair(one: Fingerprint, other: Fingerprint) -> frozenset[Fingerprint]:
    """The pair in no order.

    Raises:
        UsageError: they are the same content, which is always a duplicate of itself.
    """
    if one == other:
        raise UsageError("the two files hold the same bytes, so they are duplicates")
    return frozenset((one, other))


def read_unlike(path: Path) -> UnlikePairs:
    """The pairs that are no duplicates; none when there is no file. A line that was cut off is none.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    words: dict[frozenset[Fingerprint], Word] = {}
    for line in lines:
        words.update(_read_line(line))
    return frozenset(pair for pair, word in words.items() if word == "unlike")


def write_word(path: Path, word: Word, pairs: Iterable[frozenset[Fingerprint]]) -> None:
    """Remember that pairs are `unlike`, or `alike` after all; on the disk when this returns.

    Raises:
        UsageError: the file cannot be written.
    """
    records = ({"word": word, "contents": sorted(pair)} for pair in pairs)
    # A line break comes first: the last line of a process that was killed then spoils no other.
    content = b"".join(b"\n" + json.dumps(record).encode("ascii") for record in records) + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _read_line(line: bytes) -> dict[frozenset[Fingerprint], Word]:
    try:
        record: object = json.loads(line)
    except ValueError:
        return {}
    if not isinstance(record, dict):
        return {}
    word, contents = record.get("word"), record.get("contents")
    if word not in ("unlike", "alike") or not isinstance(contents, list) or len(contents) != 2:
        return {}
    if not all(isinstance(content, str) and _FINGERPRINT.fullmatch(content) for content in contents):
        return {}
    return {
        frozenset(Fingerprint(content) for content in contents): "unlike" if word == "unlike" else "alike"
    }
