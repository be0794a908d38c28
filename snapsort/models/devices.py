"""Where the arithmetic happens, and in which precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from snapsort.errors import UsageError

Device = Literal["auto", "cpu", "cuda", "mps"]
Precision = Literal["auto", "float32", "bfloat16", "float16"]

BATCH_SIZE_CPU = 16
"""As fast as 32, at half the memory."""

BATCH_SIZE_GPU = 128


@dataclass(frozen=True, slots=True)
class Execution:
    """How a model is run.

    Attributes:
        devices: one a batch that is encoded at the same time: each GPU there is, or the processor.
        precision: what it computes in; vectors are float32 all the same.
        batch_size: pictures in a batch.
    """

    devices: tuple[str, ...]
    precision: str
    batch_size: int


def choose_execution(device: Device = "auto", precision: Precision = "auto") -> Execution:
    """The quickest way here that is exact enough; docs/ARCHITECTURE.md has the measurements. Loads PyTorch.

    Raises:
        UsageError: PyTorch cannot use the requested device here.
    """
    chosen = choose_device(device)
    return Execution(
        devices=choose_lanes(chosen),
        precision=choose_precision(precision, device=chosen),
        batch_size=BATCH_SIZE_CPU if chosen == "cpu" else BATCH_SIZE_GPU,
    )


def choose_device(requested: Device) -> str:
    """The device to compute on: what was asked for, or the fastest that is there.

    Raises:
        UsageError: PyTorch cannot use the requested device here.
    """
    import torch

    is_there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if requested == "auto":
        return next(name for name, there in is_there.items() if there)
    if not is_there[requested]:
        raise UsageError(
            f"PyTorch finds no {requested} device on this machine", hint="--device auto takes what is there"
        )
    return requested


def choose_lanes(device: str) -> tuple[str, ...]:
    """The devices that encode at the same time: each GPU there is, or the one device."""
    import torch

    if device == "cuda":
        return tuple(f"cuda:{number}" for number in range(torch.cuda.device_count()))
    return (device,)


def choose_precision(requested: Precision, *, device: str) -> str:
    """The precision to compute in: what was asked for, or the fastest that keeps a vector's direction.

    On a GPU that is float16, whose 11 significant bits are nearer to float32 than bfloat16's 8; on a CPU it
    is bfloat16 where there are instructions for it. A processor without them emulates, slower than float32.
    """
    if requested != "auto":
        return requested
    if device != "cpu":
        return "float16"
    return "bfloat16" if has_bfloat16_instructions() else "float32"


def has_bfloat16_instructions() -> bool:
    """Whether this processor multiplies bfloat16 natively (AVX512_BF16 or AMX_BF16)."""
    import torch

    # Not torch.ops.mkldnn._is_mkldnn_bf16_supported: that is also true where oneDNN only emulates bfloat16.
    # Versions of PyTorch that do not list capabilities compute in float32.
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(capabilities.get(name) is True for name in ("avx512_bf16", "amx_bf16"))
