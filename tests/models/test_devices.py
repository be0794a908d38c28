from __future__ import annotations

from pathlib import Path

import pytest
import torch

from snapsort.models.devices import Precision, choose_device, choose_precision, has_bfloat16_instructions


def test_auto_takes_a_gpu_when_there_is_one() -> None:
    has_gpu = torch.cuda.is_available() or torch.backends.mps.is_available()

    assert (choose_device("auto") != "cpu") == has_gpu
    assert choose_device("cpu") == "cpu"


def test_auto_is_half_precision_where_the_processor_has_it() -> None:
    on_cpu = "bfloat16" if has_bfloat16_instructions() else "float32"

    assert choose_precision("auto", device="cpu") == on_cpu
    assert choose_precision("auto", device="cuda") == choose_precision("auto", device="mps") == "float16"


@pytest.mark.parametrize("precision", ["float32", "bfloat16", "float16"])
@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_a_precision_that_was_asked_for_is_taken(precision: Precision, device: str) -> None:
    assert choose_precision(precision, device=device) == precision


def test_bfloat16_instructions_are_those_of_the_processor() -> None:
    try:
        lines = Path("/proc/cpuinfo").read_text("ascii").splitlines()
    except OSError:
        pytest.skip("this system does not list its processor's instructions")

    flags = set(next((line for line in lines if line.startswith("flags")), "").split())
    assert has_bfloat16_instructions() == bool(flags & {"avx512_bf16", "amx_bf16"})
