"""The formats that features can be written in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import numpy as np

from snapsort.errors import UsageError
from snapsort.features.table import Features


def check_format(path: Path) -> None:
    """Raise UsageError when the format that the extension names needs a package that is not there."""
    if path.suffix.lower() == ".parquet":
        _import_pyarrow()


def write_features(features: Features, file: BinaryIO, *, suffix: str) -> None:
    """Write features in the format of that extension, one of FORMATS."""
    FORMATS[suffix](features, file)


def _write_npz(features: Features, file: BinaryIO) -> None:
    # Arrays of text, not of objects: those would be pickled, and a pickle runs code when it is loaded.
    np.savez(
        file,
        paths=np.array(_paths(features), dtype=np.str_),
        hashes=np.array(_hashes(features), dtype=np.str_),
        embeddings=features.photos.vectors,
        labels=np.array(features.labels, dtype=np.str_),
        probabilities=features.probabilities,
        ranks=features.ranks,
    )


def _write_csv(features: Features, file: BinaryIO) -> None:
    # Names are any bytes on Linux; what is no text stays the bytes that it was.
    text = io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_columns(features))
    writer.writerows(_rows(features))
    text.detach()


def _write_parquet(features: Features, file: BinaryIO) -> None:
    pyarrow = _import_pyarrow()
    from pyarrow import parquet

    columns: dict[str, object] = {
        "path": [_as_utf8(path) for path in _paths(features)],
        "hash": _hashes(features),
        "rank": features.ranks,
    }
    columns |= {f"p_{label}": features.probabilities[:, i] for i, label in enumerate(features.labels)}
    columns |= {f"e_{i}": column for i, column in enumerate(features.photos.vectors.T)}
    parquet.write_table(pyarrow.table(columns), file)


FORMATS: Mapping[str, Callable[[Features, BinaryIO], None]] = {
    ".csv": _write_csv,
    ".npz": _write_npz,
    ".parquet": _write_parquet,
}
"""What writes a format, by the extension that asks for it."""


def _columns(features: Features) -> list[str]:
    d = features.photos.vectors.shape[1]
    labels = [f"p_{label}" for label in features.labels]
    return ["path", "hash", "rank", *labels, *(f"e_{i}" for i in range(d))]


def _rows(features: Features) -> Iterator[list[object]]:
    for path, content, rank, probabilities, vector in zip(
        _paths(features),
        _hashes(features),
        features.ranks.tolist(),
        features.probabilities,
        features.photos.vectors,
        strict=True,
    ):
        # The shortest digits that give the same float32 again, not those of a float64.
        yield [path, content, rank, *map(str, probabilities), *map(str, vector)]


def _paths(features: Features) -> list[str]:
    return [str(photo.photo.path) for photo in features.photos.photos]


def _hashes(features: Features) -> list[str]:
    return [photo.fingerprint for photo in features.photos.photos]


def _as_utf8(path: str) -> str:
    """The path; bytes that are no text as escapes, for a format whose text is UTF-8 without exception."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _import_pyarrow() -> ModuleType:
    try:
        import pyarrow
    except ImportError as error:
        raise UsageError(
            "Parquet files need pyarrow, which is not installed",
            hint="pip install 'snapsort[parquet]', or --out with .csv or .npz",
        ) from error
    module: ModuleType = pyarrow
    return module
