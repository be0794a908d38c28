"""Which model, where it is, and how it turns pixels and prompts into unit vectors.

Importing this brings neither PyTorch nor transformers nor huggingface_hub; calling `load_encoder` and
`fetch_model` does.
"""

from __future__ import annotations

from typing import Final

from snapsort.models.devices import Device, Execution, Precision, choose_execution
from snapsort.models.fetch import fetch_model
from snapsort.models.known import KNOWN_MODELS, KnownModel
from snapsort.models.loading import load_encoder
from snapsort.models.removing import FetchedModel, find_fetched, remove_fetched
from snapsort.models.sources import BUILTIN, ModelSource, choose_model

PREPROCESSING_VERSION: Final = 2
"""Part of every cached vector's key. Raised when the same pixels, model and precision give another vector:
when `prepare` changes, or the way prompts are tokenized, or how features become unit rows."""

__all__ = [
    "BUILTIN",
    "KNOWN_MODELS",
    "PREPROCESSING_VERSION",
    "Device",
    "Execution",
    "FetchedModel",
    "KnownModel",
    "ModelSource",
    "Precision",
    "choose_execution",
    "choose_model",
    "fetch_model",
    "find_fetched",
    "load_encoder",
    "remove_fetched",
]
