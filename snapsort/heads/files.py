"""A head as a file: an npz of plain arrays, one of which is a description in JSON. Never pickle."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from snapsort.errors import HeadError
from snapsort.files import write_whole
from snapsort.heads.kept import HeldOut, KeptHead
from snapsort.learning import Head, Memory, NamedFigure
from snapsort.records import Fingerprint

VERSION = 1
AGAIN = "remove it with `snapsort head remove` and learn again; the corrections themselves are kept apart"


def write_head(path: Path, kept: KeptHead) -> None:
    """Replace the file by this head; a reader sees the old or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    description = json.dumps(_describe(kept), indent=1).encode("ascii")
    with write_whole(path) as file:
        np.savez(
            file,
            description=np.frombuffer(description, dtype=np.uint8),
            weights=kept.head.weights,
            biases=kept.head.biases,
            remembered=kept.head.memory.vectors,
            remembered_targets=kept.head.memory.targets.astype(np.int32),
            fingerprints=_to_digits(kept.held_out.fingerprints),
            targets=kept.held_out.targets.astype(np.int32),
            groups=kept.held_out.groups.astype(np.int32),
            probabilities=kept.held_out.probabilities.astype(np.float32),
        )


def read_head(path: Path) -> KeptHead:
    """The head in the file.

    Raises:
        HeadError: there is none, it is damaged, holds what is no number, or was written by a newer version.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _make_kept({name: arrays[name] for name in arrays.files})
    except FileNotFoundError as error:
        raise HeadError(f"there is no head {path}", hint="`snapsort head` lists the heads") from error
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError) as error:
        raise HeadError(f"the head {path} cannot be used: {error}", hint=AGAIN) from error


def list_heads(folder: Path) -> tuple[Path, ...]:
    """The files of heads, by name."""
    return tuple(sorted(folder.glob("*.npz"))) if folder.is_dir() else ()


def delete_head(path: Path) -> None:
    """Remove the file; sorting is zero-shot again. HeadError when it cannot be removed."""
    try:
        path.unlink()
    except OSError as error:
        raise HeadError(f"the head {path} cannot be removed: {error.strerror}") from error


def _describe(kept: KeptHead) -> dict[str, object]:
    head = kept.head
    return {
        "format": "snapsort head",
        "version": VERSION,
        "model": kept.model,
        "labels": kept.labels,
        "labels_key": kept.labels_key,
        "made": kept.made,
        "temperature": head.temperature,
        "names": list(head.names),
        "folders": [None if folder is None else str(folder) for folder in kept.folders],
        "is_on": head.is_on.tolist(),
        "counts": head.counts.tolist(),
        "figures": {figure.name: figure.value for figure in head.figures},
    }


def _make_kept(arrays: Mapping[str, npt.NDArray[np.generic]]) -> KeptHead:
    fields = json.loads(arrays["description"].tobytes())
    if not isinstance(fields, dict) or fields.get("format") != "snapsort head":
        raise ValueError("it holds no description of a head")
    if fields["version"] > VERSION:
        raise ValueError(f"it was written by a newer snapsort: format {fields['version']}, not {VERSION}")
    head = Head(
        names=tuple(map(str, fields["names"])),
        weights=_floats(arrays["weights"]),
        biases=_floats(arrays["biases"]),
        is_on=np.array(fields["is_on"], dtype=np.bool_),
        counts=np.array(fields["counts"], dtype=np.int64),
        memory=Memory(_floats(arrays["remembered"]), arrays["remembered_targets"].astype(np.int64)),
        temperature=float(fields["temperature"]),
        figures=tuple(
            NamedFigure(str(name), float(value)) for name, value in dict(fields["figures"]).items()
        ),
    )
    held_out = HeldOut(
        fingerprints=_from_digits(arrays["fingerprints"]),
        targets=arrays["targets"].astype(np.int64),
        groups=arrays["groups"].astype(np.int64),
        probabilities=arrays["probabilities"].astype(np.float64),
    )
    return KeptHead(
        model=str(fields["model"]),
        labels=str(fields["labels"]),
        labels_key=str(fields["labels_key"]),
        folders=tuple(None if folder is None else PurePosixPath(folder) for folder in fields["folders"]),
        made=str(fields["made"]),
        head=head,
        held_out=held_out,
    )


def _floats(array: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    if array.dtype != np.float32:
        raise ValueError(f"numbers of the type {array.dtype}")
    return np.ascontiguousarray(array, dtype=np.float32)


def _to_digits(fingerprints: tuple[Fingerprint, ...]) -> npt.NDArray[np.uint8]:
    digits = np.frombuffer(b"".join(map(bytes.fromhex, fingerprints)), dtype=np.uint8)
    return digits.reshape(len(fingerprints), 32)


def _from_digits(digits: npt.NDArray[np.generic]) -> tuple[Fingerprint, ...]:
    if digits.dtype != np.uint8 or digits.shape != (len(digits), 32):
        raise ValueError(f"fingerprints of shape {digits.shape}")
    return tuple(Fingerprint(row.tobytes().hex()) for row in digits)
