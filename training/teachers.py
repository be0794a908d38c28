"""Image networks to learn from, on the same views as the tower. Used in training only, never shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.crops import normalize
from training.wordnet import WordNet

MOBILENET_STRIDES = (1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1)
SQUEEZENET_CONVOLUTIONS = 26
RELATION_SCALE = 12.0
CLASS_SCALE = 20.0
MIN_PX = 160
"""Teachers were trained at 224 px; far smaller views confuse them."""


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """Weights and bias of one layer."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Teachers:
    """MobileNetV2 without its classifier, and SqueezeNet 1.1.

    Attributes:
        features: the layers of the first.
        classes: the layers of the second.
        names: unit vectors of the 1,000 classes of the second, (1000, d).
        width: of the first one's features.
    """

    features: tuple[Convolution, ...]
    classes: tuple[Convolution, ...]
    names: Tensor
    width: int = 1280


def read_teachers(folder: Path, names: Tensor, *, device: str) -> Teachers:
    """The teachers of a folder with mobilenetv2_nchw and squeezenet1.1_nchw, one .npy a tensor."""
    mobilenet = folder / "mobilenetv2_nchw" / "weights"
    numbers = sorted(
        int(match.group(1))
        for path in mobilenet.iterdir()
        if (match := re.fullmatch(r"conv_(\d+)_weight.npy", path.name))
    )
    squeezenet = folder / "squeezenet1.1_nchw" / "weights"
    return Teachers(
        tuple(_read(mobilenet / f"conv_{number}", device) for number in numbers),
        tuple(
            _read(squeezenet / f"squeezenet0_conv{number}", device)
            for number in range(SQUEEZENET_CONVOLUTIONS)
        ),
        names.to(device),
    )


def imagenet_names(wordnet: WordNet) -> list[str]:
    """The names of ImageNet's 1,000 classes, in the order of the second teacher's outputs."""
    numbers = Path(__file__).with_name("imagenet.txt").read_text("utf-8").split()
    return [wordnet.nouns[number].words[0].lower() for number in numbers]


def teacher_losses(
    teachers: Teachers, pixels: Tensor, *, vectors: Tensor, features: Tensor
) -> dict[str, Tensor]:
    """How far vectors are from the classes that a teacher sees, and features from another one's.

    Args:
        pixels: (b, 3, px, px) in [0, 1].
        vectors: (b, d), unit rows.
        features: (b, width) of the tower, through a layer that is dropped after training.
    """
    with torch.no_grad():
        side = max(MIN_PX, pixels.shape[-1])
        seen = normalize(F.interpolate(pixels, size=(side, side), mode="bilinear", antialias=True))
        goal = F.normalize(see_features(teachers, seen), dim=1)
        classes = F.softmax(see_classes(teachers, seen), dim=1)
    features = F.normalize(features, dim=1)
    likeness = F.log_softmax(RELATION_SCALE * features @ goal.T, dim=1)
    wanted = F.softmax(RELATION_SCALE * goal @ goal.T, dim=1)
    guess = F.log_softmax(CLASS_SCALE * vectors @ teachers.names.T, dim=1)
    return {
        "teacher": F.kl_div(guess, classes, reduction="batchmean"),
        "relation": F.kl_div(likeness, wanted, reduction="batchmean")
        + 3 * (1 - (features * goal).sum(1)).mean(),
    }


def see_features(teachers: Teachers, pixels: Tensor) -> Tensor:
    """MobileNetV2's pooled features, (b, 1280), of normalized pixels (Sandler et al. 2018)."""
    layers = iter(teachers.features)
    x = _convolve(pixels, layers, stride=2)
    for number, stride in enumerate(MOBILENET_STRIDES):
        y = _convolve(x, layers) if number else x
        y = _convolve(y, layers, stride=stride)
        y = _convolve(y, layers, is_active=False)
        x = x + y if stride == 1 and x.shape == y.shape else y
    return _convolve(x, layers).mean((2, 3))


def see_classes(teachers: Teachers, pixels: Tensor) -> Tensor:
    """SqueezeNet 1.1's class logits, (b, 1000), of normalized pixels (Iandola et al. 2016)."""

    def layer(number: int, x: Tensor, **how: int) -> Tensor:
        own = teachers.classes[number]
        return F.relu(F.conv2d(x, own.weight, own.bias, **how))

    def fire(x: Tensor, number: int) -> Tensor:
        squeezed = layer(number, x)
        return torch.cat((layer(number + 1, squeezed), layer(number + 2, squeezed, padding=1)), 1)

    x = F.max_pool2d(layer(0, pixels, stride=2), 3, 2)
    x = F.max_pool2d(fire(fire(x, 1), 4), 3, 2)
    x = F.max_pool2d(fire(fire(x, 7), 10), 3, 2)
    for number in (13, 16, 19, 22):
        x = fire(x, number)
    return layer(25, x).mean((2, 3))


def _convolve(x: Tensor, layers: Iterator[Convolution], *, stride: int = 1, is_active: bool = True) -> Tensor:
    own = next(layers)
    groups = x.shape[1] // own.weight.shape[1]
    x = F.conv2d(x, own.weight, own.bias, stride, own.weight.shape[-1] // 2, groups=groups)
    return F.relu6(x) if is_active else x


def _read(stem: Path, device: str) -> Convolution:
    weight, bias = (torch.from_numpy(np.load(f"{stem}_{part}.npy")) for part in ("weight", "bias"))
    return Convolution(weight.to(device), bias.to(device))
