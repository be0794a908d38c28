"""A model's folder to an encoder: weights from safetensors only, no remote code, no network.

Importing this loads nothing; `load_encoder` brings PyTorch and transformers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from snapsort.errors import ModelUnavailable
from snapsort.models.devices import Device, Precision, choose_execution
from snapsort.models.folders import find_gap
from snapsort.models.sources import ModelSource

if TYPE_CHECKING:
    from snapsort.models.encoder import TransformersEncoder


def load_encoder(
    source: ModelSource, *, device: Device = "auto", precision: Precision = "auto"
) -> TransformersEncoder:
    """The model, loaded and ready; seconds, and its size in memory.

    Raises:
        ModelUnavailable: the folder is incomplete, needs code of its own, or holds no model that sees
            pictures of one fixed size.
        UsageError: the device is not there.
    """
    gap = find_gap(source.folder)
    if gap is not None:
        raise ModelUnavailable(f"the model {source.id} in {source.folder} {gap}")
    execution = choose_execution(device, precision)

    from snapsort.models.encoder import TransformersEncoder
    from snapsort.models.parts import load_parts

    return TransformersEncoder(
        load_parts(source, devices=execution.devices, precision=execution.precision),
        batch_size=execution.batch_size,
    )
