"""The towers that can be trained, by name, and where training starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn
from transformers import (
    AutoModel,
    ConvNextV2Config,
    ConvNextV2Model,
    MobileNetV1Config,
    MobileNetV1Model,
    PreTrainedModel,
    ResNetConfig,
    ResNetModel,
)

WIDTH = 256
"""Dimensions of the space that pictures and words share."""


def _resnet(px: int) -> PreTrainedModel:
    return ResNetModel(
        ResNetConfig(
            embedding_size=32,
            hidden_sizes=[40, 80, 192, 448],
            depths=[2, 2, 2, 1],
            layer_type="basic",
            hidden_act="relu",
            hidden_size=448,
            image_size=px,
        )
    )


def _tiny_resnet(px: int) -> PreTrainedModel:
    sizes = [8, 16, 24, 32]
    return ResNetModel(
        ResNetConfig(
            embedding_size=8,
            hidden_sizes=sizes,
            depths=[1, 1, 1, 1],
            layer_type="basic",
            hidden_size=32,
            image_size=px,
        )
    )


def _mobilenet(px: int) -> PreTrainedModel:
    return MobileNetV1Model(MobileNetV1Config(image_size=px, hidden_size=1024))


def _convnext(px: int) -> PreTrainedModel:
    return ConvNextV2Model(
        ConvNextV2Config(hidden_sizes=[40, 80, 160, 320], depths=[2, 2, 6, 2], hidden_size=320, image_size=px)
    )


IMAGE_TOWERS: Mapping[str, Callable[[int], PreTrainedModel]] = {
    "resnet": _resnet,
    "mobilenet": _mobilenet,
    "convnext": _convnext,
    "tiny": _tiny_resnet,
}
"""Name -> the tower for pictures of px. Fastest to train on a processor: resnet; tiny is for tests."""


class ImageTower(nn.Module):
    """A picture's place in the shared space.

    Args:
        name: a key of IMAGE_TOWERS.
        px: side of the pictures.
    """

    def __init__(self, name: str, px: int) -> None:
        super().__init__()
        self.name, self.px = name, px
        self.vision = IMAGE_TOWERS[name](px)
        self.projection = nn.Linear(int(self.vision.config.hidden_size), WIDTH, bias=False)

    def pool(self, pixels: Tensor) -> Tensor:
        """Features, (b, width), of normalized pixels, (b, 3, px, px)."""
        return cast("Tensor", self.vision(pixels).pooler_output).flatten(1)

    def forward(self, pixels: Tensor) -> Tensor:
        """Vectors, (b, WIDTH), not of unit length."""
        return cast("Tensor", self.projection(self.pool(pixels)))


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """A dual encoder to start from: its towers' weights, and its words."""

    model: PreTrainedModel
    folder: Path

    def fill(self, tower: ImageTower) -> None:
        """Give an image tower the weights of this model's, which must have its form."""
        tower.vision.load_state_dict(self.model.get_submodule("vision_model").state_dict())
        tower.projection.load_state_dict(self.model.get_submodule("visual_projection").state_dict())


def read_start(folder: Path) -> Start:
    """A VisionTextDualEncoderModel from its folder, in float32."""
    load: Callable[..., PreTrainedModel] = AutoModel.from_pretrained
    return Start(load(folder, dtype=torch.float32, local_files_only=True), folder)
