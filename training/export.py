"""A finished model as a folder that transformers' AutoModel and AutoProcessor load, in half precision."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import cast

import torch
from torch import nn
from transformers import (
    PreTrainedModel,
    VisionTextDualEncoderConfig,
    VisionTextDualEncoderModel,
    VisionTextDualEncoderProcessor,
    ViTImageProcessor,
)

from training.crops import MEAN, STD
from training.flat import flat_projection, flatten_tower, needs_flattening
from training.text_tower import Reader
from training.towers import WIDTH, ImageTower

WEIGHTS = "model.safetensors"
REVISION_DIGITS = 12
TOKENIZER = "tokenizer_config.json"
BICUBIC = 3
_LOADED_BY = {"is_local", "local_files_only"}


def export_model(folder: Path, image: ImageTower, reader: Reader, *, scale: float) -> str:
    """Write a dual encoder with its processor and tokenizer; its revision.

    Args:
        scale: logit scale, by which cosines are multiplied before they become probabilities.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = assemble(image, reader, scale=scale)
    torch.nn.Module.to(model, torch.float16)
    save: Callable[..., object] = model.save_pretrained
    save(folder)
    make: Callable[..., ViTImageProcessor] = ViTImageProcessor
    processor = make(
        size={"height": image.px, "width": image.px},
        resample=BICUBIC,
        image_mean=list(MEAN),
        image_std=list(STD),
    )
    # What a call asked for would be kept as the tokenizer's own wish.
    reader.tokenizer.backend_tokenizer.no_padding()
    reader.tokenizer.backend_tokenizer.no_truncation()
    join: Callable[..., VisionTextDualEncoderProcessor] = VisionTextDualEncoderProcessor
    save = join(processor, reader.tokenizer).save_pretrained
    save(folder)
    _forget_where_it_came_from(folder / TOKENIZER)
    return revision(folder)


def _forget_where_it_came_from(config: Path) -> None:
    """Leave out of a tokenizer's configuration how its files were loaded."""
    kept = {
        key: value for key, value in json.loads(config.read_text("utf-8")).items() if key not in _LOADED_BY
    }
    config.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


def assemble(image: ImageTower, reader: Reader, *, scale: float) -> PreTrainedModel:
    """The two towers as one model that transformers knows, in float32."""
    vision, projection = _vision(image)
    configs: Callable[..., VisionTextDualEncoderConfig] = VisionTextDualEncoderConfig.from_vision_text_configs
    config = configs(
        vision.config, reader.tower.config, projection_dim=WIDTH, logit_scale_init_value=math.log(scale)
    )
    model = VisionTextDualEncoderModel(config)
    model.get_submodule("vision_model").load_state_dict(vision.state_dict())
    model.get_submodule("text_model").load_state_dict(reader.tower.text.state_dict())
    cast("nn.Linear", model.get_submodule("visual_projection")).weight.data.copy_(projection)
    cast("nn.Linear", model.get_submodule("text_projection")).weight.data.copy_(
        reader.tower.projection.weight
    )
    model.get_parameter("logit_scale").data.fill_(math.log(scale))
    model.train(False)
    return model


def _vision(image: ImageTower) -> tuple[PreTrainedModel, torch.Tensor]:
    if needs_flattening(image):
        return flatten_tower(image), flat_projection()
    return image.vision, image.projection.weight.detach()


def revision(folder: Path) -> str:
    """The first digits of SHA-256 of the weights: what snapsort calls the model's revision."""
    return hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()[:REVISION_DIGITS]


def size_bytes(folder: Path) -> int:
    """Of all files of a model's folder."""
    return sum(path.stat().st_size for path in folder.iterdir())
