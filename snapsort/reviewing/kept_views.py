"""Orders and maps from one review to the next: anew they take long, and pictures would lie elsewhere."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from snapsort.files import write_whole
from snapsort.records import Fingerprint, Floats
from snapsort.reviewing.arranging import Made, Order

VERSION = 1
DIGEST_BYTES = 32

ScalarT = TypeVar("ScalarT", bound=np.generic)


@dataclass(frozen=True, slots=True)
class KeptViews:
    """Where the views of one folder, seen by one model, are kept; losing them costs time.

    Attributes:
        folder: None keeps none.
        of: what tells these views from others: the folder and the model.
    """

    folder: Path | None
    of: tuple[str, ...]

    def read_order(self) -> Made[Order] | None:
        """The order of the last review; None when there is none that can be used."""
        made = self._read("order", np.dtype(np.uint32))
        if made is None or not np.array_equal(np.sort(made.values), np.arange(len(made.contents))):
            return None
        return made

    def read_map(self, dims: int) -> Made[Floats] | None:
        """The positions of the last review, (n, dims); None when there are none that can be used."""
        made = self._read(f"map{dims}", np.dtype(np.float32))
        if made is None or made.values.shape[1:] != (dims,) or not np.isfinite(made.values).all():
            return None
        return made

    def write_order(self, made: Made[Order]) -> None:
        """Keep an order."""
        self._write("order", made.contents, made.values)

    def write_map(self, dims: int, made: Made[Floats]) -> None:
        """Keep positions."""
        self._write(f"map{dims}", made.contents, made.values)

    def _read(self, kind: str, dtype: np.dtype[ScalarT]) -> Made[npt.NDArray[ScalarT]] | None:
        path = self._path(kind)
        if path is None:
            return None
        try:
            with np.load(path, allow_pickle=False) as arrays:
                digits, values, version = arrays["contents"], arrays["values"], int(arrays["version"])
        except (OSError, EOFError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error):
            return None
        if version != VERSION or values.dtype != dtype or digits.dtype != np.uint8:
            return None
        if digits.shape != (len(values), DIGEST_BYTES):
            return None
        contents = tuple(Fingerprint(row.tobytes().hex()) for row in digits)
        return Made(contents, values)

    def _write(self, kind: str, contents: tuple[Fingerprint, ...], values: Order | Floats) -> None:
        """Where it cannot be kept, it is made again next time."""
        path = self._path(kind)
        if path is None or not contents:
            return
        digits = np.frombuffer(b"".join(map(bytes.fromhex, contents)), dtype=np.uint8)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with write_whole(path) as file:
                np.savez(
                    file,
                    version=np.array(VERSION),
                    contents=digits.reshape(len(contents), DIGEST_BYTES),
                    values=values,
                )

    def _path(self, kind: str) -> Path | None:
        name = hashlib.sha256("\0".join(self.of).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return None if self.folder is None else self.folder / f"{name}-{kind}.npz"
