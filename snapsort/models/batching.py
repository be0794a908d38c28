"""Encoding in batches that shrink until they fit into memory."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from snapsort.errors import ModelUnavailable
from snapsort.records import Floats

# PyTorch has a class for CUDA's memory only. On a CPU the allocator raises a RuntimeError that says
# "can't allocate memory", on Apple's GPU one that says "out of memory".
NO_MEMORY = re.compile("can't allocate memory|out of memory", re.IGNORECASE)


class ShrinkingBatches:
    """Runs `encode` on slices of at most `size` rows, and halves `size` for good when memory runs out.

    Rows come back in order. A failed slice is run again in halves, so nothing is lost or encoded twice.
    """

    def __init__(self, encode: Callable[[Floats], Floats], *, size: int) -> None:
        self._encode = encode
        self.size = size

    def run(self, rows: Floats) -> Floats:
        """The encoded rows, (b, d), of at least one row.

        Raises:
            ModelUnavailable: even a single row does not fit.
        """
        done: list[Floats] = []
        start = 0
        while start < len(rows):
            part = rows[start : start + self.size]
            try:
                done.append(self._encode(part))
            except (RuntimeError, MemoryError) as error:
                self._shrink(len(part), error)
            else:
                start += len(part)
        return np.concatenate(done)

    def _shrink(self, tried: int, error: RuntimeError | MemoryError) -> None:
        if not isinstance(error, MemoryError) and NO_MEMORY.search(str(error)) is None:
            raise error
        if tried == 1:
            raise ModelUnavailable(
                "the model needs more memory than there is, even for one picture",
                hint="a smaller model, or --device cpu",
            ) from error
        self.size = tried // 2
