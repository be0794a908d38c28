"""Batches that shrink when memory runs out."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from snapsort.errors import ModelUnavailable
from snapsort.models.batching import ShrinkingBatches
from snapsort.records import Floats

CPU_ERROR = RuntimeError(
    "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"
)
MPS_ERROR = RuntimeError("MPS backend out of memory (MPS allocated: 8.99 GB)")


class SmallMemory:
    """An encoder that fits `rows` rows, and remembers what it was given."""

    def __init__(self, rows: int, error: Exception) -> None:
        self.rows = rows
        self.error = error
        self.tried: list[int] = []

    def encode(self, batch: Floats) -> Floats:
        self.tried.append(len(batch))
        if len(batch) > self.rows:
            raise self.error
        return batch * 2


def make_rows(count: int) -> Floats:
    return np.arange(count * 3, dtype=np.float32).reshape(count, 3)


@pytest.mark.parametrize(
    "error", [torch.OutOfMemoryError("CUDA out of memory"), CPU_ERROR, MPS_ERROR, MemoryError()]
)
def test_a_batch_that_does_not_fit_is_halved_and_the_size_remembered(error: Exception) -> None:
    memory = SmallMemory(3, error)
    batches = ShrinkingBatches(memory.encode, size=8)

    first, second = batches.run(make_rows(9)), batches.run(make_rows(5))

    assert np.array_equal(first, make_rows(9) * 2)
    assert np.array_equal(second, make_rows(5) * 2)
    assert memory.tried == [8, 4, 2, 2, 2, 2, 1, 2, 2, 1]
    assert batches.size == 2


@given(count=st.integers(1, 40), size=st.integers(1, 40), fitting=st.integers(1, 40))
def test_the_result_does_not_depend_on_what_fits(count: int, size: int, fitting: int) -> None:
    batches = ShrinkingBatches(SmallMemory(fitting, CPU_ERROR).encode, size=size)

    assert np.array_equal(batches.run(make_rows(count)), make_rows(count) * 2)


def test_a_single_row_that_does_not_fit_ends_the_run() -> None:
    batches = ShrinkingBatches(SmallMemory(0, CPU_ERROR).encode, size=4)

    with pytest.raises(ModelUnavailable, match="more memory than there is"):
        batches.run(make_rows(4))


def test_another_error_is_not_taken_for_want_of_memory() -> None:
    memory = SmallMemory(0, RuntimeError("mat1 and mat2 shapes cannot be multiplied"))

    with pytest.raises(RuntimeError, match="shapes"):
        ShrinkingBatches(memory.encode, size=4).run(make_rows(4))
    assert memory.tried == [4]
