"""An image tower alone: a model that sees and has never read a word, such as DINOv2 or ConvNeXt."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from transformers import PreTrainedModel


class ImageTowerAlone:
    """The features of a model that only sees, where a dual encoder has its projected ones."""

    def __init__(self, model: PreTrainedModel) -> None:
        self._model = model

    def get_image_features(self, *, pixel_values: torch.Tensor) -> torch.Tensor:
        """(b, d): what the model pools, flat; without a pooler its class token.

        A convolutional network pools to (b, d, 1, 1). A transformer without a pooler has its class token in
        front (Dosovitskiy et al. 2021, section 3.1).
        """
        output = self._model(pixel_values=pixel_values)
        pooled = getattr(output, "pooler_output", None)
        if isinstance(pooled, torch.Tensor):
            return pooled.flatten(1)
        hidden = getattr(output, "last_hidden_state", None)
        if not isinstance(hidden, torch.Tensor):
            raise ValueError(f"the model gave {type(output).__name__}, not features")  # noqa: TRY004  # a broken promise
        return hidden[:, 0] if hidden.ndim == 3 else hidden.mean(dim=(2, 3))


def has_only_pooler_missing(missing: Iterable[str]) -> bool:
    """Whether weights lack nothing but a pooler, as those of a ViT that was trained to classify do."""
    keys = list(missing)
    return bool(keys) and all(key.startswith("pooler.") for key in keys)
