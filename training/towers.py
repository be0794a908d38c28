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
    return _make_resnet(px, stem=32, sizes=[40, 80, 192, 448], depths=[2, 2, 2, 1])


def _tiny_resnet(px: int) -> PreTrainedModel:
    return _make_resnet(px, stem=8, sizes=[8, 16, 24, 32], depths=[1, 1, 1, 1])


def _make_resnet(px: int, *, stem: int, sizes: list[int], depths: list[int]) -> PreTrainedModel:
    configure: Callable[..., ResNetConfig] = ResNetConfig
    return ResNetModel(
        configure(
            embedding_size=stem,
            hidden_sizes=sizes,
            depths=depths,
            layer_type="basic",
            hidden_size=sizes[-1],  # VisionTextDualEncoderModel asks for it
            image_size=px,
        )
    )


def _mobilenet(px: int) -> PreTrainedModel:
    configure: Callable[..., MobileNetV1Config] = MobileNetV1Config
    return MobileNetV1Model(configure(image_size=px, hidden_size=1024))


def _convnext(px: int) -> PreTrainedModel:
    configure: Callable[..., ConvNextV2Config] = ConvNextV2Config
    sizes = [40, 80, 160, 320]
    return ConvNextV2Model(
        configure(hidden_sizes=sizes, depths=[2, 2, 6, 2], hidden_size=sizes[-1], image_size=px)
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

    def hold(self, stages: int) -> None:
        """Leave the stem and so many stages of a resnet as they are: half of the work is theirs."""
        first = [self.vision.get_submodule("embedder")] if stages else []
        first += [self.vision.get_submodule(f"encoder.stages.{number}") for number in range(stages)]
        for module in first:
            module.requires_grad_(False)

    def forward(self, pixels: Tensor) -> Tensor:
        """Vectors, (b, WIDTH), not of unit length."""
        return cast("Tensor", self.projection(self.pool(pixels)))


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """A dual encoder to start from: its towers' weights, and its words."""

    model: PreTrainedModel
    folder: Path

    def image_tower(self) -> ImageTower:
        """The model's image tower, which must be one of IMAGE_TOWERS, flattened or not."""
        vision, config = self.model.get_submodule("vision_model"), self.model.config.vision_config
        projection = self.model.get_submodule("visual_projection").state_dict()["weight"]
        weights = vision.state_dict()
        if config.model_type == "dpt":
            # What training.flat made: the projection lies in front of the mean over the patches.
            projection = weights["embeddings.projection.weight"][:WIDTH, :, 0, 0]
            weights = vision.get_submodule("embeddings.backbone").state_dict()
        tower = _make_like(weights, int(config.image_size))
        tower.vision.load_state_dict(weights)
        tower.projection.load_state_dict({"weight": projection})
        return tower


def _make_like(weights: Mapping[str, Tensor], px: int) -> ImageTower:
    shapes = {name: value.shape for name, value in weights.items()}
    for name in IMAGE_TOWERS:
        tower = ImageTower(name, px)
        if {name: value.shape for name, value in tower.vision.state_dict().items()} == shapes:
            return tower
    raise ValueError(f"an image tower is none of {', '.join(IMAGE_TOWERS)}")


def read_start(folder: Path) -> Start:
    """A VisionTextDualEncoderModel from its folder, in float32."""
    load: Callable[..., PreTrainedModel] = AutoModel.from_pretrained
    return Start(load(folder, dtype=torch.float32, local_files_only=True), folder)
